"""What one body does inside moves nothing that another can see: not a byte, not a header, not the SQL."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lis.engine import clock
from lis.engine.models import Record
from lis.engine.registry import workflows
from lis.engine.writing import save_drafts
from propositions.asks.models import Ask
from propositions.bulk.preparing import prepare
from propositions.bulk.running import confirm
from propositions.bulk.verbs import bulk_step
from propositions.clusters.models import Cluster
from propositions.lines.models import GovernmentLine
from propositions.reserves.models import Reserve
from propositions.sides.models import Allowance
from propositions.sides.team import set_team_rule
from propositions.wording.models import Wording
from tests.factories import asks, papers
from tests.factories.jobs import do_all_work
from tests.factories.people import actor

from .looking import look, look_undone, mail_of
from .stage import LATER, Stage

ADDRESSES = [
    "/", "/account/", "/my-turn/", "/my-turn/mine/", "/my-turn/government/", "/my-turn/answered/", "/my-turn/drafts/",
    "/my-turn/team/", "/my-turn/asked/", "/my-turn/done/",
    "/asks/", "/asks/?q=quokka", "/asks/?q=programme", "/asks/?q=LAN-01.1", "/asks/?waiting_for=department",
    "/asks/?waiting_for=area", "/asks/?waiting_for=nobody", "/asks/?department=BEIS", "/asks/?status=draft",
    "/asks/?type=programme_extension", "/asks/?area=LAN", "/asks/LAN-01.1/", "/asks/LAN-01.2/", "/asks/LAN-01.3/",
    "/asks/LAN-01.1/ledger/", "/asks/LAN-01.1/ledger/docx/",
    "/asks/LAN-01.1/compare/",
    "/asks/LAN-01.1/steps/withdraw/", "/sides/LAN-01.1-BEIS/steps/clear/", "/sides/LAN-01.1-BEIS/steps/take/",
    "/sides/LAN-01.1-LAN-LEP/steps/draft-wording/", "/wordings/LAN-01.1-BEIS-W1/steps/issue/",
    "/asks/LAN-01.1/steps/call-substantive/", "/questions/LAN-01.1-Q1/steps/close/", "/answers/LAN-01.1-A1/steps/read/",
    "/asks/export/csv/", "/asks/export/xlsx/", "/asks/export/jsonl/", "/asks/export/docx/",
    "/asks/export/csv/?q=quokka", "/asks/grid/", "/asks/grid/?q=quokka", "/asks/grid/export/csv/", "/asks/ageing/",
    "/asks/ageing/export/csv/", "/asks/themes/", "/asks/?waited=0-5", "/asks/?department=BEIS&waited=6-10",
    "/my-turn/mine/export/csv/", "/my-turn/others/", "/my-turn/clearance/",
    "/bulk/", "/clusters/", "/clusters/suggested/", "/clusters/answered-differently/", "/api/v1/clusters/",
    "/clusters/BEIS-G02/", "/api/v1/clusters/BEIS-G02/",
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
    "/api/v1/asks/LAN-01.1/ledger/",
    "/api/v1/asks/LAN-01.1/versions/", "/api/v1/asks/LAN-01.1/versions/1/", "/api/v1/asks/LAN-01.1/draft/",
    "/api/v1/propositions/", "/api/v1/propositions/?q=quokka", "/api/v1/propositions/LAN-01/",
    "/api/v1/propositions/LAN-01/steps/", "/api/v1/propositions/LAN-01/events/",
    "/api/v1/propositions/LAN-01/draft/", "/api/v1/sides/", "/api/v1/sides/LAN-01.1-BEIS/",
    "/api/v1/sides/LAN-01.1-BEIS/events/", "/api/v1/sides/LAN-01.1-BEIS/steps/",
    "/api/v1/sides/LAN-01.1-BEIS/versions/", "/api/v1/wordings/", "/api/v1/wordings/LAN-01.1-BEIS-W1/",
    "/api/v1/wordings/LAN-01.1-LAN-LEP-W1/", "/api/v1/questions/", "/api/v1/questions/LAN-01.1-Q1/",
    "/api/v1/questions/LAN-01.1-Q1/steps/", "/api/v1/answers/", "/api/v1/answers/LAN-01.1-A1/",
    "/api/v1/papers/", "/api/v1/papers/LAN-P01/", "/api/v1/papers/LAN-P01/steps/",
    "/api/v1/papers/LAN-P01/events/", "/api/v1/papers/LAN-P01/versions/", "/api/v1/papers/LAN-P01/draft/",
    "/api/v1/strategies/", "/api/v1/strategies/LAN-LIS/",
    "/team-agreement/", "/issue-together/", "/lines/", "/asks/LAN-01.1/line/", "/asks/LAN-01.1/reserve/",
    "/lines/LAN-01.1-L/steps/record-line/", "/reserves/LAN-01.1-R/steps/change/", "/api/v1/lines/",
    "/api/v1/lines/LAN-01.1-L/", "/api/v1/reserves/", "/api/v1/reserves/LAN-01.1-R/",
    "/api/v1/reserves/LAN-01.1-R/steps/", "/api/v1/sides/team-agreement/",
]  # fmt: skip

POSITION = {"stance": "object", "words": "The quokka must wait.", "reason": "There is no quokka money."}

WORDS = {"ask": "The quokka moves in.", "concludes_as": "full", "weight": "editorial", "change": "A quokka."}


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
    colleague, keeper = actor("reviewer", of=beis), actor("coordinator", of=beis)

    def on_side(verb: str, by: object, **data: object) -> Callable[[], object]:
        return lambda: asks.take(verb, asks.side(stage.ask, beis), by, **data)

    def on_words(verb: str, by: object, **data: object) -> Callable[[], object]:
        return lambda: asks.take(verb, Wording.objects.with_record().get(ask=stage.ask), by, **data)

    def draft_beside() -> object:
        side = asks.side(stage.ask, beis)
        return save_drafts(side.record, beis, {"words": "Another quokka.", "note": "quokka"}, by=reviewer.user)

    def allowances() -> object:
        return Allowance.objects.create(organisation=beis, review_days=3, decide_days=4)

    def group() -> object:
        data = {"title": "Quokkas everywhere", "asks": "LAN-01.1 LAN-01.2"}
        return workflows["cluster"].create("group", by=reviewer, data=data)

    def on_group(verb: str, **data: str) -> Callable[[], object]:
        return lambda: asks.take(verb, Cluster.objects.with_record().latest("pk"), reviewer, **data)

    def apply_common() -> object:
        side = asks.side(stage.ask, beis)
        chosen, data = [(side.ref, side.revision)], {"stance": "support", "words": "A common quokka."}
        batch = prepare(reviewer, bulk_step("draft_position"), chosen, data=data)
        return confirm(batch, reviewer, {})

    return [
        (
            "taken, drafted, sent back, drafted again and cleared",
            [
                on_side("take", reviewer),
                on_side("draft_position", reviewer, **POSITION),
                on_side("send_back", clearer, note="More quokka, please."),
                on_side("draft_position", reviewer, **{**POSITION, "words": "A second quokka."}),
                on_side("agree_in_team", colleague, note="The team likes the quokka."),
                on_side("clear", clearer, note="A fine quokka."),
            ],
        ),
        (
            "remarked and answered",
            [
                on_side("remark", colleague, words="Where is the quokka?", quote="quokka"),
                on_side("answer_remark", reviewer, remark="1", words="Behind the other quokka."),
            ],
        ),
        ("to go out on a day", [on_side("schedule", clearer, day="2026-11-24", hour="9", note="A quokka at nine.")]),
        ("called back before it", [on_side("call_back", clearer, note="The quokka overslept.")]),
        (
            "a department that agrees in its team first",
            [lambda: set_team_rule(beis, always=True, by=keeper)],
        ),
        (
            "assigned, given back and assigned again",
            [
                on_side("assign", clearer, person=reviewer.user.email, note="A keeper of the quokka."),
                on_side("assign", clearer, person=""),
                on_side("assign", clearer, person=clearer.user.email),
                allowances,
            ],
        ),
        ("sent back when cleared", [on_side("send_back", clearer, note="Not so fine a quokka."), draft_beside]),
        (
            "grouped with another ask, given one position, made an exception, dissolved",
            [
                group,
                on_group("draft_common", stance="support", words="A common quokka."),
                on_group("make_exception", ask="LAN-01.2", note="It is no quokka."),
                apply_common,
                on_group("dissolve", note="Each quokka is different."),
            ],
        ),
        ("other words drafted", [on_side("draft_wording", reviewer, base=1, **WORDS)]),
        ("changed and cleared", [on_words("redraft", reviewer, base=1, **WORDS), on_words("clear", clearer)]),
        ("sent back and dropped", [on_words("send_back", clearer, note="Quokka?"), on_words("drop", clearer)]),
    ]


def drafts_of_the_area(stage: Stage) -> Acts:
    """Everything that Lancashire can write without sending it."""
    lancashire, drafter, negotiator = stage.bodies["LAN-LEP"], stage.actor("drafter"), stage.actor("negotiator")

    def on(kind: str, ref: str, **bodies: str) -> Callable[[], object]:
        record = Record.objects.get(kind=kind, ref=ref)
        return lambda: save_drafts(record, lancashire, bodies, by=drafter.user)

    def on_reserve(verb: str, **data: str) -> object:
        return asks.take(verb, Reserve.objects.with_record().get(record__ref="LAN-01.1-R"), negotiator, **data)

    def new_ask() -> object:
        return asks.ask(stage.proposition, by=drafter, ask="May we have a quokka?", tags="quokka")

    def other_words(verb: str, part: str, **data: object) -> Callable[[], object]:
        return lambda: asks.take(
            verb, Wording.objects.with_record().get(ask=stage.ask), stage.actor(part), **data
        )  # fmt: skip

    return [
        (
            "other words, drafted and cleared",
            [
                lambda: asks.take("draft_wording", asks.side(stage.ask, lancashire), drafter, base=1, **WORDS),
                other_words("clear", "lead"),
            ],
        ),
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
        (
            "its reserve",
            [
                lambda: on_reserve("change", words="Half a quokka."),
                lambda: on_reserve("drop", note="A whole quokka or none."),
                lambda: on_reserve("set_again", words="Two thirds of a quokka."),
                lambda: asks.reserve_on(
                    Ask.objects.with_record().get(record__ref="LAN-01.2"), "A quarter of a quokka.", by=negotiator
                ),
            ],
        ),
    ]


@pytest.mark.parametrize("part", ["drafter", "lead", "partner", "coordinator", "neighbour"])
def test_what_a_department_does_inside_moves_nothing_for_others(stage: Stage, part: str) -> None:
    assert "\n".join(changes(stage, part, acts_inside(stage))) == ""

    assert Record.objects.get(kind="side", ref="LAN-01.1-BEIS").status == "drafted"
    assert Ask.objects.with_record().get(pk=stage.ask.pk).revision == stage.ask.revision


@pytest.mark.parametrize("part", ["reviewer", "partner", "coordinator", "neighbour", "administrator"])
def test_what_an_area_drafts_moves_nothing_for_others(stage: Stage, part: str) -> None:
    assert "\n".join(changes(stage, part, drafts_of_the_area(stage))) == ""


def lines_of_government(stage: Stage) -> Acts:
    """Everything that Government can write down of its line on an ask on which BEIS and DfE have differed by then."""
    keeper = stage.actor("coordinator")

    def on_line(verb: str, **data: str) -> object:
        return asks.take(verb, GovernmentLine.objects.with_record().get(record__ref="LAN-01.1-L"), keeper, **data)

    return [
        ("no line yet", [lambda: asks.line_on(stage.ask, by=keeper, note="The quokka is still being counted.")]),
        ("a line", [lambda: on_line("record_line", words="Government likes the quokka.")]),
        ("none after all", [lambda: on_line("no_line_yet", note="The quokka was counted wrongly.")]),
    ]


@pytest.mark.parametrize("part", ["drafter", "lead", "negotiator", "neighbour", "stranger"])
def test_what_government_keeps_to_itself_moves_nothing_for_the_area(stage: Stage, part: str) -> None:
    reviewer, clearer = stage.actor("reviewer"), stage.actor("clearer")
    with clock.at(LATER):
        for verb, by, data in (("take", reviewer, {}), ("draft_position", reviewer, POSITION), ("clear", clearer, {}),
                               ("issue", clearer, {})):  # fmt: skip
            asks.take(verb, asks.side(stage.ask, stage.bodies["BEIS"]), by, **data)
        do_all_work()

    assert "\n".join(changes(stage, part, lines_of_government(stage))) == ""

    assert Record.objects.get(kind="line", ref="LAN-01.1-L").status == "none_yet"
