"""Which asks wait for whom: the tabs of a person's list, each a narrowing of the asks that they may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, DateField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery

from lis.engine.actor import Actor
from lis.engine.models import Turn
from lis.people.cover import covered_by
from lis.people.models import Organisation

from ..asks.models import SHARED_KINDS
from ..sides.assigning import with_assignee
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
    """The open turns inside the actor's departments, on the ask at hand: of their sides, and of their other words."""
    turns = Turn.objects.filter(
        record__kind__in=("side", "wording"), record__root=OuterRef("pk"), ended=None,
        organisation_id__in=[body.pk for body in actor.organisations_as(DEPARTMENT_ROLES)],
    )  # fmt: skip
    return with_assignee(turns)


def shared_turns() -> QuerySet:
    """The open turns on the ask at hand that everybody on it can see."""
    return Turn.objects.filter(record__root=OuterRef("pk"), record__kind__in=SHARED_KINDS, ended=None)


def mine(actor: Actor) -> Q:
    """Turns for one of the actor's roles in that very organisation, unless the ask is assigned to a colleague.

    A coordinator stands in for a reviewer.
    """
    found = Q(pk__in=[])
    for membership in actor.memberships:
        roles = ["coordinator", "reviewer"] if membership.role == "coordinator" else [membership.role]
        found |= Q(organisation_id=membership.organisation_id, role__in=roles)
    user = actor.user.pk if actor.user else None
    # Whoever acts for a colleague who is away does so in a role of their own.
    return found & (Q(assignee=None) | Q(assignee=user) | Q(assignee__in=covered_by(user)))


def tabs_for(actor: Actor) -> Sequence[Tab]:
    """The tabs of this person, the first one being what waits for them."""
    if works_in_department(actor):
        bodies = [body.pk for body in actor.organisations_as(DEPARTMENT_ROLES)]
        sides = Side.objects.filter(ask=OuterRef("pk"), organisation_id__in=bodies)
        questions = Clarification.objects.filter(ask=OuterRef("pk"), organisation_id__in=bodies)
        inside, openly = inside_turns(actor), shared_turns()
        return (
            Tab("mine", "My turn", Exists(inside.filter(mine(actor))), "Nothing waits for you. Well done."),
            Tab("unassigned", "Unassigned in my team", Exists(inside.filter(assignee=None).exclude(role="")),
                "Everything that waits in your department is assigned to somebody."),
            Tab("team", "My colleagues’ turn", Exists(inside.exclude(mine(actor))), "Nothing waits for them."),
            Tab("clearance", "Awaiting clearance", Exists(sides.in_status("drafted", "team_agreed")),
                "No draft of your department waits to be cleared."),
            Tab("asked", "Waiting for the area", Exists(questions.in_status("open")), "No question of yours is open."),
            Tab("others", "Waiting for another department",
                Exists(openly.exclude(organisation__in=bodies).exclude(organisation__kind=Organisation.Kind.AREA_BODY)),
                "No other department holds an ask that you can see."),
            Tab("done", "Answered or passed on", Exists(sides.in_status("issued", "handed_on")),
                "Your department has not answered or passed on an ask yet."),
        )  # fmt: skip
    bodies = [body.pk for body in actor.organisations_as(AREA_ROLES)]
    shared = shared_turns()
    # Other words that wait inside the area are its own business, and its own turn.
    own = Turn.objects.filter(
        record__root=OuterRef("pk"), record__kind__in=(*SHARED_KINDS, "wording"), ended=None, organisation_id__in=bodies
    )
    return (
        Tab("mine", "Our turn", Exists(own), "Nothing waits for you."),
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
    turns = inside_turns(actor) if works_in_department(actor) else shared_turns()
    due = Subquery(turns.order_by("due_on").values("due_on")[:1], output_field=DateField())
    since = Subquery(turns.order_by("since__at").values("since__at")[:1], output_field=DateTimeField())
    return asks.annotate(due=due, since=since).order_by(
        F("due").asc(nulls_last=True), F("since").asc(nulls_last=True), "pk"
    )
