"""After a hold: the answers of my department that are to be confirmed, all at once or one by one, or drafted anew."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lis.engine.errors import NotYou
from lis.engine.models import Event
from lis.engine.reading import words_of_records

from ..bulk.verbs import steps_for
from ..sides.models import Answer, Side
from ..sides.reconfirming import to_reconfirm
from .tabs import DEPARTMENT_ROLES, works_in_department

MOST = 500


def own_to_reconfirm(request: HttpRequest) -> Any:
    """The sides of the reader's departments whose answers a hold has left to be confirmed."""
    bodies = [body.pk for body in request.actor.organisations_as(DEPARTMENT_ROLES)]
    own = Side.objects.with_record().visible_to(request.actor, request.received_at).filter(organisation_id__in=bodies)
    return to_reconfirm(own, request.received_at)


@login_required
@require_safe
def reconfirm_page(request: HttpRequest) -> HttpResponse:
    if not works_in_department(request.actor):
        raise NotYou("Confirm answers", "people of a department")
    sides = list(own_to_reconfirm(request).order_by("ask__record__ref")[:MOST])
    answers = Answer.objects.with_record().visible_to(request.actor, request.received_at)
    last = {answer.ask_id: answer for answer in answers.filter(ask__sides__in=sides).order_by("pk")
            if answer.organisation_id in {side.organisation_id for side in sides}}  # fmt: skip
    words = words_of_records([side.ask.record for side in sides], request.actor, request.received_at)
    said = words_of_records([answer.record for answer in last.values()], request.actor, request.received_at)
    issued = dict(Event.objects.filter(record__in=list(said), number=1).values_list("record_id", "at"))
    rows = [
        {
            "side": side,
            "ask": " ".join(words[side.ask_id]["ask"].split()),
            "stance": said[last[side.ask_id].pk]["stance_label"] if side.ask_id in last else "",
            "words": said[last[side.ask_id].pk]["words"] if side.ask_id in last else "",
            "issued": issued.get(last[side.ask_id].pk) if side.ask_id in last else None,
            "anew": reverse("ask_step", args=["sides", side.ref, "draft-position"]),
        }
        for side in sides
    ]
    may = any(step.verb == "reconfirm" for step in steps_for(request.actor))
    return render(request, "queue/reconfirm.html", {"rows": rows, "may": may})
