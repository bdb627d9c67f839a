"""Whether a department agrees every position in its team first: kept by its coordinator, read by all its people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.errors import NotYou
from lis.people.models import Organisation

from .models import TeamRule
from .permissions import DEPARTMENT_ROLES

KEEPER = "a coordinator of the department"


@dataclass(frozen=True)
class TeamPractice:
    """How one department goes about it: since when and by whom it was set, None where nobody has; ``may_set`` it."""

    organisation: Organisation
    always: bool
    rule: TeamRule | None
    may_set: bool


def practices_of(actor: Actor) -> list[TeamPractice]:
    """One for each department in which the actor works, in order of its code."""
    bodies = actor.organisations_as(DEPARTMENT_ROLES)
    rules = TeamRule.objects.filter(organisation__in=bodies).select_related("by").order_by("pk")
    last = {rule.organisation_id: rule for rule in rules}
    return [
        TeamPractice(body, body.pk in last and last[body.pk].always, last.get(body.pk), _may_set(actor, body))
        for body in bodies
    ]


def set_team_rule(organisation: Organisation, *, always: bool, by: Actor) -> TeamRule | None:
    """From now on ``organisation`` agrees every position in its team first, or as its reviewers choose.

    What holds already is not written twice: then the row that says so is answered, None where there is none. Raises
    :class:`NotYou` for anybody but its coordinator.
    """
    if not _may_set(by, organisation):
        raise NotYou("Agree in the team first", KEEPER)
    with transaction.atomic():
        list(Organisation.objects.select_for_update(no_key=True).filter(pk=organisation.pk))
        last = TeamRule.objects.filter(organisation=organisation).order_by("-pk").first()
        if (last.always if last else False) == always:
            return last
        return TeamRule.objects.create(organisation=organisation, always=always, by=by.user, at=clock.now())


def _may_set(actor: Actor, organisation: Any) -> bool:
    return actor.holds("coordinator", organisation.pk)
