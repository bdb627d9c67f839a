"""One look at the journey: which round, at which moment, and which of the browser's responses it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from lis.engine import clock
from lis.engine.checks import Check
from lis.engine.errors import NotVisible

from ...rounds.models import Round
from ..asked import Asked, asked_now
from ..copies import Line, about_lines, sections_of
from ..holding import Held, held_by
from ..permissions import Arrival, takes_responses

# About you, and checking the answers, follow the pages of questions.
PAGES_AFTER = 2


@dataclass
class Visit:
    """What every page of the journey stands on; ``received_at`` is the database's clock as the request came in."""

    request: HttpRequest
    received_at: dt.datetime
    round: Round
    asked: Asked
    held: list[Held]

    @property
    def newest(self) -> Held | None:
        return self.held[-1] if self.held else None

    @property
    def meant(self) -> Held | None:
        """The response that the form which was sent belongs to, by its key."""
        key = self.request.POST.get("key", "")
        return next((held for held in self.held if held.key == key), None)

    def refusals(self, held: Held | None = None) -> list[Check]:
        """Why nothing can be sent at this moment; of one that was begun, with its minutes of grace."""
        began_at = held.unfinished.began_at if held and held.unfinished else self.received_at
        return takes_responses(self.request.actor, Arrival(self.round, self.received_at, began_at))

    def url(self, name: str, *args: Any) -> str:
        return reverse(name, args=[self.round.ref, *args])

    def page_url(self, number: int) -> str:
        """Where page ``number`` is: the questions, then about you, then the check."""
        after = number - len(self.asked.pages)
        if after <= 0:
            return self.url("respond_page", number)
        return self.url("respond_about" if after == 1 else "respond_check")

    def progress(self, number: int) -> str:
        return f"Page {number} of {len(self.asked.pages) + PAGES_AFTER}"

    def show(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        shared = {"visit": self, "round": self.round, "asked": self.asked}
        return render(self.request, f"responses/{template}.html", shared | context, status=status)


def of_the_journey(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give ``view`` its visit. Nobody keeps a copy of its pages, since they hold what somebody typed."""

    @wraps(view)
    def visited(request: HttpRequest, ref: str, **more: Any) -> HttpResponse:
        received_at = clock.database_now()
        rounds = Round.objects.with_strategy().visible_to(request.actor, received_at)
        # PostgreSQL takes no NUL, and no reference holds one.
        round_ = None if "\x00" in ref else rounds.filter(record__ref=ref).first()
        asked = asked_now(round_) if round_ else None
        if asked is None:
            raise NotVisible
        answer = view(Visit(request, received_at, round_, asked, held_by(request, round_, received_at)), **more)
        answer.headers["Cache-Control"] = "private, no-store"
        patch_vary_headers(answer, ["Cookie"])
        return answer

    return visited


def stopped(visit: Visit, held: Held | None, reasons: list[Check], typed: dict[str, Any]) -> HttpResponse:
    """Nothing can be sent now: why, what to do, and every word that was typed."""
    context = {"reason": reasons[0], **words_to_copy(visit, held, typed)}
    return visit.show("stopped", context, 409 if visit.request.method == "POST" else 200)


def sent_already(visit: Visit, held: Held, typed: dict[str, Any]) -> HttpResponse:
    """What this form belongs to was sent before: its reference, and the words that came too late."""
    context = {"sent": held.sent, **words_to_copy(visit, held, typed)}
    return visit.show("sent_already", context, 409 if visit.request.method == "POST" else 200)


def lost(visit: Visit, typed: dict[str, Any]) -> HttpResponse:
    """The browser no longer says which response this is: the words, and how to begin anew with them."""
    return visit.show("lost", words_to_copy(visit, None, typed), 409)


def words_to_copy(visit: Visit, held: Held | None, typed: dict[str, Any]) -> dict[str, Any]:
    """Everything that was typed, kept or only sent with this request: what has words in it."""
    kept = held.typed if held else {"answers": {}, "about": {}}
    answers = {**kept["answers"], **typed.get("answers", {})}
    about = {**kept["about"], **typed.get("about", {})}
    lines: list[Line] = [line for section in sections_of(visit.asked, answers) for line in section.lines if line.text]
    return {"lines": lines + about_lines(about), "held": held}
