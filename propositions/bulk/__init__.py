"""One step for many sides at once: first what would happen to each, then each by itself, with a result per item."""
