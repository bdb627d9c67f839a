"""How a response is called: a reference that nobody can guess and that is easy to read out."""

import secrets

# No letter that is taken for another or for a figure, and no vowel, so that no word comes out.
LETTERS = "23456789CDFGHJKMNPQRTVWXY"
GROUPS, LENGTH = 2, 4


def new_reference() -> str:
    """``R-7K3M-9QXT``: one of 150 thousand million, not the next in a row, so that nobody waits for a number."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(GROUPS))
    return "-".join(["R", *groups])
