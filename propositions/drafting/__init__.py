"""Propositions: What, Why and How, drafted by an area and put to Government with its asks."""
