"""Tests of reading, previewing and correcting papers."""
