"""How papers written elsewhere become propositions and asks: read, previewed, corrected, then written."""
