"""Dull makers of what tests need; a named state is reached by the steps themselves, so no impossible record exists."""
