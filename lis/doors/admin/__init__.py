"""The office's own door: Django's admin, narrowed to what the person may see and may do."""
