"""Government's one line on an ask on which its departments have answered differently."""
