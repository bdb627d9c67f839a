"""What happens to a board: it is set up, people take and leave its seats and the body's posts, it is dissolved."""

from __future__ import annotations

from typing import Any

from lis.engine.actor import Actor
from lis.engine.models import Counter, Event, Record
from lis.engine.registry import register
from lis.engine.standing import grant
from lis.engine.steps import NEW, Act, ReasonForm, Step
from lis.engine.workflow import Workflow

from ..forms import PostForm, SeatForm, SetUpForm, UnseatForm, VacateForm
from ..models import Board, BoardMember, Post, PostHolding
from ..permissions import secretary

SITTING, DISSOLVED = "sitting", "dissolved"


def let_the_body_in(act: Act) -> None:
    grant(act, act.noun.record, act.noun.organisation)


def seat(act: Act) -> None:
    given = act.given
    BoardMember.objects.create(
        board=act.noun, person=given["person"], capacity=given["capacity"], from_on=given["from_on"]
    )


def empty_seat(act: Act) -> None:
    member = act.given["member"]
    member.until_on = act.given["until_on"]
    member.save(update_fields=["until_on"])


def fill_post(act: Act) -> None:
    given = act.given
    post, _ = Post.objects.get_or_create(organisation=act.noun.organisation, name=given["post"])
    post.holdings.filter(until_on=None).update(until_on=given["from_on"])
    PostHolding.objects.create(
        post=post, person=given["person"], from_on=given["from_on"], given_by=act.actor.user
    )  # fmt: skip


def empty_post(act: Act) -> None:
    act.given["post"].holdings.filter(until_on=None).update(until_on=act.given["until_on"])


class BoardWorkflow(Workflow):
    """The life of a board. Its references read ``LAN-B01``."""

    kind = "board"
    model = Board
    noun_name = "board"
    statuses = {SITTING: "Sitting", DISSOLVED: "Dissolved"}
    steps = [
        Step("set_up", "Set up a board", {NEW}, SITTING, secretary, "set up the board", form=SetUpForm,
             act=let_the_body_in, main=True),
        Step("seat", "Seat a member", {SITTING}, None, secretary, "seated a member", form=SeatForm, act=seat,
             hint="An administrator gives the role of board member first."),
        Step("unseat", "End a seat", {SITTING}, None, secretary, "ended a seat", form=UnseatForm, act=empty_seat,
             hint="The seat stays in the history, with its days."),
        Step("fill_post", "Fill a post", {SITTING}, None, secretary, "filled a post", form=PostForm, act=fill_post,
             hint="Mandates name posts. Whoever holds one may act under its mandates, from that day on; whoever held "
             "it before may not any more."),
        Step("vacate_post", "Leave a post empty", {SITTING}, None, secretary, "left a post empty", form=VacateForm,
             act=empty_post),
        Step("dissolve", "Dissolve the board", {SITTING}, DISSOLVED, secretary, "dissolved the board",
             form=ReasonForm, warns=True, hint="It cannot meet any more. What it decided stays."),
    ]  # fmt: skip

    def acting_for(self, actor: Actor, noun: Board, facts: Any) -> Any:
        return noun.organisation

    def plan(self, step: Step, actor: Actor, given: dict[str, Any]) -> Board:
        return Board(organisation=given["organisation"], name=given["name"])

    def reference(self, act: Act) -> str:
        prefix = f"{self.area_of(act).code}-B"
        return f"{prefix}{Counter.next(prefix):02d}"

    def area_of(self, act: Act) -> Any:
        return act.noun.organisation.area

    def build(self, act: Act, record: Record) -> Board:
        act.noun.record = record
        act.noun.save(force_insert=True)
        return act.noun

    def describe(self, event: Event) -> str:
        given = event.data
        match event.verb:
            case "seat" if given:
                return f"seated {given['person']} as {given['capacity']}"
            case "unseat" if given:
                return f"ended the seat of {given['member']}"
            case "fill_post" if given:
                return f"gave the post “{given['post']}” to {given['person']}"
            case "vacate_post" if given:
                return f"left the post “{given['post']}” empty"
        return super().describe(event)


workflow = register(BoardWorkflow())
