"""Who takes part: areas, organisations, the people in them and how they sign in."""
