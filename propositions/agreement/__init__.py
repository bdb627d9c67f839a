"""Agreement: who has accepted which words, and what follows once all have, or the ask is declined or deferred."""
