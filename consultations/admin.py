"""Every admin page of the app, gathered from its rooms."""
