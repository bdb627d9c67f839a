"""Consultations: what an area asks partners and the public, and what they answer."""
