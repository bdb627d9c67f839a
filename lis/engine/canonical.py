"""How words become one text that any two parties can hash alike.

The canonical form is JSON in UTF-8 with sorted keys and no spare white space, holding only strings, whole
numbers, booleans, lists and objects of these. Line ends are LF. There are no nulls, no fractions and no database
keys, so the same words give the same bytes in a browser, over the API and ten years later.
"""

import hashlib
import json
import re
from typing import Any

# C0 and C1 controls except TAB and LF, and lone surrogates, which PostgreSQL cannot store.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def clean_text(text: str) -> str:
    """``text`` with LF line ends and without control characters or lone surrogates."""
    return _UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def canonical(body: dict[str, Any]) -> str:
    """The canonical text of ``body``. Raises ``TypeError`` for a value that has no canonical form."""
    return json.dumps(_plain(body), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of ``text`` in UTF-8, as 64 lower-case hexadecimal figures."""
    return hashlib.sha256(text.encode()).hexdigest()


def words_of(body: dict[str, Any]) -> str:
    """Every string in ``body`` (a version's content), one to a line, for search and for reading aloud."""
    return "\n".join(_strings(body))


def _plain(value: Any) -> Any:
    match value:
        case bool() | int():
            return value
        case str():
            return clean_text(value)
        case list() | tuple():
            return [_plain(item) for item in value]
        case dict():
            if not all(isinstance(key, str) for key in value):
                raise TypeError("Every key of a canonical text is a string.")
            return {clean_text(key): _plain(item) for key, item in value.items()}
    raise TypeError(f"A {type(value).__name__} has no canonical form.")


def _strings(value: Any) -> list[str]:
    match value:
        case str():
            return [value] if value.strip() else []
        case list() | tuple():
            return [line for item in value for line in _strings(item)]
        case dict():
            return [line for item in value.values() for line in _strings(item)]
    return []
