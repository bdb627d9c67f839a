"""Where the desk of a round leads to its responses: a tab, once somebody may have sent one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from ..rounds.models import Phase, Round
from ..rounds.reading import is_own
from ..rounds.tabs import Tab, offers_tab
from .models import Response

NOT_YET = (Phase.DRAFT, Phase.IN_REVIEW, Phase.UPCOMING)


@offers_tab(60)
def responses(request: HttpRequest, desk: Any, round_: Round) -> Tab | None:
    """The tab for the body that asks, from the opening on; before it nobody can have sent anything."""
    at = request.received_at
    opened = round_.phase_at(at) not in NOT_YET and round_.opens_at is not None and round_.opens_at <= at
    # What was withdrawn as a draft has no version, and was never asked.
    if not (opened and is_own(request.actor, round_) and round_.record.versions.exists()):
        return None
    sent = Response.objects.visible_to(request.actor, at).filter(round=round_)
    return Tab("Responses", reverse("response_list", args=[round_.ref]), sent.count())
