"""Each body's own part in an ask, and what it lets out: questions, answers."""
