"""Work that is done after the answer: rows that hold the truth, and workers that are merely woken up."""
