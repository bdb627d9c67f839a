"""Which asks wait for whom: the tabs of a person's list, each a narrowing of the asks that they may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, DateField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery

from lis.engine.actor import Actor
from lis.engine.models import Turn
from lis.people.models import Organisation

from ..asks.models import SHARED_KINDS
from ..sides.models import Answer, Clarification, Side

DEPARTMENT_ROLES = ("reviewer", "clearer", "coordinator")
AREA_ROLES = ("drafter", "lead", "secretary", "negotiator", "board_member", "consultation_officer")


@dataclass(frozen=True)
class Tab:
    """One list of a person: its name, what it holds, and what an empty one says."""

    slug: str
    label: str
    where: Q | Exists
    empty: str


def works_in_department(actor: Actor) -> bool:
    return actor.holds_any(DEPARTMENT_ROLES)


def works_in_area(actor: Actor) -> bool:
    return actor.holds_any(AREA_ROLES)


def inside_turns(actor: Actor) -> QuerySet:
    """The open turns inside the sides of the actor's departments, on the ask at hand."""
    return Turn.objects.filter(
        record__kind="side", record__root=OuterRef("pk"), ended=None,
        organisation_id__in=[body.pk for body in actor.organisations_as(DEPARTMENT_ROLES)],
    )  # fmt: skip


def mine(actor: Actor) -> Q:
    """Turns for one of the actor's roles in that very organisation; a coordinator stands in for a reviewer."""
    found = Q(pk__in=[])
    for membership in actor.memberships:
        roles = ["coordinator", "reviewer"] if membership.role == "coordinator" else [membership.role]
        found |= Q(organisation_id=membership.organisation_id, role__in=roles)
    return found


def tabs_for(actor: Actor) -> Sequence[Tab]:
    """The tabs of this person, the first one being what waits for them."""
    if works_in_department(actor):
        bodies = [body.pk for body in actor.organisations_as(DEPARTMENT_ROLES)]
        sides = Side.objects.filter(ask=OuterRef("pk"), organisation_id__in=bodies)
        questions = Clarification.objects.filter(ask=OuterRef("pk"), organisation_id__in=bodies)
        inside = inside_turns(actor)
        return (
            Tab("mine", "My turn", Exists(inside.filter(mine(actor))), "Nothing waits for you. Well done."),
            Tab("team", "My colleagues’ turn", Exists(inside.exclude(mine(actor))), "Nothing waits for them."),
            Tab("asked", "Waiting for the area", Exists(questions.in_status("open")), "No question of yours is open."),
            Tab("done", "Answered or passed on", Exists(sides.in_status("issued", "handed_on")),
                "Your department has not answered or passed on an ask yet."),
        )  # fmt: skip
    bodies = [body.pk for body in actor.organisations_as(AREA_ROLES)]
    shared = Turn.objects.filter(record__root=OuterRef("pk"), record__kind__in=SHARED_KINDS, ended=None)
    return (
        Tab("mine", "Our turn", Exists(shared.filter(organisation_id__in=bodies)), "Nothing waits for you."),
        Tab("government", "With Government", Exists(shared.exclude(organisation__kind=Organisation.Kind.AREA_BODY)),
            "No department holds an ask of yours."),
        Tab("answered", "Answered", Exists(Answer.objects.filter(ask=OuterRef("pk"))), "No answer has come yet."),
        Tab("drafts", "Drafts", Q(record__status="draft"), "There is no draft."),
    )  # fmt: skip


def counts(asks: QuerySet, tabs: Sequence[Tab]) -> dict[str, int]:
    """How many of ``asks`` each tab holds, in one query."""
    return asks.order_by().aggregate(**{tab.slug: Count("pk", filter=Q(tab.where)) for tab in tabs})


def in_order_of_urgency(asks: QuerySet, actor: Actor) -> QuerySet:
    """The most urgent first: by the day on which they are due, then by how long they have waited."""
    if works_in_department(actor):
        turns = inside_turns(actor)
    else:
        turns = Turn.objects.filter(record__root=OuterRef("pk"), record__kind__in=SHARED_KINDS, ended=None)
    due = Subquery(turns.order_by("due_on").values("due_on")[:1], output_field=DateField())
    since = Subquery(turns.order_by("since__at").values("since__at")[:1], output_field=DateTimeField())
    return asks.annotate(due=due, since=since).order_by(
        F("due").asc(nulls_last=True), F("since").asc(nulls_last=True), "pk"
    )
