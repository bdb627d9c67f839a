"""What may a program send? One JSON object whose every value can be stored, and not too much of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NoReturn

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer

from .kinds import Problem

DEEPEST = 16
# Beyond this a whole number is no longer the same in every JSON reader (RFC 7493).
LARGEST = 2**53 - 1
MOST_FIGURES = 20
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class StrictJSONParser(BaseParser):
    """Reads a JSON object; refuses what the database could not keep or another reader would read differently."""

    media_type = "application/json"
    renderer_class = JSONRenderer

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> dict[str, Any]:
        raw = stream.read(settings.API_MOST_BYTES + 1)
        if len(raw) > settings.API_MOST_BYTES:
            megabytes = settings.API_MOST_BYTES // 1024**2
            raise Problem("too-large", f"One call may carry at most {megabytes} MB. Send less at a time.")
        if not raw.strip():
            return {}
        try:
            text = raw.decode("utf-8-sig")
            found = json.loads(
                text, parse_constant=_no_number, parse_float=_fraction, parse_int=_whole, object_pairs_hook=_once
            )
        except UnicodeDecodeError:
            raise ParseError("This is not UTF-8.") from None
        except RecursionError:
            raise ParseError("This is nested too deeply.") from None
        except json.JSONDecodeError as error:
            raise ParseError(f"This is not JSON: line {error.lineno}, column {error.colno}.") from None
        if not isinstance(found, dict):
            raise ParseError("This is JSON, but not an object.")
        _inspect(found, 0)
        return found


def _no_number(text: str) -> NoReturn:
    raise ParseError(f"{text} is no number in JSON.")


def _whole(text: str) -> int:
    if len(text) > MOST_FIGURES or abs(int(text)) > LARGEST:
        raise ParseError("A number is too large.")
    return int(text)


def _fraction(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except ArithmeticError:
        raise ParseError("A number is too large or too fine.") from None
    if len(text) > 2 * MOST_FIGURES or abs(number.adjusted()) > MOST_FIGURES:
        raise ParseError("A number is too large or too fine.")
    return number


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ParseError("A name stands twice in one object.")
    return found


def _inspect(value: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise ParseError("This is nested too deeply.")
    match value:
        case str():
            if _UNSTORABLE.search(value):
                raise ParseError("The text holds a NUL or half a character, which cannot be stored.")
        case list():
            for item in value:
                _inspect(item, depth + 1)
        case dict():
            for name, item in value.items():
                _inspect(name, depth + 1)
                _inspect(item, depth + 1)


def only(body: Any, known: Any) -> dict[str, Any]:
    """``body`` if every name in it is known; a problem naming the others if not."""
    if not isinstance(body, Mapping):
        raise ParseError("This is not a JSON object.")
    unknown = sorted(set(body) - set(known))
    if unknown:
        raise Problem(
            "bad-input",
            "There are fields here that are not taken. Leave them out.",
            errors=[{"field": name[:100], "sentence": "This is not taken here."} for name in unknown[:20]],
        )
    return dict(body)
