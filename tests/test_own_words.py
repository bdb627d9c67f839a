"""Nobody clears, finds ready, schedules or issues words of their own, through any door, superuser or not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from lis.doors.admin.office import OfficeAdmin
from lis.engine.actor import Actor
from lis.engine.registry import workflows
from lis.people.models import Membership, Organisation, Role, User

from .factories import asks, boards, consultations, papers, wordings
from .factories.people import LONG_AGO, actor, body, department, person, superuser
from .lis.doors.api.client import api
from .test_doors import IN_ADMIN, PAGES, PAGES_CALLED, hidden, signed_in

pytestmark = pytest.mark.django_db

# The words of a refusal that it is one's own hand that wrote them.
OWN = {"own-words", "own-hand"}
# A step that sounds like this approves what somebody wrote, unless it is told below why it does not.
SOUNDS_LIKE = re.compile(
    r"\b(clear|approve|agree|countersign|endorse|ready|issue|schedule|confirm|sign|accept|publish|release)\b"
)


def proposition(*writers: Actor) -> Any:
    made = asks.proposition(by=writers[0])
    for number, other in enumerate(writers[1:]):
        workflows["proposition"].write(made, {"why": f"Hubs work well, for {number} reasons."}, by=other)
    return made


def paper(*writers: Actor) -> Any:
    made = papers.written(by=writers[0])
    for number, other in enumerate(writers[1:]):
        papers.write(made, by=other, summary=f"We lead on hydrogen, in {number} ways.")
    return asks.take("send_for_review", made, actor("drafter", of=body()))


def round_(*writers: Actor) -> Any:
    made = consultations.filled_round(by=writers[0])
    for number, other in enumerate(writers[1:]):
        workflows["round"].write(made, {"summary": f"What we ask you, in {number} parts."}, by=other)
    return asks.take("send_for_review", made, consultations.officer())


def minutes(*writers: Actor) -> Any:
    made = asks.take("decide", boards.put(), boards.secretary()).meeting
    for number, other in enumerate(writers):
        made = asks.take("write_minutes", made, other, minutes=f"The board has met, {number} times over.")
    return made


def drafted(*writers: Actor) -> Any:
    made = asks.drafted_side(asks.submitted_ask(department()), department(), by=writers[0])
    for number, other in enumerate(writers[1:]):
        made = asks.take("draft_position", made, other, stance="support", words=f"We will, within {number} years.")
    return made


def cleared(*writers: Actor) -> Any:
    return asks.take("clear", drafted(*writers), actor("clearer", of=department()))


def reworded(*writers: Actor) -> Any:
    """Other words of BEIS for an ask, drafted by these."""
    made = wordings.drafted_wording(asks.submitted_ask(department()), department(), by=writers[0])
    for number, other in enumerate(writers[1:]):
        words = wordings.words_now(made.ask, **wordings.WHOLE, money_reason=f"For {number} reasons.")
        made = asks.take("redraft", made, other, **words)
    return made


# Each step that approves words: the noun before it, written by those who are given; where they work; what they send.
APPROVES: dict[tuple[str, str], tuple[Callable[..., Any], Callable[[], Organisation], dict[str, Any]]] = {
    ("proposition", "ready"): (proposition, body, {}),
    ("paper", "submit"): (paper, body, {"departments": ["DfE"]}),
    ("round", "schedule"): (round_, body, {}),
    ("meeting", "confirm_minutes"): (minutes, body, {}),
    ("side", "agree_in_team"): (drafted, department, {}),
    ("wording", "clear"): (reworded, department, {}),
    ("side", "clear"): (drafted, department, {}),
    ("side", "issue"): (cleared, department, {}),
    ("side", "schedule"): (cleared, department, asks.ahead()),
}
# Which have no words but a wish, of one person alone.
ELSEWHERE = {
    ("exception", "approve"): "tests/lis/holds",
    ("exception", "refuse"): "tests/lis/holds",
    ("wording", "endorse"): "tests/propositions/agreement/test_agreement.py",
    ("ask", "endorse"): "tests/propositions/agreement/test_agreement.py",
}
# What sounds as if it approved and does not, and why.
OTHERWISE = {
    ("meeting", "publish_agenda"): "it fixes what is on the agenda; the board decides about it",
    ("side", "reconfirm"): "other hands cleared and issued the words; it says that they still stand after a hold",
    ("wording", "issue"): "another hand has cleared the words, and an area issues them within its board's mandate",
    ("ask", "accept"): "each side accepts the other's words, and its own only once another hand has cleared them",
    ("part_two", "clear"): "it lets a person read, and says nothing of the words",
}


def approving() -> Iterator[tuple[str, str]]:
    """Every step of every lifecycle that sounds as if it approved, or that is closed to those who wrote."""
    for kind, workflow in workflows.items():
        for step in workflow.steps:
            if step.creates or step.consequence:
                continue
            told = f"{step.verb.replace('_', ' ')} {step.label}".lower()
            if SOUNDS_LIKE.search(told) or any(word.code in OWN for word in step.requires):
                yield kind, step.verb


def test_no_step_that_approves_is_forgotten() -> None:
    assert set(approving()) == set(APPROVES) | set(ELSEWHERE) | set(OTHERWISE)


def in_every_role(user: User, where: Organisation) -> User:
    held = set(user.memberships.values_list("role", flat=True))
    Membership.objects.bulk_create(
        Membership(user=user, organisation=where, role=role, from_on=LONG_AGO) for role in Role.values
        if role not in held
    )  # fmt: skip
    return user


def writer(who: str, where: Organisation) -> User:
    """Somebody who holds every role there, as a superuser or not."""
    return in_every_role(superuser() if who == "superuser" else person(of=where), where)


def situations(kind: str, verb: str) -> Iterator[tuple[str, User, Any, dict[str, Any]]]:
    """The writer as the first or the last of two, and a superuser alone; each with a noun of their own."""
    make, where, data = APPROVES[kind, verb]
    for who, told in (("person", "first of two"), ("person", "last of two"), ("superuser", "alone")):
        user, other = writer(who, where()), Actor.of(in_every_role(person(of=where()), where()))
        own = Actor.of(user)
        hands = {"alone": (own,), "first of two": (own, other), "last of two": (other, own)}[told]
        yield f"{who}, {told}", user, make(*hands), data


def by_page(kind: str, verb: str, user: User, noun: Any, data: dict[str, Any]) -> int:
    client, slug = signed_in(user), workflows[kind].step(verb).slug
    address = f"/{PAGES_CALLED.get(kind, PAGES[kind])}/{noun.ref}/steps/{slug}/"
    return client.post(address, {**hidden(client.get(address)), **data}).status_code


def by_admin(kind: str, verb: str, user: User, noun: Any, data: dict[str, Any]) -> int:
    client, slug = signed_in(user), workflows[kind].step(verb).slug
    address = reverse(f"admin:{IN_ADMIN[kind]}_step", args=[noun.ref, slug])
    return client.post(address, {**hidden(client.get(address)), **data}).status_code


def by_api(kind: str, verb: str, user: User, noun: Any, data: dict[str, Any]) -> int:
    program, slug = api(user), workflows[kind].step(verb).slug
    address = f"/api/v1/{PAGES[kind]}/{noun.ref}/"
    sent = program.post(f"{address}steps/{slug}/", data, if_match=f'"{noun.revision}"')
    assert {reason["code"] for reason in sent.json()["reasons"]} & OWN
    return sent.status_code


def by_bulk(kind: str, verb: str, user: User, noun: Any, data: dict[str, Any]) -> int:
    """As the office's page of many sends it, though that page would not have let this one through."""
    client = Client()
    client.force_login(user)
    sent = {
        "action": f"step_{verb}", "index": "0", "_selected_action": [noun.pk], "decided": "1",
        f"expected-{noun.ref}": noun.revision, **data,
    }  # fmt: skip
    answer = client.post(reverse(f"admin:{IN_ADMIN[kind]}_changelist"), sent)
    assert "0 of 1 done" in answer.content.decode()
    return 409


def by_hand(kind: str, verb: str, user: User, noun: Any, data: dict[str, Any]) -> int:
    """Straight through the engine, as a program of ours would."""
    workflow = workflows[kind]
    with pytest.raises(Exception) as refusal:  # noqa: PT011 - whatever it is, its status and reasons are read below
        workflow.perform(verb, noun, by=Actor.of(user), expected=noun.revision, data=data)
    assert {reason.code for reason in refusal.value.reasons} & OWN
    return refusal.value.status_code


def in_bulk() -> set[tuple[str, str]]:
    """The steps that the office's desks offer for many at once."""
    return {
        (desk.workflow.kind, verb)
        for desk in admin.site._registry.values()
        if isinstance(desk, OfficeAdmin) and desk.workflow is not None
        for verb in desk.bulk_verbs
    }


def doors_of(kind: str, verb: str) -> dict[str, Callable[..., int]]:
    found = {"engine": by_hand, "page": by_page, "api": by_api}
    if kind not in PAGES:
        found = {"engine": by_hand}
    if kind in IN_ADMIN:
        found["admin"] = by_admin
    if (kind, verb) in in_bulk():
        found["many at once"] = by_bulk
    return found


@pytest.mark.parametrize(("kind", "verb"), APPROVES)
def test_whoever_wrote_the_words_does_not_approve_them(kind: str, verb: str) -> None:
    for told, user, noun, data in situations(kind, verb):
        before = noun.record.events.count()
        for name, door in doors_of(kind, verb).items():
            assert door(kind, verb, user, noun, data) == 409, f"{told}, by the door of {name}"
        assert noun.record.events.count() == before, told


@pytest.mark.parametrize(("kind", "verb"), APPROVES)
def test_somebody_else_approves_them_and_a_superuser_without_a_part_does_not(kind: str, verb: str) -> None:
    """Else the refusals above would say nothing."""
    make, where, data = APPROVES[kind, verb]
    roles = ("drafter", "secretary", "consultation_officer") if where is body else ("reviewer",)
    noun = make(Actor.of(person(*roles, of=where())))
    workflow, other = workflows[kind], Actor.of(in_every_role(person(of=where()), where()))

    with pytest.raises(Exception) as refusal:  # noqa: PT011 - its status is read below
        workflow.perform(verb, noun, by=Actor.of(superuser()), expected=noun.revision, data=data)
    assert refusal.value.status_code in (403, 404)

    assert workflow.perform(verb, noun, by=other, expected=noun.revision, data=data).verb == verb
