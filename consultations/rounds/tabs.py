"""The tabs of a round's desk, to which each room adds what it keeps of a round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest

from .models import Round


@dataclass(frozen=True)
class Tab:
    """One page of the desk; ``count`` is how many things are on it, None where nothing is counted."""

    label: str
    url: str
    count: int | None = None
    current: bool = False


Source = Callable[[HttpRequest, Any, Round], Tab | None]
_sources: list[tuple[int, Source]] = []


def offers_tab(order: int) -> Callable[[Source], Source]:
    """Decorates a function of a room that gives its tab for (request, the desk's admin, round), or None."""

    def register(source: Source) -> Source:
        _sources.append((order, source))
        return source

    return register


def tabs_for(request: HttpRequest, desk: Any, round_: Round) -> list[Tab]:
    """The tabs of all rooms in their order; the one under which the request is stands out."""
    found = [source(request, desk, round_) for _, source in sorted(_sources, key=lambda pair: pair[0])]
    return [replace(tab, current=request.path.startswith(tab.url)) for tab in found if tab is not None]


@offers_tab(10)
def words_and_dates(request: HttpRequest, desk: Any, round_: Round) -> Tab:
    return Tab("Words and dates", desk.url_of("change", round_.ref))


@offers_tab(20)
def subjects(request: HttpRequest, desk: Any, round_: Round) -> Tab:
    return Tab("What it is about", desk.url_of("subjects", round_.ref), round_.elements.count())


@offers_tab(30)
def documents(request: HttpRequest, desk: Any, round_: Round) -> Tab:
    return Tab("Documents", desk.url_of("documents", round_.ref), round_.documents.count())


@offers_tab(50)
def preview(request: HttpRequest, desk: Any, round_: Round) -> Tab:
    return Tab("Preview", desk.url_of("preview", round_.ref))
