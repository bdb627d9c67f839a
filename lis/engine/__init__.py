"""What may happen to a record, who may make it happen, and what is remembered of it."""
