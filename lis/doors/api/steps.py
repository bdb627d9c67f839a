"""The routes of a lifecycle: one for each verb, made from its table, so that no second list of steps exists."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from lis.engine.clock import LONDON
from lis.engine.models import Event
from lis.engine.steps import Step
from lis.engine.workflow import Workflow

from .forms import serializer_of
from .serializers import EventSerializer


def creating_step(workflow: Workflow, verb: str = "") -> Step | None:
    """The step by which a program makes a noun: the one called ``verb``, or the only one that there is."""
    found = [step for step in workflow.steps if step.creates and not step.consequence and verb in ("", step.verb)]
    return found[0] if len(found) == 1 else None


def offered_steps(workflow: Workflow) -> list[Step]:
    """The steps that are taken on a noun which exists already, without those that only follow from others."""
    return [step for step in workflow.steps if not step.creates and not step.consequence]


def step_actions(workflow: Workflow, represented: type[serializers.Serializer]) -> dict[str, Callable[..., Response]]:
    """One extra action of a viewset for each step, by the name of the attribute that holds it."""
    return {f"step_{step.verb}": _action(step, represented) for step in offered_steps(workflow)}


def _action(step: Step, represented: type[serializers.Serializer]) -> Callable[..., Response]:
    def take(self: Any, request: Request, **kwargs: Any) -> Response:
        return self.take(step)

    take.__name__ = f"step_{step.verb}"
    take.__doc__ = step.hint or f"{step.label}."
    route = action(detail=True, methods=["post"], url_path=f"steps/{step.slug}", url_name=f"step-{step.slug}")(take)
    return extend_schema(
        summary=step.label, request=body_of(step), responses={200: taken_serializer(represented)}, filters=False
    )(route)


def body_of(step: Step) -> type[serializers.Serializer] | None:
    """The serializer that describes what ``step`` asks for; None where it asks for nothing."""
    found = serializer_of(step.form)
    return found if found().fields else None


@cache
def taken_serializer(represented: type[serializers.Serializer]) -> type[serializers.Serializer]:
    """The answer to a step: the event, whether it is an old one, a sentence, and the record as it stands now."""
    fields = {
        "event": EventSerializer(),
        "repeated": serializers.BooleanField(help_text="True when you had done this before: nothing new was written."),
        "sentence": serializers.CharField(help_text="What happened, in words."),
        "record": represented(allow_null=True, help_text="The record now; null when you can no longer see it."),
        "__doc__": "A step that was taken.",
    }
    name = represented.__name__.removesuffix("Serializer")
    return type(f"{name}StepTaken", (serializers.Serializer,), fields)


def sentence_of(event: Event, workflow: Workflow) -> str:
    """What a step did, said to the person who took it."""
    if event.repeated:
        at = event.at.astimezone(LONDON)
        return f"This was already done by you at {at:%H:%M} on {at.day} {at:%B %Y}. Nothing new was written."
    words = workflow.describe(event)
    return f"You {words}."
