"""How the service is set up: packages, database server, settings, processes."""
