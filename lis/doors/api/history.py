"""What happened to a record and what it said at each point, as far back as the caller may read."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from lis.doors.word_diff import word_diff
from lis.engine.errors import BadInput, NotVisible
from lis.engine.models import Version
from lis.engine.visibility import readable_events, readable_versions

from .etags import HASH_LENGTH, unchanged
from .serializers import EventSerializer, VersionLineSerializer, VersionSerializer

NUMBER = "[1-9][0-9]{0,8}"
AGAINST = OpenApiParameter(
    "against", OpenApiTypes.INT, description="The number of another version: adds what changed since then."
)


class HistoryActions:
    """The events and versions of a noun, each a list that pages like any other."""

    @extend_schema(summary="List what happened", responses={200: EventSerializer(many=True)}, filters=False)
    @action(detail=True, methods=["get"], ordering=("number",))
    def events(self, request: Request, **kwargs: Any) -> Response:
        """The ledger, oldest first."""
        record = self.get_object().record
        events = readable_events(record, self.actor, self.received_at)
        return self._paged(events.select_related("record", "by_user", "behalf", "version"), EventSerializer)

    @extend_schema(summary="List the versions", responses={200: VersionLineSerializer(many=True)}, filters=False)
    @action(detail=True, methods=["get"], ordering=("number",))
    def versions(self, request: Request, **kwargs: Any) -> Response:
        """The versions that you may read, oldest first, without their words."""
        record = self.get_object().record
        versions = readable_versions(record, self.actor, self.received_at)
        return self._paged(versions.select_related("base"), VersionLineSerializer)

    @extend_schema(summary="Read a version", responses={200: VersionSerializer}, parameters=[AGAINST], filters=False)
    @action(detail=True, methods=["get"], url_path=rf"versions/(?P<number>{NUMBER})")
    def version(self, request: Request, number: str, **kwargs: Any) -> Response:
        """The words as they were fixed, and with ``against`` the words that were added and removed since another."""
        versions = readable_versions(self.get_object().record, self.actor, self.received_at).select_related("base")
        found = self._numbered(versions, number)
        against = request.query_params.get("against")
        comparison = {} if against is None else self._compared(found, self._against(versions, against))
        tag = f'"{found.number}.{found.hash[:HASH_LENGTH]}{f".{against}" if comparison else ""}"'
        if unchanged(request, tag):
            return Response(status=304, headers={"ETag": tag})
        body = VersionSerializer(found, context={"comparison": comparison}).data
        return Response(body, headers={"ETag": tag})

    def _paged(self, queryset: Any, serializer_class: Any) -> Response:
        page = self.paginate_queryset(queryset)
        return self.get_paginated_response(serializer_class(page, many=True).data)

    def _numbered(self, versions: Any, number: str) -> Version:
        found = versions.filter(number=int(number)).first()
        if found is None:
            raise NotVisible
        return found

    def _against(self, versions: Any, number: str) -> Version:
        known = number.isascii() and number.isdecimal() and len(number) < 10
        found = versions.filter(number=int(number)).first() if known else None
        if found is None:
            raise BadInput({"against": ["There is no version with this number that you can read."]})
        return found

    def _compared(self, new: Version, old: Version) -> dict[str, Any]:
        """What became of each text: the words added and removed, and the same in a sentence."""
        before, after = _texts(old.content), _texts(new.content)
        changes = {}
        for part in sorted({*before, *after}):
            diff = word_diff(before.get(part, ""), after.get(part, ""))
            if diff.changed:
                changes[part] = {"added": diff.added, "removed": diff.removed, "sentence": diff.in_words}
        return {"against": old.number, "changes": changes}


def _texts(content: dict[str, Any]) -> dict[str, str]:
    """The content of a version as one text a part; a list becomes its lines."""
    return {part: _text(value) for part, value in content.items()}


def _text(value: Any) -> str:
    match value:
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case list():
            return "\n".join(_text(item) for item in value)
        case dict():
            return "\n".join(f"{name}: {_text(item)}" for name, item in sorted(value.items()))
    return str(value)
