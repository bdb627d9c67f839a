"""Findings: what an area knows, where it comes from, and in which words it stood when somebody rested on it."""
