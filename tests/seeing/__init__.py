"""Who sees what, at every door, and what it costs to look."""
