"""What does the environment say? What is empty or malformed there stops the start with one line that names it."""

import os
import re
from collections.abc import Callable
from urllib.parse import urlsplit

YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")

Form = Callable[[str], object]


def refuse(sentence: str) -> None:
    """Stop the start with one clear line: a traceback would bury it."""
    raise SystemExit(f"Concordat does not start: {sentence}")


def given(name: str, takes: str, form: Form) -> str | None:
    """What stands there, without the blanks around it; None where nothing is set.

    ``takes`` ends the sentence "It takes …", and ``form`` says whether a value is so. The value itself is not repeated
    to whoever reads the line: it may be a secret, or hold one.
    """
    value = os.environ.get(name)
    if value is None:
        return None
    value = value.strip()
    if not value:
        # A slip, such as a name without its value in a file, and no way to say "as usual".
        refuse(f"{name} is empty. It takes {takes}.")
    if not form(value):
        refuse(f"{name} cannot be read. It takes {takes}.")
    return value


def text(name: str, usual: str, takes: str, form: Form = bool) -> str:
    value = given(name, takes, form)
    return usual if value is None else value


def several(name: str, takes: str, form: Form = bool) -> list[str]:
    """Texts with commas between, each of that form; none where nothing is set."""
    value = given(name, takes, lambda value: parts_of(value) and all(map(form, parts_of(value))))
    return parts_of(value or "")


def number(name: str, usual: int, least: int = 1, most: int = 10**9) -> int:
    takes = f"a whole number from {least} " + (f"to {most}" if most < 10**9 else "up")
    value = given(name, takes, lambda value: value.isascii() and value.isdigit() and least <= int(value) <= most)
    return usual if value is None else int(value)


def switch(name: str, usual: bool) -> bool:
    value = given(name, "1 for yes or 0 for no", lambda value: value.lower() in YES + NO)
    return usual if value is None else value.lower() in YES


def choice(name: str, usual: str, *choices: str) -> str:
    return text(name, usual, f"one of {', '.join(choices)}", lambda value: value in choices)


# Forms --------------------------------------------------------------------------------------------------------------


def parts_of(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def matching(pattern: str) -> Form:
    return re.compile(pattern).fullmatch


def address(*schemes: str) -> Form:
    """An address that begins with one of ``schemes`` and names a place; user, password, port and path are free."""

    def is_one(value: str) -> bool:
        try:
            parts = urlsplit(value)
            return parts.scheme in schemes and bool(parts.netloc or parts.path.strip("/")) and parts.port != 0
        except ValueError:
            return False

    return is_one
