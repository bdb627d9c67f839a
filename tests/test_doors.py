"""Does every step go through every one of its doors? Each is taken once by page, admin and API, with one result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lis.engine.registry import workflows
from lis.frameworks.models import vocabulary_choices
from lis.people.models import Organisation, User

from . import board_scenes
from .factories import asks, consultations, evidence, holds, papers, wordings
from .factories.people import actor, body, department, person
from .lis.doors.api.client import api
from .scenes import Scene

pytestmark = pytest.mark.django_db


def area(role: str) -> User:
    return person(role, of=body())


def beis(role: str) -> User:
    return person(role, of=department())


def clgu(role: str) -> User:
    return person(role, of=department("CLGU"))


def reserve() -> Any:
    return asks.reserve_on(asks.submitted_ask(department()))


def line() -> Any:
    return asks.line_on(asks.differing_ask(), words="Government supports it.")


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


def drafted_words() -> Any:
    return wordings.drafted_wording(asks.submitted_ask(department()), department())


def reworded() -> Any:
    """An ask whose second version is editorial."""
    made = asks.submitted_ask(department())
    wordings.issued_wording(made, department(), ask="Cover the whole county.", **wordings.EDITORIAL)
    return made


def within_a_mandate() -> tuple[Any, User]:
    made, one = wordings.negotiated_ask(), area("lead")
    wordings.mandate(one)
    return made, one


def jointly() -> tuple[Any, User]:
    """An ask whose words one of two must endorse, and that one."""
    made, one = wordings.negotiated_ask(), area("lead")
    wordings.mandate(one, area("negotiator"), how="jointly")
    return made, one


def words_jointly() -> tuple[Any, User]:
    made, one = asks.submitted_ask(department()), area("negotiator")
    wordings.mandate(one, area("negotiator"), how="jointly")
    return wordings.cleared_wording(made, body()), one


def to_reopen() -> Any:
    by = actor("clearer", of=department())
    return asks.take("propose_reopening", wordings.agreed_ask(), by, note="There is money.")


def commitment() -> Any:
    return wordings.agreed_ask(**{**wordings.WHOLE, "owner": "area"}).commitments.with_record().get()


def paused_round() -> Any:
    return asks.take("pause", consultations.open_round(), actor("lead", of=body()), note="The hall was flooded.")


def answered_question() -> Any:
    question = asks.open_question(asks.submitted_ask(department()), department())
    return asks.take("answer", question, actor("drafter", of=body()), answer="All of them.")


def unit() -> Any:
    return Organisation.objects.by_code("CLGU")


def left_to_confirm() -> Any:
    """An answer that was issued before a hold ended."""
    side, held = asks.issued_side(asks.submitted_ask(department()), department()), holds.hold()
    asks.take("lift", held, actor("coordinator", of=unit()), **REASON)
    return side


def asked_exception() -> Any:
    side = asks.cleared_side(asks.submitted_ask(department()), department())
    return holds.exception(holds.hold(), side, "issue")


def group(*further: tuple[str, dict[str, str]]) -> Any:
    """Two similar asks that BEIS has grouped, and what it did with the group since."""
    made = [asks.submitted_ask(department()) for _ in range(2)]
    data = {"title": "Careers Hub everywhere", "asks": " ".join(ask.ref for ask in made)}
    found = workflows["cluster"].create("group", by=actor("reviewer", of=department()), data=data)
    for verb, given in further:
        found = asks.take(verb, found, actor("reviewer", of=department()), **given)
    return found


def late_and_grouped() -> Scene:
    found = group()
    return Scene(found, beis("reviewer"), {"asks": asks.submitted_ask(department()).ref})


REASON = {"note": "It has run its course."}
MEMBER = {"ask": "LAN-01.1", **REASON}
SCENES: dict[tuple[str, str], Callable[[], Scene]] = {
    ("proposition", "ready"): lambda: Scene(asks.proposition(), area("drafter")),
    ("proposition", "redraft"): lambda: Scene(ready(), area("drafter")),
    ("proposition", "submit"): lambda: Scene(ready(), area("lead"), asks.MANDATE),
    ("proposition", "withdraw"): lambda: Scene(asks.proposition(), area("lead"), REASON),
    ("ask", "submit"): lambda: Scene(late_ask(), area("lead")),
    ("ask", "withdraw"): lambda: Scene(asks.submitted_ask(department()), area("lead"), REASON),
    ("ask", "move_remit"): lambda: Scene(
        asks.submitted_ask(department(), department("DfE")),
        person("coordinator", of=department("CLGU")),
        {"leaving": "BEIS", "receiving": "DfE", "note": "Skills moved."},
    ),
    ("ask", "waive"): lambda: Scene(asks.ask(), area("drafter"), {"check": "no-date", **REASON}),
    ("proposition", "waive"): lambda: Scene(asks.proposition(), area("drafter"), {"check": "no-baseline", **REASON}),
    ("side", "reconfirm"): lambda: Scene(left_to_confirm(), beis("clearer")),
    ("side", "take"): lambda: Scene(routed(), beis("reviewer")),
    ("side", "hand_on"): lambda: Scene(routed(), beis("coordinator"), {"to": ["DfE"], "note": "It is about schools."}),
    ("ask", "accept"): lambda: Scene(*within_a_mandate()),
    ("ask", "endorse"): lambda: Scene(*jointly()),
    ("ask", "decline"): lambda: Scene(wordings.negotiated_ask(stance="object"), beis("clearer")),
    ("ask", "defer"): lambda: Scene(
        wordings.negotiated_ask(stance="not_now"), beis("clearer"), {**REASON, "back_on": "2031-05-03"}
    ),
    ("ask", "respond"): lambda: Scene(wordings.declined_ask(), area("lead"), REASON),
    ("ask", "propose_reopening"): lambda: Scene(wordings.agreed_ask(), area("lead"), REASON),
    ("ask", "reopen"): lambda: Scene(to_reopen(), area("lead"), REASON),
    ("wording", "endorse"): lambda: Scene(*words_jointly()),
    ("commitment", "report"): lambda: Scene(
        commitment(), area("drafter"), {"rag": vocabulary_choices("rag")[0][0], **REASON}
    ),
    ("commitment", "deliver"): lambda: Scene(commitment(), area("lead"), REASON),
    ("ask", "call_substantive"): lambda: Scene(reworded(), area("lead"), REASON),
    ("side", "propose_ask"): lambda: Scene(ours(), beis("reviewer"), {"proposed": "Will Government fund the buses?"}),
    ("side", "draft_wording"): lambda: Scene(ours(), beis("reviewer"), {"base": 1, **wordings.WHOLE}),
    ("wording", "redraft"): lambda: Scene(drafted_words(), beis("reviewer"), {"base": 1, **wordings.WHOLE}),
    ("wording", "send_back"): lambda: Scene(drafted_words(), beis("clearer"), REASON),
    ("wording", "clear"): lambda: Scene(drafted_words(), beis("clearer")),
    ("wording", "issue"): lambda: Scene(
        wordings.cleared_wording(asks.submitted_ask(department()), department()), beis("coordinator")
    ),
    ("wording", "drop"): lambda: Scene(drafted_words(), beis("coordinator")),
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
    ("side", "agree_in_team"): lambda: Scene(
        asks.drafted_side(asks.submitted_ask(department()), department()), beis("reviewer")
    ),
    ("side", "remark"): lambda: Scene(routed(), beis("reviewer"), {"words": "Ask the agency first."}),
    ("side", "answer_remark"): lambda: Scene(
        asks.take("remark", routed(), actor("reviewer", of=department()), words="Ask the agency first."),
        beis("clearer"),
        {"remark": "1", "words": "It agrees."},
    ),
    ("side", "schedule"): lambda: Scene(
        asks.cleared_side(asks.submitted_ask(department()), department()), beis("coordinator"), asks.ahead()
    ),
    ("side", "call_back"): lambda: Scene(
        asks.scheduled_side(asks.submitted_ask(department()), department()), beis("coordinator")
    ),
    ("side", "assign"): lambda: Scene(routed(), beis("coordinator"), {"person": ""}),
    ("clarification", "answer"): lambda: Scene(
        asks.open_question(asks.submitted_ask(department()), department()), area("drafter"), {"answer": "All of them."}
    ),
    ("clarification", "close"): lambda: Scene(answered_question(), beis("reviewer")),
    ("answer", "read"): lambda: Scene(
        asks.issued_answer(asks.submitted_ask(department()), department()), area("negotiator")
    ),
    ("reserve", "change"): lambda: Scene(reserve(), area("negotiator"), {"words": "Nine districts would do."}),
    ("reserve", "drop"): lambda: Scene(reserve(), area("lead")),
    ("reserve", "set_again"): lambda: Scene(
        asks.take("drop", reserve(), actor("lead", of=body())), area("lead"), {"words": "Nine districts would do."}
    ),
    ("line", "record_line"): lambda: Scene(line(), clgu("coordinator"), {"words": "Yes, within two years."}),
    ("line", "no_line_yet"): lambda: Scene(line(), clgu("coordinator"), {"note": "It is still to be decided."}),
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
    ("hold", "lift"): lambda: Scene(holds.hold(), person("coordinator", of=unit()), REASON),
    ("exception", "approve"): lambda: Scene(asked_exception(), beis("clearer")),
    ("exception", "refuse"): lambda: Scene(asked_exception(), beis("clearer"), REASON),
    ("finding", "record"): lambda: Scene(evidence.finding(), area("drafter")),
    ("finding", "revise"): lambda: Scene(evidence.recorded_finding(), area("drafter")),
    ("finding", "withdraw"): lambda: Scene(evidence.recorded_finding(), area("lead"), REASON),
    ("cluster", "draft_common"): lambda: Scene(group(), beis("reviewer"), asks.POSITION),
    ("cluster", "add"): late_and_grouped,
    ("cluster", "remove"): lambda: Scene(group(), beis("reviewer"), MEMBER),
    ("cluster", "make_exception"): lambda: Scene(group(), beis("reviewer"), MEMBER),
    ("cluster", "end_exception"): lambda: Scene(group(("make_exception", MEMBER)), beis("reviewer"), MEMBER),
    ("cluster", "dissolve"): lambda: Scene(group(), beis("coordinator"), REASON),
    **board_scenes.SCENES,
}
# Where a kind's page and its addresses over the API stand.
PAGES = {
    "proposition": "propositions", "ask": "asks", "side": "sides", "clarification": "questions", "answer": "answers",
    "wording": "wordings", "commitment": "commitments",
    "reserve": "reserves", "line": "lines", "hold": "holds", "exception": "exceptions",
    "paper": "papers", "round": "rounds", "finding": "findings", "board": "boards", "meeting": "meetings",
    "report": "reports", "recommendation": "recommendations", "delegation": "delegations", "part_two": "exempt-parts",
    "cluster": "clusters",
}  # fmt: skip
# Where its page stands, if that is called otherwise.
PAGES_CALLED = {"round": "consultations", "finding": "evidence"}
IN_ADMIN = {
    "proposition": "propositions_proposition", "ask": "propositions_ask", "paper": "lis_policypositionpaper",
    "round": "consultations_round", "finding": "lis_finding", "commitment": "propositions_commitment",
}  # fmt: skip
# What Government does on what areas keep in the office: whoever takes these steps does not come in there.
NOT_IN_ADMIN = {("ask", "decline"), ("ask", "defer"), ("ask", "move_remit")}
DOORS = [
    (kind, verb, door)
    for kind, verb in SCENES
    for door in ("page", "api", *(("admin",) if kind in IN_ADMIN and (kind, verb) not in NOT_IN_ADMIN else ()))
]  # fmt: skip
# Steps whose doors are walked elsewhere: they need a date ahead, or a file.
ELSEWHERE = {
    ("paper", "share"): "tests/lis/papers",
    ("paper", "stop_sharing"): "tests/lis/papers",
    ("round", "extend"): "tests/consultations/rounds",
    ("side", "set_due"): "tests/propositions/sides/test_due_dates.py",
    ("ask", "take_up"): "tests/propositions/agreement",
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
