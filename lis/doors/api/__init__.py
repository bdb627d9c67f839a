"""The REST door: the same verbs and the same law as the pages and the admin, for programs."""
