"""Tables that leave the service, and the list of who took which."""
