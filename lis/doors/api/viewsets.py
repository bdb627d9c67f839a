"""The base of every noun's REST door: its list, its reading, its making and its steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.cache import patch_vary_headers
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, AuthenticationFailed, NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.errors import NotVisible, NotYou, Refusal
from lis.engine.steps import Step
from lis.engine.workflow import Workflow

from .drafts import DraftActions, is_drafted
from .etags import etag, expected_revision, idempotency_key, unchanged
from .filters import FilterSetBackend, parameters_of, refuse_unknown
from .forms import fields_of, given
from .history import HistoryActions
from .kinds import Problem
from .pagination import OfficePagination
from .problems import reasons_of
from .serializers import EventSerializer, NounSerializer, StepSerializer
from .steps import body_of, creating_step, sentence_of, step_actions

REFERENCE = r"[A-Za-z0-9](?:[A-Za-z0-9.\-]{0,58}[A-Za-z0-9])?"


class Door(APIView):
    """What every address of the API does first and last: who calls, how often, and that no answer is kept."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        try:
            super().initial(request, *args, **kwargs)
        except (AuthenticationFailed, NotAuthenticated):
            # Whoever fails to say who they are is counted too, else a token could be guessed at any speed.
            self.check_throttles(request)
            raise
        # The middleware read the session; a token says who it is only now.
        request._request.actor = Actor.of(request.user, self.received_at)
        refuse_unknown(request, self.known_parameters())

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["Authorization", "Cookie"])
        return response

    @property
    def actor(self) -> Actor:
        return self.request.actor

    # Set once a step is taken: what it opened or closed counts from its own moment, after the call was received.
    after_step: dt.datetime | None = None

    @property
    def received_at(self) -> dt.datetime:
        """The moment at which this call sees the world."""
        return self.after_step or self.request.received_at

    def known_parameters(self) -> set[str]:
        """The query parameters that this address takes."""
        return set()


class NounViewSet(DraftActions, HistoryActions, Door, GenericViewSet):
    """One kind of noun. A room names its ``workflow``, ``serializer_class`` and ``filterset_class``; verbs follow.

    ``ordering`` names stored columns without nulls, unique together. ``creates`` names the step behind ``POST`` on
    the list where a table has several that make something.
    """

    workflow: Workflow
    serializer_class: type[NounSerializer] = NounSerializer
    filterset_class: Any = None
    ordering: Sequence[str] = ("-record_id",)
    creates = ""

    lookup_field = "ref"
    lookup_value_regex = REFERENCE
    filter_backends = (FilterSetBackend,)
    pagination_class = OfficePagination

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "workflow" not in cls.__dict__:
            return
        for name, route in step_actions(cls.workflow, cls.serializer_class).items():
            setattr(cls, name, route)
        step = creating_step(cls.workflow, cls.creates)
        if step:
            cls.create = _creation(step, cls.serializer_class)
        if not is_drafted(cls.workflow):
            cls.draft = cls.write_draft = None

    # What a room may say for itself ------------------------------------------------------------------------------

    def narrow(self, queryset: QuerySet) -> QuerySet:
        """Narrow or enrich what is listed and read; never widen it."""
        return queryset

    def prepare(self, nouns: list[Any]) -> None:
        """Fetch once for all of ``nouns`` what the serializer shows beside their own columns."""

    # Reading -----------------------------------------------------------------------------------------------------

    def get_queryset(self) -> QuerySet:
        if getattr(self, "swagger_fake_view", False):
            return self.workflow.model.objects.none()
        return self.narrow(self.workflow.model.objects.with_record().visible_to(self.actor, self.received_at))

    def get_object(self) -> Any:
        noun = self.get_queryset().filter(record__ref=self.kwargs["ref"]).first()
        if noun is None:
            raise NotVisible
        return noun

    def known_parameters(self) -> set[str]:
        match self.action:
            case "list":
                return {"cursor", "page_size", *parameters_of(self.filterset_class)}
            case "events" | "versions":
                return {"cursor", "page_size"}
            case "version":
                return {"against"}
        return set()

    @extend_schema(summary="List what you can see")
    def list(self, request: Request, **kwargs: Any) -> Response:
        """A page of those that you can see."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.represent(page))

    @extend_schema(summary="Read one")
    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        """One of them, with the ETag to send back when you act on it."""
        return self.represented(self.get_object())

    def represent(self, nouns: list[Any]) -> list[dict[str, Any]]:
        """The nouns as a program reads them."""
        self.prepare(nouns)
        return self.get_serializer(nouns, many=True).data

    def represented(self, noun: Any, status: int = 200) -> Response:
        """One noun under its ETag, or "not modified" to a reader who has it."""
        body = self.represent([noun])[0]
        headers = {"ETag": etag(noun.revision, body)}
        if self.request.method in ("GET", "HEAD") and unchanged(self.request, headers["ETag"]):
            return Response(status=304, headers=headers)
        if status == 201:
            headers["Location"] = self.reverse_action("detail", [noun.ref])
        return Response(body, status=status, headers=headers)

    # Acting ------------------------------------------------------------------------------------------------------

    @extend_schema(summary="List the steps that are yours", responses={200: StepSerializer(many=True)}, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def steps(self, request: Request, **kwargs: Any) -> Response:
        """The steps that are yours here, whether each can be taken now and if not, why."""
        noun = self.get_object()
        verdicts = self.workflow.judge(self.actor, [noun], self.received_at)[noun.pk]
        return Response([self._told(noun, verdict) for verdict in verdicts if verdict.mine])

    def _told(self, noun: Any, verdict: Any) -> dict[str, Any]:
        step = verdict.step
        return {
            "verb": step.verb,
            "label": step.label,
            "hint": step.hint,
            "url": self.reverse_action(f"step-{step.slug}", [noun.ref]),
            "available": verdict.available,
            "reasons": reasons_of(verdict.reasons),
            "form": fields_of(step.form(actor=self.actor, noun=noun)),
        }

    def take(self, step: Step) -> Response:
        """Take ``step`` on the noun of this address and answer the event with the record as it stands now."""
        noun = self.get_object()
        try:
            expected, key = expected_revision(self.request), idempotency_key(self.request)
            data = given(self.request.data, step.form(actor=self.actor, noun=noun))
        except (Problem, Refusal, APIException):
            self._refuse_stranger(step, noun)
            raise
        event = self.workflow.perform(step.verb, noun, by=self.actor, expected=expected, data=data, key=key)
        self.after_step = clock.now()
        # It may have been the last that the caller was to see of it.
        seen = self.get_queryset().filter(pk=noun.pk).first()
        body = {
            "event": EventSerializer(event).data,
            "repeated": event.repeated,
            "sentence": sentence_of(event, self.workflow),
            "record": self.represent([seen])[0] if seen else None,
        }
        return Response(body, headers={"ETag": etag(seen.revision, body["record"])} if seen else {})

    def make(self, step: Step) -> Response:
        """Take the creating ``step``: 201 with the new noun, or 200 with the one that this key made before."""
        key = idempotency_key(self.request, required=True)
        data = given(self.request.data, step.form(actor=self.actor))
        made = self.workflow.create(step.verb, by=self.actor, data=data, key=key)
        self.after_step = clock.now()
        noun = self.get_queryset().filter(pk=made.pk).first()
        if noun is None:
            raise NotVisible
        return self.represented(noun, 200 if made.created_by_event.repeated else 201)

    def _refuse_stranger(self, step: Step, noun: Any) -> None:
        """Whoever may not take the step is told that, not how to word it."""
        verdicts = self.workflow.judge(self.actor, [noun], self.received_at)[noun.pk]
        if not any(verdict.mine for verdict in verdicts if verdict.step is step):
            raise NotYou(step.label, step.who.phrase)


def _creation(step: Step, represented: type[NounSerializer]) -> Any:
    def create(self: NounViewSet, request: Request, **kwargs: Any) -> Response:
        return self.make(step)

    create.__doc__ = step.hint or f"{step.label}."
    return extend_schema(
        summary=step.label, request=body_of(step), responses={201: represented, 200: represented}, filters=False
    )(create)
