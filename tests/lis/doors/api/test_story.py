"""The main job told over the API alone, every step that it offers at least once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from lis.doors.api.router import router
from lis.doors.api.steps import creating_step, offered_steps
from lis.engine import clock
from lis.engine.registry import workflows
from tests.factories import consultations
from tests.factories.people import body, department, person
from tests.factories.responses import ANSWERS

from .client import Program, api

pytestmark = pytest.mark.django_db
MANDATE = {"meeting": "Board, December meeting", "agreed_on": "2019-12-12"}
POSITION = {"stance": "support", "words": "We will extend the programme."}


class Story:
    """Calls as people make them: read, then act with the ETag; notes which verbs were taken."""

    def __init__(self) -> None:
        self.taken: set[tuple[str, str]] = set()

    def start(self, program: Program, nouns: str, of: str, /, **given: Any) -> str:
        answer = program.post(f"/api/v1/{nouns}/", given, idempotency_key=f"{of}-{len(self.taken)}-{given}"[:100])
        assert answer.status_code == 201, answer.content
        self.taken.add((of, creating_step(workflows[of]).verb))
        return answer["Location"].removeprefix("http://testserver")

    def take(self, program: Program, address: str, of: str, verb: str, /, **given: Any) -> dict[str, Any]:
        read = program.get(address)
        assert read.status_code == 200, read.content
        answer = program.post(f"{address}steps/{verb.replace('_', '-')}/", given, if_match=read["ETag"])
        assert answer.status_code == 200, answer.content
        assert answer.json()["event"]["verb"] == verb
        self.taken.add((of, verb))
        return answer.json()

    def write(self, program: Program, address: str, **parts: str) -> None:
        draft = program.get(f"{address}draft/").json()["parts"]
        sent = {part: {"body": text, "revision": draft[part]["revision"]} for part, text in parts.items()}
        assert program.patch(f"{address}draft/", {"parts": sent}).status_code == 200


def test_every_step_that_the_api_offers_is_taken_over_it() -> None:
    story = Story()
    area, beis, clgu = body(), department("BEIS"), department("CLGU")
    drafter, second = (api(person("drafter", of=area)) for _ in range(2))
    lead = api(person("lead", of=area))
    reviewer, clearer = api(person("reviewer", of=beis)), api(person("clearer", of=beis))
    coordinator = api(person("coordinator", of=clgu))

    strategy = story.start(
        lead, "strategies", "strategy", area="LAN", framework="lis-2018", title="Lancashire Local Industrial Strategy"
    )
    strategy_ref = lead.get(strategy).json()["ref"]
    tell_of_propositions(story, strategy_ref, drafter, second, lead)
    ask = tell_of_a_submission(story, strategy_ref, drafter, second, lead)
    tell_of_a_department(story, ask, coordinator, reviewer, clearer, drafter)
    tell_of_papers(story, strategy_ref, drafter, lead)
    tell_of_findings(story, strategy_ref, drafter)
    tell_of_rounds(story, strategy_ref, api(person("consultation_officer", of=area)), lead)

    story.take(lead, ask, "ask", "withdraw", note="Overtaken.")
    assert story.taken == {
        (viewset.workflow.kind, step.verb)
        for _, viewset, _ in router.registry
        for step in [*offered_steps(viewset.workflow), *filter(None, [creating_step(viewset.workflow)])]
    }


def tell_of_propositions(story: Story, strategy: str, drafter: Program, second: Program, lead: Program) -> None:
    idea = story.start(drafter, "propositions", "proposition", strategy=strategy, title="Careers Hub")
    story.write(drafter, idea, what="Cover the county.", why="Hubs work.", how="With partners.")
    story.start(
        drafter,
        "asks",
        "ask",
        proposition=lead.get(idea).json()["ref"],
        ask="Will you fund it?",
        type="programme_extension",
    )
    story.take(second, idea, "proposition", "ready")
    story.take(drafter, idea, "proposition", "redraft")
    story.take(lead, idea, "proposition", "withdraw", note="Not now.")


def tell_of_a_submission(story: Story, strategy: str, drafter: Program, second: Program, lead: Program) -> str:
    """The address of an ask that was added after its proposition had gone, and submitted by itself."""
    idea = story.start(
        drafter, "propositions", "proposition", strategy=strategy, title="Skills", what="What.", why="Why.", how="How."
    )
    ref = lead.get(idea).json()["ref"]
    story.start(drafter, "asks", "ask", proposition=ref, ask="May we?", type="programme_extension")
    story.take(second, idea, "proposition", "ready")
    story.take(lead, idea, "proposition", "submit", **MANDATE)
    late = story.start(drafter, "asks", "ask", proposition=ref, ask="And this?")
    details = {"type": "programme_extension", "tags": ["skills"]}
    assert drafter.patch(f"{late}draft/", {"details": details}).status_code == 200
    story.take(lead, late, "ask", "submit")
    return late


def tell_of_a_department(
    story: Story, ask: str, coordinator: Program, reviewer: Program, clearer: Program, drafter: Program
) -> None:
    routed = own_side(coordinator, ask)
    story.take(coordinator, routed, "side", "hand_on", to=["BEIS"], note="Skills are theirs.")
    side = own_side(reviewer, ask)
    story.take(reviewer, side, "side", "take")
    story.take(reviewer, side, "side", "ask", question="Which towns?")
    question = f"/api/v1/questions/{drafter.get('/api/v1/questions/').json()['results'][0]['ref']}/"
    story.take(drafter, question, "clarification", "answer", answer="All fourteen.")
    story.take(reviewer, question, "clarification", "close")
    story.take(reviewer, side, "side", "draft_position", **POSITION)
    story.take(clearer, side, "side", "send_back", note="Warmer.")
    story.take(reviewer, side, "side", "draft_position", **POSITION)
    story.take(clearer, side, "side", "clear")
    assert drafter.get("/api/v1/answers/").json()["results"] == []
    story.take(clearer, side, "side", "issue")
    answer = drafter.get("/api/v1/answers/").json()["results"][0]
    assert (answer["organisation"], answer["words"]) == ("BEIS", POSITION["words"])
    story.take(drafter, f"/api/v1/answers/{answer['ref']}/", "answer", "read")
    assert drafter.get(side).status_code == 404


def own_side(program: Program, ask: str) -> str:
    return f"/api/v1/sides/{program.get(ask).json()['own_side']}/"


def tell_of_papers(story: Story, strategy: str, drafter: Program, lead: Program) -> None:
    model = workflows["strategy"].model
    model.objects.get(record__ref=strategy).workstreams.create(number=1, name="Energy")
    workstream = lead.get(f"/api/v1/strategies/{strategy}/").json()["workstreams"][0]["ref"]
    paper = story.start(drafter, "papers", "paper", workstream=workstream, kind="position_paper", title="Clean energy")
    story.write(drafter, paper, summary="We lead on hydrogen.", ambition="A net-zero cluster by 2040.")
    story.take(drafter, paper, "paper", "send_for_review")
    story.take(lead, paper, "paper", "send_back", note="Shorter.")
    story.take(drafter, paper, "paper", "send_for_review")
    last_day = (clock.today() + dt.timedelta(days=7)).isoformat()
    story.take(lead, paper, "paper", "share", departments=["BEIS"], until=last_day)
    story.take(lead, paper, "paper", "stop_sharing", department="BEIS")
    story.take(lead, paper, "paper", "submit", departments=["BEIS"])
    story.take(lead, paper, "paper", "withdraw", note="Overtaken.")


def tell_of_findings(story: Story, strategy: str, drafter: Program) -> None:
    finding = story.start(
        drafter, "findings", "finding", strategy=strategy, statement="Half of firms cannot fill posts."
    )
    story.write(drafter, finding, source="Survey of employers, 2018.")
    assert drafter.patch(f"{finding}draft/", {"details": {"theme": "People"}}).status_code == 200
    story.take(drafter, finding, "finding", "record")
    story.take(drafter, finding, "finding", "revise")
    story.take(drafter, finding, "finding", "withdraw", note="The survey was small.")


def tell_of_a_response(story: Story, address: str, at: dt.datetime) -> None:
    """Somebody without a token answers while the round is open."""
    sent = {"answers": ANSWERS, "publication": "in_full"}
    with clock.at(at):
        answer = api().post(f"{address}responses/", sent, idempotency_key="response")
    assert answer.status_code == 201, answer.content
    story.taken.add(("response", "submit"))


def tell_of_rounds(story: Story, strategy: str, officer: Program, lead: Program) -> None:
    address = story.start(officer, "rounds", "round", strategy=strategy, title="Themes and evidence")
    story.write(officer, address, **consultations.WORDS)
    opens, closes = ((clock.today() + dt.timedelta(days=days)).isoformat() for days in (2, 30))
    dates = {"opens_on": opens, "opens_time": "09:00", "closes_on": closes, "closes_time": "23:59"}
    assert officer.patch(f"{address}draft/", {"details": dates}).status_code == 200
    # Subjects and questions are chosen at the desk.
    consultations.fill(workflows["round"].model.objects.get(record__ref=officer.get(address).json()["ref"]))
    story.take(officer, address, "round", "send_for_review")
    story.take(lead, address, "round", "send_back", note="Say who reads the answers.")
    story.take(officer, address, "round", "send_for_review")
    story.take(lead, address, "round", "schedule")
    tell_of_a_response(story, address, clock.now() + dt.timedelta(days=3))
    later = (clock.today() + dt.timedelta(days=40)).isoformat()
    story.take(lead, address, "round", "extend", closes_on=later, closes_time="17:00", note="The holidays lie between.")
    story.take(officer, address, "round", "pause", note="The hall was flooded.")
    story.take(officer, address, "round", "resume")
    story.take(lead, address, "round", "withdraw", note="Overtaken.")
