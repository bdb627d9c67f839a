"""The REST door of responses: how a program sends what somebody answered; what was sent is read by the area alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response as Answer
from rest_framework.viewsets import ViewSet

from lis.doors.api.etags import idempotency_key
from lis.doors.api.kinds import Problem
from lis.doors.api.parsing import only
from lis.doors.api.problems import reasons_of
from lis.doors.api.router import router
from lis.doors.api.viewsets import REFERENCE, Door
from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.canonical import digest
from lis.engine.errors import BadInput, NotNow, NotVisible

from ..rounds.models import Round
from .asked import Asked, asked_now
from .forms import Sending
from .lifecycle import workflow
from .models import Response

THE_PUBLIC = Actor.of_service("the public, over the API")
ABOUT = ("name", "email", "publication")
# What the form calls what stands within "organisation" here.
WITHIN = {"name": "organisation_name", "represents": "represents"}
TEXT, CODE, CODES = "Send a text.", "Send the code of one option as a text.", "Send a list of the codes of options."


@extend_schema_field(
    {
        "oneOf": [
            {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "maxLength": 200, "description": "Its name."},
                    "represents": {"type": "string", "maxLength": 1000, "description": "Whom it represents, in words."},
                },
            },
            {"type": "string", "maxLength": 200, "nullable": True},
        ]
    }
)
class OrganisationField(serializers.JSONField):
    """The organisation that somebody answers for, or its name alone."""


class ResponseInputSerializer(serializers.Serializer):
    """One response to a round."""

    answers = serializers.DictField(
        child=serializers.JSONField(),
        help_text="The answers by the key of their question: a text for “text” and “long_text”, the code of one option "
        "for “single” and “agree”, a list of codes for “multiple”. Questions without an answer are left out or null.",
    )
    publication = serializers.ChoiceField(
        list(Response.Publication.choices), help_text="What may be published: in_full, without_name or not_published."
    )
    organisation = OrganisationField(
        required=False,
        help_text="For whom it is sent, where it is an organisation: an object with “name” and “represents” (whom it "
        "represents, in words), or the name alone as a text. Left out or null for a person.",
    )
    name = serializers.CharField(required=False, allow_blank=True, max_length=200, help_text="The sender’s name.")
    email = serializers.EmailField(
        required=False, allow_blank=True, max_length=254, help_text="Where a receipt with a full copy goes."
    )


class TakenSerializer(serializers.Serializer):
    """The acknowledgement of a response that is stored."""

    ref = serializers.CharField(help_text="Its reference; it cannot be guessed.")
    round = serializers.CharField(help_text="The reference of the round.")
    received_at = serializers.DateTimeField(help_text="When it was received, by the database’s clock.")
    publication = serializers.CharField(help_text="What may be published.")


class ResponseViewSet(Door, ViewSet):
    """Answers to a consultation. Anybody may send one; nobody but the area body reads it."""

    workflow = workflow
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="rounds_respond",
        summary="Answer a consultation",
        request=ResponseInputSerializer,
        responses={201: TakenSerializer, 200: TakenSerializer},
        parameters=[OpenApiParameter("ref", OpenApiTypes.STR, OpenApiParameter.PATH)],
    )
    def create(self, request: Request, ref: str) -> Answer:
        """Stored once under your key: sent again, it is answered with 200 and the same reference."""
        received_at = clock.database_now()
        round_ = Round.objects.with_strategy().visible_to(self.actor, received_at).filter(record__ref=ref).first()
        asked = asked_now(round_) if round_ else None
        if asked is None:
            raise NotVisible
        key = _own(idempotency_key(request, required=True), round_)
        sending = Sending(round_, received_at, received_at, asked, Response.Channel.API)
        try:
            data = {**_data(request.data, asked), "sending": sending}
            made = workflow.create("submit", by=self._sender(), data=data, key=key)
        except BadInput as refusal:
            raise BadInput(_named(refusal.errors)) from None
        except NotNow as refusal:
            times = {"received_at": received_at.isoformat(), "closes_at": round_.closes_at.isoformat()}
            raise Problem("not-now", refusal.sentence, reasons=reasons_of(refusal.reasons), **times) from None
        body = {
            "ref": made.ref, "round": ref, "received_at": made.received_at, "publication": made.publication,
        }  # fmt: skip
        return Answer(TakenSerializer(body).data, status=200 if made.created_by_event.repeated else 201)

    def _sender(self) -> Actor:
        return self.actor if self.actor.user else THE_PUBLIC


def _own(key: str, round_: Round) -> str:
    """A caller's key within one round: programs of the public share one name in the ledger."""
    return digest(f"{round_.record.uid} {key}")


def _data(body: Any, asked: Asked) -> dict[str, Any]:
    """``body`` as data for the step's form. Raises :class:`BadInput` with everything that is not of its kind."""
    given = only(body, ResponseInputSerializer().fields)
    wrong: dict[str, list[str]] = {}
    data = {name: given[name] for name in ABOUT if given.get(name) is not None}
    wrong |= {name: [TEXT] for name, value in data.items() if not isinstance(value, str)}
    data |= _organisation(given.get("organisation"), wrong)
    data |= _answers(given.get("answers"), asked, wrong)
    if wrong:
        raise BadInput(wrong)
    return data


def _organisation(value: Any, wrong: dict[str, list[str]]) -> dict[str, str]:
    """What is said of the organisation; a person where there is none."""
    if value is None or value in ("", {}):
        return {"capacity": Response.Capacity.PERSON}
    found = {"name": value} if isinstance(value, str) else value
    if not isinstance(found, Mapping):
        wrong["organisation"] = ["Send an object with “name” and “represents”, or the name as a text."]
        return {}
    for name, one in found.items():
        if name not in WITHIN:
            wrong[f"organisation.{name[:100]}"] = ["This is not taken here."]
        elif one is not None and not isinstance(one, str):
            wrong[f"organisation.{name}"] = [TEXT]
    said = {WITHIN[name]: one for name, one in found.items() if name in WITHIN and one is not None}
    return {"capacity": Response.Capacity.ORGANISATION, **said}


def _answers(value: Any, asked: Asked, wrong: dict[str, list[str]]) -> dict[str, Any]:
    """The answers under the names of their fields."""
    if not isinstance(value, Mapping):
        wrong["answers"] = ["Send an object with the answers by the key of their question."]
        return {}
    known = {question.key: question for question in asked.questions}
    found = {}
    for key, answer in value.items():
        question = known.get(key)
        if question is None:
            wrong[f"answers.{key[:100]}"] = ["There is no such question in this round."]
        elif answer is None:
            continue
        elif question.kind == "multiple":
            if not (isinstance(answer, list) and all(isinstance(one, str) for one in answer)):
                wrong[question.name] = [CODES]
        elif not isinstance(answer, str):
            wrong[question.name] = [TEXT if question.in_words else CODE]
        found[f"answers.{key}"] = answer
    return found


def _named(errors: dict[str, list[str]]) -> dict[str, list[str]]:
    """A form's errors under the names that a program knows."""
    names = {field: f"organisation.{name}" for name, field in WITHIN.items()} | {"capacity": "organisation"}
    return {names.get(name, name): told for name, told in errors.items()}


router.register(rf"rounds/(?P<ref>{REFERENCE})/responses", ResponseViewSet)
