"""Similar asks of several areas: suggested, grouped by a person, answered by one text with exceptions, never merged."""
