"""How the tables of the foundation came about."""
