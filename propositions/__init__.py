"""Propositions and asks of Government, from the first draft to the agreed words."""
