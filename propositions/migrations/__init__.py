"""How the tables of propositions and asks came about."""
