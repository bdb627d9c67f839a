"""What other rooms show on the page of a strategy, without the strategy knowing of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from .models import Strategy


@dataclass(frozen=True)
class Panel:
    """A part of the page: ``template`` is included with ``panel`` (this) and reads ``context``."""

    template: str
    context: dict[str, Any]


Source = Callable[[HttpRequest, Strategy], Panel | None]
_sources: list[tuple[int, Source]] = []


def shows_on_strategy(order: int) -> Callable[[Source], Source]:
    """Decorates a function of a room that gives its panel for a strategy, or None."""

    def register(source: Source) -> Source:
        _sources.append((order, source))
        return source

    return register


def panels_for(request: HttpRequest, strategy: Strategy) -> list[Panel]:
    """The panels of all rooms, in their order."""
    found = [source(request, strategy) for _, source in sorted(_sources, key=lambda pair: pair[0])]
    return [panel for panel in found if panel is not None]
