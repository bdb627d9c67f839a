"""The working copy over the API: what the caller's own side is writing, read and saved part by part."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from lis.engine.errors import NotYou
from lis.engine.workflow import Workflow
from lis.engine.writing import DraftClash

from .forms import given
from .kinds import Problem
from .parsing import only
from .serializers import DraftPartSerializer


class DraftSerializer(serializers.Serializer):
    """A working copy: the words by part and, where the noun has them, the facts beside the words."""

    parts = serializers.DictField(child=DraftPartSerializer(), help_text="The words by part.")
    details = serializers.DictField(
        child=serializers.JSONField(), help_text="What it says beside its words; empty where there is nothing."
    )


class DraftChangeSerializer(serializers.Serializer):
    """What to save. What is left out stays as it is."""

    parts = serializers.DictField(
        child=DraftPartSerializer(), required=False,
        help_text="New words by part, each with the draft revision that you have read (0 for an empty part).",
    )  # fmt: skip
    details = serializers.DictField(child=serializers.JSONField(), required=False, help_text="New values by field.")
    details_read = serializers.DictField(
        child=serializers.JSONField(), required=False,
        help_text="The values that you have read of the same fields: what was changed by both is not saved.",
    )  # fmt: skip


class DraftActions:
    """``GET`` and ``PATCH /<nouns>/{ref}/draft/`` for nouns whose words are drafted in parts."""

    @extend_schema(summary="Read the working copy", responses={200: DraftSerializer}, filters=False)
    @action(detail=True, methods=["get"])
    def draft(self, request: Request, **kwargs: Any) -> Response:
        """The words that your side is working on. Nobody else sees them."""
        return Response(self._draft(self.get_object()))

    @extend_schema(
        summary="Save parts of the working copy", request=DraftChangeSerializer, responses={200: DraftSerializer}
    )
    @draft.mapping.patch
    def write_draft(self, request: Request, **kwargs: Any) -> Response:
        """Saves all of it or nothing. Nothing that another side can see moves."""
        noun = self.get_object()
        asked = DraftChangeSerializer(data=only(request.data, DraftChangeSerializer().fields))
        asked.is_valid(raise_exception=True)
        parts, details = asked.validated_data.get("parts", {}), asked.validated_data.get("details", {})
        for part in asked.initial_data.get("parts", {}).values():
            only(part, ("body", "revision"))
        try:
            with transaction.atomic():
                if parts:
                    self._write(noun, parts)
                if details:
                    self._change(noun, details, asked.validated_data.get("details_read", {}))
        except DraftClash as clash:
            raise self._clash(noun, clash, parts, details) from None
        return Response(self._draft(self.get_object()))

    def _draft(self, noun: Any) -> dict[str, Any]:
        found = self.workflow.draft(noun, self.actor)
        if found is None:
            raise NotYou("Write", self.workflow.writer.phrase)
        keys = [part.key for part in self.workflow.parts(noun)]
        empty = {"body": "", "revision": 0}
        drafts = {key: {"body": draft.body, "revision": draft.revision} for key, draft in found.items()}
        return {
            "parts": {key: drafts.get(key, empty) for key in keys},
            "details": self.workflow.details_of(noun) if self.workflow.details else {},
        }

    def _write(self, noun: Any, parts: dict[str, Any]) -> None:
        bodies = {key: part["body"] for key, part in parts.items()}
        read = {key: part["revision"] for key, part in parts.items()}
        self.workflow.write(noun, bodies, by=self.actor, expected=read)

    def _change(self, noun: Any, details: dict[str, Any], read: dict[str, Any]) -> None:
        form = self.workflow.details
        details = given(details, form(actor=self.actor, noun=noun)) if form else only(details, ())
        only(read, details)
        # The form asks for all fields; those that the caller leaves out stay as they are.
        now = self.workflow.details_of(noun)
        self.workflow.change_details(noun, {**now, **details}, by=self.actor, before={**now, **read})

    def _clash(self, noun: Any, clash: DraftClash, parts: dict[str, Any], details: dict[str, Any]) -> Problem:
        """Both texts side by side, with the draft revision to send when they are joined."""
        drafts = self.workflow.draft(noun, self.actor) or {}
        told = {
            name: {
                "yours": parts[name]["body"] if name in parts else details.get(name),
                "now": text,
                "revision": drafts[name].revision if name in drafts else 0,
            }
            for name, text in clash.parts.items()
        }
        return Problem("draft-clash", f"{clash}", clashes=told)


def is_drafted(workflow: Workflow) -> bool:
    """Whether the words of this kind of noun are written in parts."""
    return type(workflow).parts is not Workflow.parts
