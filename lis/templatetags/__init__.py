"""Words and shapes that templates need."""
