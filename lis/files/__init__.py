"""Files that people upload: checked before they are opened, kept apart from everything that is served."""
