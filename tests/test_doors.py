"""Does every step go through every one of its doors? Each is taken once by page, admin and API, with one result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lis.engine.registry import workflows
from lis.people.models import User

from .factories import asks, consultations, evidence, papers
from .factories.people import actor, body, department, person
from .lis.doors.api.client import api

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Scene:
    """A noun at the moment before a step, who takes it, and what they give."""

    noun: Any
    by: User
    data: dict[str, Any] = field(default_factory=dict)


def area(role: str) -> User:
    return person(role, of=body())


def beis(role: str) -> User:
    return person(role, of=department())


def routed() -> Any:
    return asks.side(asks.submitted_ask(department()), department())


def ours() -> Any:
    return asks.take("take", routed(), actor("reviewer", of=department()))


def ready() -> Any:
    parent = asks.proposition()
    asks.ask(parent)
    return asks.take("ready", parent, actor("drafter", of=body()))


def late_ask() -> Any:
    """An ask that was added after its proposition had gone."""
    return asks.ask(asks.submit(asks.proposition()))


def paused_round() -> Any:
    return asks.take("pause", consultations.open_round(), actor("lead", of=body()), note="The hall was flooded.")


def answered_question() -> Any:
    question = asks.open_question(asks.submitted_ask(department()), department())
    return asks.take("answer", question, actor("drafter", of=body()), answer="All of them.")


REASON = {"note": "It has run its course."}
SCENES: dict[tuple[str, str], Callable[[], Scene]] = {
    ("proposition", "ready"): lambda: Scene(asks.proposition(), area("drafter")),
    ("proposition", "redraft"): lambda: Scene(ready(), area("drafter")),
    ("proposition", "submit"): lambda: Scene(ready(), area("lead"), asks.MANDATE),
    ("proposition", "withdraw"): lambda: Scene(asks.proposition(), area("lead"), REASON),
    ("ask", "submit"): lambda: Scene(late_ask(), area("lead")),
    ("ask", "withdraw"): lambda: Scene(asks.submitted_ask(department()), area("lead"), REASON),
    ("side", "take"): lambda: Scene(routed(), beis("reviewer")),
    ("side", "hand_on"): lambda: Scene(routed(), beis("coordinator"), {"to": ["DfE"], "note": "It is about schools."}),
    ("side", "ask"): lambda: Scene(routed(), beis("reviewer"), {"question": "Which towns?"}),
    ("side", "draft_position"): lambda: Scene(ours(), beis("reviewer"), asks.POSITION),
    ("side", "send_back"): lambda: Scene(
        asks.drafted_side(asks.submitted_ask(department()), department()), beis("clearer"), REASON
    ),
    ("side", "clear"): lambda: Scene(
        asks.drafted_side(asks.submitted_ask(department()), department()), beis("clearer")
    ),
    ("side", "issue"): lambda: Scene(
        asks.cleared_side(asks.submitted_ask(department()), department()), beis("coordinator")
    ),
    ("clarification", "answer"): lambda: Scene(
        asks.open_question(asks.submitted_ask(department()), department()), area("drafter"), {"answer": "All of them."}
    ),
    ("clarification", "close"): lambda: Scene(answered_question(), beis("reviewer")),
    ("answer", "read"): lambda: Scene(
        asks.issued_answer(asks.submitted_ask(department()), department()), area("negotiator")
    ),
    ("paper", "send_for_review"): lambda: Scene(papers.written(), area("drafter")),
    ("paper", "send_back"): lambda: Scene(papers.in_review(), area("lead"), REASON),
    ("paper", "submit"): lambda: Scene(papers.in_review(), area("lead"), {"departments": ["DfE"]}),
    ("paper", "withdraw"): lambda: Scene(papers.written(), area("lead"), REASON),
    ("round", "send_for_review"): lambda: Scene(consultations.filled_round(), area("lead")),
    ("round", "send_back"): lambda: Scene(consultations.round_in_review(), area("lead"), REASON),
    ("round", "schedule"): lambda: Scene(consultations.round_in_review(), area("lead")),
    ("round", "pause"): lambda: Scene(consultations.open_round(), area("lead"), REASON),
    ("round", "resume"): lambda: Scene(paused_round(), area("lead"), REASON),
    ("round", "withdraw"): lambda: Scene(consultations.open_round(), area("lead"), REASON),
    ("finding", "record"): lambda: Scene(evidence.finding(), area("drafter")),
    ("finding", "revise"): lambda: Scene(evidence.recorded_finding(), area("drafter")),
    ("finding", "withdraw"): lambda: Scene(evidence.recorded_finding(), area("lead"), REASON),
}
# Where a kind's page and its addresses over the API stand.
PAGES = {
    "proposition": "propositions", "ask": "asks", "side": "sides", "clarification": "questions", "answer": "answers",
    "paper": "papers", "round": "rounds", "finding": "findings",
}  # fmt: skip
# Where its page stands, if that is called otherwise.
PAGES_CALLED = {"round": "consultations", "finding": "evidence"}
IN_ADMIN = {
    "proposition": "propositions_proposition", "ask": "propositions_ask", "paper": "lis_policypositionpaper",
    "round": "consultations_round", "finding": "lis_finding",
}  # fmt: skip
DOORS = [
    (kind, verb, door)
    for kind, verb in SCENES
    for door in ("page", "api", *(("admin",) if kind in IN_ADMIN else ()))
]  # fmt: skip
# Steps whose doors are walked elsewhere: they need a date ahead, or a file.
ELSEWHERE = {
    ("paper", "share"): "tests/lis/papers",
    ("paper", "stop_sharing"): "tests/lis/papers",
    ("round", "extend"): "tests/consultations/rounds",
}
KINDS_ELSEWHERE = {"source": "tests/propositions/intake"}


@pytest.mark.parametrize(("kind", "verb", "door"), DOORS)
def test_a_step_goes_through_each_of_its_doors(kind: str, verb: str, door: str) -> None:
    scene = SCENES[kind, verb]()
    step = workflows[kind].step(verb)
    before = scene.noun.record.events.count()

    through[door](kind, step.slug, scene)

    event = scene.noun.record.events.latest("number")
    assert scene.noun.record.events.count() == before + 1
    assert (event.verb, event.by_user) == (verb, scene.by)


def by_page(kind: str, slug: str, scene: Scene) -> None:
    client = signed_in(scene.by)
    address = f"/{PAGES_CALLED.get(kind, PAGES[kind])}/{scene.noun.ref}/steps/{slug}/"
    shown = client.get(address)
    assert shown.status_code == 200
    sent = client.post(address, {**hidden(shown), **scene.data})
    assert sent.status_code == 302


def by_admin(kind: str, slug: str, scene: Scene) -> None:
    client = signed_in(scene.by)
    address = reverse(f"admin:{IN_ADMIN[kind]}_step", args=[scene.noun.ref, slug])
    shown = client.get(address)
    assert shown.status_code == 200
    sent = client.post(address, {**hidden(shown), **scene.data})
    assert sent.status_code == 302


def by_api(kind: str, slug: str, scene: Scene) -> None:
    program = api(scene.by)
    address = f"/api/v1/{PAGES[kind]}/{scene.noun.ref}/"
    read = program.get(address)
    assert read.status_code == 200
    sent = program.post(f"{address}steps/{slug}/", scene.data, if_match=read.headers["ETag"])
    assert sent.status_code == 200, sent.json()


through = {"page": by_page, "admin": by_admin, "api": by_api}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def hidden(response: Any) -> dict[str, str]:
    """The revision and the key that the page carries for its reader."""
    envelope = response.context["envelope"]
    return {"expected": envelope.initial["expected"], "key": envelope["key"].value()}


def test_every_step_that_a_door_offers_is_walked() -> None:
    offered = {
        (kind, step.verb)
        for kind, workflow in workflows.items()
        for step in workflow.steps
        if not step.consequence and not step.creates and kind not in KINDS_ELSEWHERE
    }

    assert offered == set(SCENES) | set(ELSEWHERE)
