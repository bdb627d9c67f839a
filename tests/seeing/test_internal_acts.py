"""What one body does inside moves nothing that another can see: not a byte, not a header, not the SQL."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lis.engine import clock
from lis.engine.models import Record
from lis.engine.writing import save_drafts
from propositions.asks.models import Ask
from tests.factories import asks, papers
from tests.factories.jobs import do_all_work

from .looking import look, look_undone, mail_of
from .stage import LATER, Stage

ADDRESSES = [
    "/", "/account/", "/my-turn/", "/my-turn/mine/", "/my-turn/government/", "/my-turn/answered/", "/my-turn/drafts/",
    "/my-turn/team/", "/my-turn/asked/", "/my-turn/done/",
    "/asks/", "/asks/?q=quokka", "/asks/?q=programme", "/asks/?q=LAN-01.1", "/asks/?waiting_for=department",
    "/asks/?waiting_for=area", "/asks/?waiting_for=nobody", "/asks/?department=BEIS", "/asks/?status=draft",
    "/asks/?type=programme_extension", "/asks/?area=LAN", "/asks/LAN-01.1/", "/asks/LAN-01.2/", "/asks/LAN-01.3/",
    "/asks/LAN-01.1/steps/withdraw/", "/sides/LAN-01.1-BEIS/steps/clear/", "/sides/LAN-01.1-BEIS/steps/take/",
    "/questions/LAN-01.1-Q1/steps/close/", "/answers/LAN-01.1-A1/steps/read/",
    "/asks/export/csv/", "/asks/export/xlsx/", "/asks/export/jsonl/", "/asks/export/docx/",
    "/asks/export/csv/?q=quokka",
    "/propositions/", "/propositions/?q=quokka", "/propositions/LAN-01/", "/propositions/LAN-02/",
    "/propositions/LAN-01/steps/withdraw/",
    "/strategies/", "/strategies/LAN-LIS/", "/papers/", "/papers/?q=quokka", "/papers/LAN-P01/", "/papers/LAN-P02/",
    "/papers/LAN-P01/compare/", "/papers/LAN-P01/steps/submit/",
    "/admin/", "/admin/propositions/ask/", "/admin/propositions/ask/?q=quokka",
    "/admin/propositions/ask/?waiting_for=department", "/admin/propositions/ask/LAN-01.1/change/",
    "/admin/propositions/ask/LAN-01.1/history/", "/admin/propositions/ask/LAN-01.1/delete/",
    "/admin/propositions/proposition/", "/admin/propositions/proposition/LAN-01/change/",
    "/admin/propositions/proposition/LAN-01/history/", "/admin/lis/policypositionpaper/?q=quokka",
    "/admin/lis/policypositionpaper/LAN-P01/change/", "/admin/lis/policypositionpaper/LAN-P01/history/",
    "/admin/lis/download/",
    "/api/v1/schema/", "/api/v1/asks/", "/api/v1/asks/?q=quokka", "/api/v1/asks/?waiting_for=department",
    "/api/v1/asks/LAN-01.1/", "/api/v1/asks/LAN-01.1/steps/", "/api/v1/asks/LAN-01.1/events/",
    "/api/v1/asks/LAN-01.1/versions/", "/api/v1/asks/LAN-01.1/versions/1/", "/api/v1/asks/LAN-01.1/draft/",
    "/api/v1/propositions/", "/api/v1/propositions/?q=quokka", "/api/v1/propositions/LAN-01/",
    "/api/v1/propositions/LAN-01/steps/", "/api/v1/propositions/LAN-01/events/",
    "/api/v1/propositions/LAN-01/draft/", "/api/v1/sides/", "/api/v1/sides/LAN-01.1-BEIS/",
    "/api/v1/sides/LAN-01.1-BEIS/events/", "/api/v1/sides/LAN-01.1-BEIS/steps/",
    "/api/v1/sides/LAN-01.1-BEIS/versions/", "/api/v1/questions/", "/api/v1/questions/LAN-01.1-Q1/",
    "/api/v1/questions/LAN-01.1-Q1/steps/", "/api/v1/answers/", "/api/v1/answers/LAN-01.1-A1/",
    "/api/v1/papers/", "/api/v1/papers/LAN-P01/", "/api/v1/papers/LAN-P01/steps/",
    "/api/v1/papers/LAN-P01/events/", "/api/v1/papers/LAN-P01/versions/", "/api/v1/papers/LAN-P01/draft/",
    "/api/v1/strategies/", "/api/v1/strategies/LAN-LIS/",
]  # fmt: skip

POSITION = {"stance": "object", "words": "The quokka must wait.", "reason": "There is no quokka money."}


Acts = list[tuple[str, list[Callable[[], object]]]]


def changes(stage: Stage, part: str, acts: Acts) -> list[str]:
    """What that person notices after each group of acts, address by address; they have read the asks before."""
    client, user = stage.client(part), stage.people[part]
    for address in ADDRESSES:
        if address.startswith("/asks/LAN"):
            look(client, address)
    before = {address: look_undone(client, address) for address in ADDRESSES}
    mail_before = mail_of(user)
    assert {seen.status for seen in before.values()} <= {200, 302, 403, 404, 409}
    assert any(seen.sql for seen in before.values())
    noticed = []
    for name, group in acts:
        with clock.at(LATER):
            for act in group:
                act()
            do_all_work()
        for address in ADDRESSES:
            now, then = look_undone(client, address), before[address]
            noticed += [
                f"{name}: {address} ({what})\n{difference(getattr(then, what), getattr(now, what))}"
                for what in ("status", "headers", "cookies", "body", "sql")
                if getattr(now, what) != getattr(then, what)
            ]
        if mail_of(user) != mail_before:
            noticed.append(f"{name}: mail")
    return noticed


def difference(then: object, now: object) -> str:
    """Where the two part, in a line each."""
    old, new = str(then), str(now)
    at = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    return f"  before …{old[max(0, at - 120) : at + 120]!r}\n  after  …{new[max(0, at - 120) : at + 120]!r}"


def acts_inside(stage: Stage) -> Acts:
    """Everything that BEIS can do inside its side, in order."""
    beis, reviewer, clearer = stage.bodies["BEIS"], stage.actor("reviewer"), stage.actor("clearer")

    def on_side(verb: str, by: object, **data: str) -> Callable[[], object]:
        return lambda: asks.take(verb, asks.side(stage.ask, beis), by, **data)

    def draft_beside() -> object:
        side = asks.side(stage.ask, beis)
        return save_drafts(side.record, beis, {"words": "Another quokka.", "note": "quokka"}, by=reviewer.user)

    return [
        (
            "taken, drafted, sent back, drafted again and cleared",
            [
                on_side("take", reviewer),
                on_side("draft_position", reviewer, **POSITION),
                on_side("send_back", clearer, note="More quokka, please."),
                on_side("draft_position", reviewer, **{**POSITION, "words": "A second quokka."}),
                on_side("clear", clearer, note="A fine quokka."),
            ],
        ),
        ("sent back when cleared", [on_side("send_back", clearer, note="Not so fine a quokka."), draft_beside]),
    ]


def drafts_of_the_area(stage: Stage) -> Acts:
    """Everything that Lancashire can write without sending it."""
    lancashire, drafter = stage.bodies["LAN-LEP"], stage.actor("drafter")

    def on(kind: str, ref: str, **bodies: str) -> Callable[[], object]:
        record = Record.objects.get(kind=kind, ref=ref)
        return lambda: save_drafts(record, lancashire, bodies, by=drafter.user)

    def new_ask() -> object:
        return asks.ask(stage.proposition, by=drafter, ask="May we have a quokka?", tags="quokka")

    return [
        (
            "drafts of what is there",
            [
                on("ask", "LAN-01.1", ask="A quokka for the county."),
                on("proposition", "LAN-01", title="Quokka Hub", why="Because of the quokka."),
                on("paper", "LAN-P01", summary="We lead on the quokka.", title="Quokka"),
                on("paper", "LAN-P02", summary="We lead on the quokka."),
            ],
        ),
        (
            "what is new",
            [
                new_ask,
                lambda: asks.proposition(lancashire, by=drafter, title="Quokka village"),
                lambda: papers.written(lancashire, by=drafter, title="Quokka paper"),
            ],
        ),
    ]


@pytest.mark.parametrize("part", ["drafter", "lead", "partner", "coordinator", "neighbour"])
def test_what_a_department_does_inside_moves_nothing_for_others(stage: Stage, part: str) -> None:
    assert "\n".join(changes(stage, part, acts_inside(stage))) == ""

    assert Record.objects.get(kind="side", ref="LAN-01.1-BEIS").status == "ours"
    assert Ask.objects.with_record().get(pk=stage.ask.pk).revision == stage.ask.revision


@pytest.mark.parametrize("part", ["reviewer", "partner", "coordinator", "neighbour", "administrator"])
def test_what_an_area_drafts_moves_nothing_for_others(stage: Stage, part: str) -> None:
    assert "\n".join(changes(stage, part, drafts_of_the_area(stage))) == ""
