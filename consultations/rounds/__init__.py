"""One consultation: what it is about, when it is open, and who decided so."""
