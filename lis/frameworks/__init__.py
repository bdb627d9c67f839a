"""The national frames that strategies are written in, as data: frameworks, vocabularies and programmes."""
