"""Mail to people: written with the step that causes it, sent afterwards, once."""
