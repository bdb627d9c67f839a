"""What every page knows without asking: the service's name, who is signed in and where they can go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


@dataclass(frozen=True)
class NavigationItem:
    """A line of the navigation; ``count`` is how many things wait there, None where nothing is counted."""

    label: str
    url: str
    count: int | None = None
    current: bool = False


Source = Callable[[HttpRequest], Iterable[NavigationItem]]
_sources: list[tuple[int, Source]] = []


def offers_navigation(order: int) -> Callable[[Source], Source]:
    """Decorates a function of a room that gives the navigation items which the request's actor may use."""

    def register(source: Source) -> Source:
        _sources.append((order, source))
        return source

    return register


def navigation_for(request: HttpRequest) -> list[NavigationItem]:
    """The items of all rooms in their order; the one whose address begins the request's is marked current."""
    items = [item for _, source in sorted(_sources, key=lambda pair: pair[0]) for item in source(request)]
    around = [item.url for item in items if item.url != "/" and request.path.startswith(item.url)]
    here = max(around, key=len, default=request.path)
    return [replace(item, current=item.current or item.url == here) for item in items]


def service(request: HttpRequest) -> dict[str, Any]:
    """For ``TEMPLATES``: ``service_name``, ``demonstration``, ``navigation`` and ``acting_for`` (organisation names).

    The last two are read only by a page that shows them, so a failing database does not fail an error page.
    """
    return {
        "service_name": settings.SERVICE_NAME,
        "demonstration": settings.DEMONSTRATION,
        "navigation": SimpleLazyObject(lambda: navigation_for(request)),
        "acting_for": SimpleLazyObject(lambda: _organisations(request)),
    }


def _organisations(request: HttpRequest) -> list[str]:
    actor = getattr(request, "actor", None)
    memberships = actor.memberships if actor is not None else ()
    return list(dict.fromkeys(membership.organisation.name for membership in memberships))
