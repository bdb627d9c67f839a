"""A country of asks: what the demonstration holds in small, written many times over so that speed can be measured."""
