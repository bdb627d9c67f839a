"""Finding records by their words, among what somebody may read."""
