"""Commitments: what both sides have agreed, or an area has taken on by itself, and how far it is delivered."""
