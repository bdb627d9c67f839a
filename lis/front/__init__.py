"""The first page that anybody meets."""
