"""Boards: who meets, on which papers, what was decided, and who may act on it afterwards."""
