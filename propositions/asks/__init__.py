"""Asks of Government: the shared record on which both sides work."""
