"""How a paper or a preview is kept as JSON, between two processes and between two pages of the wizard."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_data(value: Any) -> dict[str, Any]:
    """A dataclass of this room as plain lists, objects, strings, numbers and booleans."""
    return asdict(value)


def to_json(value: Any) -> str:
    """A dataclass of this room as JSON text."""
    return json.dumps(to_data(value), ensure_ascii=False, separators=(",", ":"))


def from_json(kind: type[T], text: str) -> T:
    """The ``kind`` that ``to_json`` wrote. Raises ``ValueError`` for any other text."""
    return from_data(kind, json.loads(text))


def from_data(kind: type[T], data: Any) -> T:
    """The ``kind`` that ``to_data`` gave, or ``ValueError``."""
    return _read(kind, data)


def _read(kind: Any, data: Any) -> Any:
    if is_dataclass(kind):
        if not isinstance(data, Mapping) or set(data) - {field.name for field in fields(kind)}:
            raise ValueError(f"This is not a stored {kind.__name__}.")
        hints = _hints(kind)
        try:
            return kind(**{name: _read(hints[name], value) for name, value in data.items()})
        except TypeError as error:
            raise ValueError(f"This is not a whole {kind.__name__}.") from error
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple and isinstance(data, (list, tuple)):
        return tuple(_read(inner[0], item) for item in data)
    if origin is dict and isinstance(data, Mapping):
        return {key: _read(inner[1], item) for key, item in data.items()}
    if origin is None and type(data) is kind:
        return data
    raise ValueError(f"{data!r} stands where a stored {kind} should.")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
