"""A story told once by steps and printed many times in other words: how a database is filled for measuring.

Telling takes a second a story, since each step is judged, locked and stamped; printing takes a millisecond. What is
printed is what the steps wrote, row by row, so no rule is written here a second time: only keys, words, bodies, people
and days differ, and every hash is computed anew.
"""

from .pattern import Pattern, patterns_of
from .printing import Press, Setting

__all__ = ["Pattern", "Press", "Setting", "patterns_of"]
