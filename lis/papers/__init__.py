"""Policy Position Papers: what an area puts to Government workstream by workstream, version by version."""
