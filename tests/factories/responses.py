"""Responses for tests, sent by the one step that makes them."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from consultations.responses.asked import asked_now
from consultations.responses.forms import Sending
from consultations.responses.lifecycle import workflow
from consultations.responses.models import Response
from consultations.rounds.models import Round
from lis.engine import clock
from lis.engine.actor import Actor

_number = count(1)
ANSWERS = {"agree": "agree", "theme": "people", "ways": ["bus", "foot"], "name": "Preston", "more": "Trams."}
ABOUT = {"capacity": "person", "publication": "in_full"}
PUBLIC = Actor.of_service("the public, over the API")


def sending(
    to: Round, at: dt.datetime | None = None, *, began_at: dt.datetime | None = None, channel: str = "api"
) -> Sending:
    """What arrives at ``to`` at that moment, now if nothing is said."""
    received = at or clock.database_now()
    fresh = Round.objects.with_strategy().get(pk=to.pk)
    return Sending(fresh, received, began_at or received, asked_now(fresh), channel)


def data_of(arrived: Sending, answers: dict[str, Any] | None = None, **about: Any) -> dict[str, Any]:
    """The data of the step: the answers of a good response unless others are given."""
    given = ANSWERS if answers is None else answers
    return {**ABOUT, **about, **{f"answers.{key}": value for key, value in given.items()}, "sending": arrived}


def respond(
    to: Round, answers: dict[str, Any] | None = None, *, key: str = "", by: Actor = PUBLIC,
    at: dt.datetime | None = None, began_at: dt.datetime | None = None, **about: Any,
) -> Response:  # fmt: skip
    """A response that was sent to ``to``; each under a key of its own unless one is given."""
    data = data_of(sending(to, at, began_at=began_at), answers, **about)
    return workflow.create("submit", by=by, data=data, key=key or f"key {next(_number)}")
