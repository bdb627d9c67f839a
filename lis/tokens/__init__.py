"""The secrets with which a program acts for a person."""
