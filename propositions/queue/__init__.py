"""Whose turn is it: the lists from which an officer and a civil servant work."""
