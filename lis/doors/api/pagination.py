"""How a long list is handed over: by cursor over stored columns, or by offset while somebody searches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core import signing
from django.db.models import QuerySet
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from lis.engine.errors import BadInput

from .kinds import Problem

SEARCH = "q"
# A rank is no stored column, so a search is paged by offset, which grows slower with every page.
FURTHEST = 1_000


def is_search(request: Request) -> bool:
    """Whether the caller looks for words, so that the answer is in order of rank."""
    return bool(request.query_params.get(SEARCH, "").strip())


class OfficePagination(CursorPagination):
    """``{"results", "next", "previous"}``, 50 a page and at most 200; ``view.ordering`` names columns without nulls."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    page_size_query_description = "How many results a page holds: 1 to 200, usually 50."
    cursor_query_description = "Where to go on: taken from “next” or “previous” of another page."

    def paginate_queryset(self, queryset: QuerySet, request: Request, view: Any = None) -> list[Any]:
        self.signer = signing.Signer(salt=f"cursor:{request.path}")
        self.base_url = request.build_absolute_uri()
        self.searching = is_search(request)
        if self.searching:
            return self._found(queryset, request, view)
        return super().paginate_queryset(queryset, request, view)

    def _found(self, queryset: QuerySet, request: Request, view: Any) -> list[Any]:
        """One page of a search, best first; rows of one rank in the list's own order."""
        size, offset = self.get_page_size(request), self._offset(request)
        if offset >= FURTHEST:
            raise Problem(
                "bad-input",
                f"A search goes no further than {FURTHEST:,} results. Ask for something narrower.",
                errors=[{"field": SEARCH, "sentence": "Add a word or a filter."}],
            )
        ordered = queryset.order_by(*queryset.query.order_by, *view.ordering)
        rows = list(ordered[offset : offset + size + 1])
        self.page = rows[:size]
        self.next_link = self._at(offset + size) if len(rows) > size else None
        self.previous_link = self._at(max(0, offset - size)) if offset else None
        return self.page

    def _offset(self, request: Request) -> int:
        found = self._opened(request)
        return found["offset"] if found else 0

    def _at(self, offset: int) -> str:
        return self._link({"kind": "search", "offset": offset})

    def get_page_size(self, request: Request) -> int:
        given = request.query_params.get(self.page_size_query_param)
        if given is None:
            return self.page_size
        if not (given.isascii() and given.isdecimal() and len(given) < 5 and 1 <= int(given) <= self.max_page_size):
            raise BadInput({self.page_size_query_param: [f"Ask for 1 to {self.max_page_size} results a page."]})
        return int(given)

    def get_ordering(self, request: Request, queryset: QuerySet, view: Any) -> Sequence[str]:
        return tuple(view.ordering)

    def decode_cursor(self, request: Request) -> Cursor | None:
        found = self._opened(request)
        return Cursor(found["offset"], found["reverse"], found["position"]) if found else None

    def encode_cursor(self, cursor: Cursor) -> str:
        return self._link(
            {"kind": "list", "offset": cursor.offset, "reverse": cursor.reverse, "position": cursor.position}
        )

    def _link(self, cursor: dict[str, Any]) -> str:
        return replace_query_param(self.base_url, self.cursor_query_param, self.signer.sign_object(cursor))

    def _opened(self, request: Request) -> dict[str, Any] | None:
        """The request's cursor. Only one that we gave out for this very list is followed: no other can hold sense."""
        token = request.query_params.get(self.cursor_query_param)
        if token is None:
            return None
        try:
            found = self.signer.unsign_object(token)
        except (signing.BadSignature, ValueError):
            found = {}
        if found.get("kind") != ("search" if is_search(request) else "list"):
            raise Problem("unknown-parameter", "This cursor was not given out for this list. Start again without it.")
        return found

    def _get_position_from_instance(self, instance: Any, ordering: Sequence[str]) -> str:
        for name in ordering[0].lstrip("-").split("__"):
            instance = getattr(instance, name)
        return str(instance)

    def get_paginated_response(self, data: list[Any]) -> Response:
        following = self.next_link if self.searching else self.get_next_link()
        before = self.previous_link if self.searching else self.get_previous_link()
        return Response({"results": data, "next": following, "previous": before})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["results", "next", "previous"],
            "properties": {
                "results": schema,
                "next": {**link, "description": "The address of the next page; null on the last."},
                "previous": {**link, "description": "The address of the page before; null on the first."},
            },
        }
