"""Which parts the words of a finding have."""

from __future__ import annotations

from lis.engine.steps import Part

SCHEMA = "finding/1"
STATEMENT = "statement"
STATEMENT_LIMIT = 300

PARTS = (
    Part(STATEMENT, "What it says", "One sentence that can be true or false.", rows=2, limit=STATEMENT_LIMIT),
    Part("detail", "In detail", "Figures, places, years, and how sure we are.", rows=8, limit=20_000),
    Part("source", "Where it comes from", "The study, the data or the people, so that somebody else can look.",
         rows=3, limit=4_000),
)  # fmt: skip
