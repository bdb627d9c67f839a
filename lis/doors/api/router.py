"""Which address of the API leads to which room: rooms register their nouns, the rest is here."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from django.urls import URLPattern, path, re_path
from rest_framework.routers import SimpleRouter

from .pages import ConsolePage, NothingHere, ReferencePage, SchemaView


class OfficeRouter(SimpleRouter):
    """Names the addresses of a noun by its kind: ``api:ask-list``, ``api:ask-detail``, ``api:ask-step-withdraw``."""

    def get_default_basename(self, viewset: Any) -> str:
        return viewset.workflow.kind


router = OfficeRouter()


def addresses(rooms: Iterable[str]) -> list[URLPattern]:
    """Every address of the API, with those that the ``api`` modules of ``rooms`` (dotted names) register."""
    for room in rooms:
        import_module(f"{room}.api")
    return [
        path("", ReferencePage.as_view(), name="reference"),
        path("console/", ConsolePage.as_view(), name="console"),
        path("schema/", SchemaView.as_view(), name="schema"),
        *router.urls,
        # A line break in an address is no way out of the API either.
        re_path(r"^[\s\S]*\Z", NothingHere.as_view(), name="nothing"),
    ]
