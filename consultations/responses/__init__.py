"""What people answered: once, on what they had read, and kept as they wrote it."""
