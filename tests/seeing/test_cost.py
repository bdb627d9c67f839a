"""What it costs to look, in queries: written down, and the same for one as for fifty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultations.rounds.models import Element
from lis.engine import clock
from lis.engine.actor import Actor
from propositions.asks.models import Ask
from tests.factories import asks, consultations, evidence, papers
from tests.factories.people import actor, body, department, person

from .looking import body_of
from .stage import MORNING, NOON

pytestmark = pytest.mark.django_db

# Queries of each address, session and person included, for a drafter who also leads, and a reviewer of the department.
LISTS = {
    "drafter": {
        "/my-turn/government/": 24,
        "/asks/": 24,
        "/asks/?q=county": 24,
        "/asks/LAN-01.1/": 37,
        "/asks/LAN-01.1/steps/withdraw/": 21,
        "/asks/export/csv/": 20,
        "/asks/export/docx/": 20,
        "/propositions/": 11,
        "/admin/": 33,
        "/admin/propositions/ask/": 29,
        "/admin/propositions/ask/LAN-01.1/change/": 31,
        "/admin/propositions/proposition/": 22,
        "/api/v1/asks/": 19,
        "/api/v1/asks/LAN-01.1/": 17,
        "/api/v1/propositions/": 10,
    },
    "reviewer": {
        "/my-turn/": 24,
        "/asks/": 23,
        "/asks/LAN-01.1/": 44,
        "/sides/LAN-01.1-BEIS/steps/take/": 21,
        "/asks/export/csv/": 19,
        "/propositions/": 11,
        "/api/v1/asks/": 19,
        "/api/v1/asks/LAN-01.1/": 17,
        "/api/v1/sides/": 8,
        "/api/v1/sides/LAN-01.1-BEIS/steps/": 11,
    },
}
PAGE_OF_AN_ASK = {
    "drafter": {"/asks/LAN-01.1/": 44, "/api/v1/asks/LAN-01.1/": 17, "/api/v1/questions/": 7, "/api/v1/answers/": 8},
    "reviewer": {"/asks/LAN-01.1/": 52, "/api/v1/asks/LAN-01.1/": 17, "/api/v1/asks/LAN-01.1/events/": 7},
}
PAPERS = {
    "drafter": {
        "/papers/": 12,
        "/admin/lis/policypositionpaper/": 19,
        "/api/v1/papers/": 10,
        "/strategies/LAN-LIS/": 20,
    },
    "reviewer": {"/papers/": 12, "/api/v1/papers/": 11, "/papers/LAN-P01/": 22},
}
CONSULTATIONS = {
    "drafter": {
        "/consultations/": 10,
        "/consultations/LAN-R01/": 23,
        "/admin/consultations/round/": 19,
        "/admin/consultations/round/LAN-R02/questions/": 33,
        "/admin/consultations/round/LAN-R02/subjects/": 30,
        "/api/v1/rounds/": 8,
        "/evidence/": 10,
        "/admin/lis/finding/": 15,
        "/api/v1/findings/": 7,
    },
    "reviewer": {"/consultations/": 10, "/consultations/LAN-R01/": 14, "/api/v1/rounds/": 9},
}


@pytest.fixture
def people(settings) -> Iterable[dict[str, Client]]:
    """Browsers of a drafter of Lancashire and of a reviewer of BEIS, while the clock stands."""
    settings.API_CALLS_A_MINUTE = (100_000, 100_000)
    clients = {"drafter": Client(), "reviewer": Client()}
    clients["drafter"].force_login(person("drafter", "lead", of=body()))
    clients["reviewer"].force_login(person("reviewer", of=department("BEIS")))
    with clock.at(NOON):
        yield clients


def counted(people: dict[str, Client], costs: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """How many queries each of these addresses takes now, for somebody who has read everything before."""
    return {part: {address: queries(people[part], address) for address in found} for part, found in costs.items()}


def queries(client: Client, address: str) -> int:
    body_of(client.get(address))
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
        body_of(response)
    assert response.status_code == 200, address
    return len(asked)


def submitted_and_drafted(number: int, drafter: Actor, lead: Actor) -> None:
    """A proposition with ``number`` asks, all of them with BEIS, and another whose one ask is a draft."""
    parent = asks.proposition(by=drafter)
    for _ in range(number):
        asks.ask(parent, by=drafter, departments=(department("BEIS"),))
    asks.submit(parent, by=lead)
    asks.ask(asks.proposition(by=drafter), by=drafter, departments=(department("BEIS"),))


def test_lists_and_pages_cost_the_same_for_one_ask_of_each_kind_and_for_fifty(people: dict[str, Client]) -> None:
    drafter, lead = actor("drafter", of=body()), actor("lead", of=body())
    with clock.at(MORNING):
        submitted_and_drafted(1, drafter, lead)
    one = counted(people, LISTS)

    with clock.at(MORNING):
        for _ in range(8):
            submitted_and_drafted(5, drafter, lead)
    fifty = counted(people, LISTS)

    assert Ask.objects.count() == 50
    assert one == fifty == LISTS


def test_the_page_of_an_ask_costs_the_same_for_one_question_and_answer_and_for_ten(people: dict[str, Client]) -> None:
    beis, drafter = department("BEIS"), actor("drafter", of=body())
    reviewer, clearer = actor("reviewer", of=beis), actor("clearer", of=beis)
    with clock.at(MORNING):
        ask = asks.submitted_ask(beis)

    def exchange() -> None:
        asks.take("ask", asks.side(ask, beis), reviewer, question="Which towns?")
        asks.take("answer", ask.clarifications.with_record().latest("pk"), drafter, answer="All of them.")
        asks.take("draft_position", asks.side(ask, beis), reviewer, **asks.POSITION)
        asks.take("clear", asks.side(ask, beis), clearer)
        asks.take("issue", asks.side(ask, beis), clearer)
        asks.take("draft_position", asks.side(ask, beis), reviewer, **asks.POSITION)

    with clock.at(MORNING):
        asks.take("take", asks.side(ask, beis), reviewer)
        exchange()
    one = counted(people, PAGE_OF_AN_ASK)

    with clock.at(MORNING):
        for _ in range(9):
            exchange()
    ten = counted(people, PAGE_OF_AN_ASK)

    assert (ask.clarifications.count(), ask.answers.count()) == (10, 10)
    assert one == ten == PAGE_OF_AN_ASK


def test_lists_of_papers_cost_the_same_for_one_and_for_ten(people: dict[str, Client]) -> None:
    with clock.at(MORNING):
        papers.submitted(department("BEIS"))
    one = counted(people, PAPERS)

    with clock.at(MORNING):
        for number in range(2, 11):
            papers.workstream(number=number, name=f"Workstream {number}")
            papers.submitted(department("BEIS"), number=number)
    ten = counted(people, PAPERS)

    assert one == ten == PAPERS


def test_lists_of_consultations_and_findings_cost_the_same_for_one_and_for_ten(people: dict[str, Client]) -> None:
    officer, lead = actor("consultation_officer", of=body()), actor("lead", of=body())
    with clock.at(MORNING):
        consultation(officer, lead)
    one = counted(people, CONSULTATIONS)

    with clock.at(MORNING):
        for _ in range(9):
            consultation(officer, lead)
    ten = counted(people, CONSULTATIONS)

    assert one == ten == CONSULTATIONS


def consultation(officer: Actor, lead: Actor) -> None:
    """An open round that is about a finding, beside a draft."""
    made = consultations.filled_round(by=officer, opens_at=MORNING + dt.timedelta(hours=1))
    finding = evidence.recorded_finding(by=lead)
    Element.objects.create(round=made, kind="finding", version=finding.record.versions.get())
    asks.take("schedule", asks.take("send_for_review", made, officer), lead)
    consultations.filled_round(by=officer, opens_at=MORNING + dt.timedelta(hours=1))
