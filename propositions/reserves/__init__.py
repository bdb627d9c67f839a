"""The area's reserve: the wording with which it could live if the one on the table cannot be had."""
