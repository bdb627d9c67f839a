"""Every step of a source document, in every status, for every role: the written-out table."""

from __future__ import annotations

import pytest

from lis.engine.actor import ANONYMOUS, Actor
from lis.engine.errors import NotNow, NotVisible, NotYou, Refusal
from lis.engine.registry import workflows
from propositions.drafting.models import Proposition
from propositions.intake.forms import Reading
from propositions.intake.models import SourceDocument
from propositions.intake.receiving import import_rows, receive, save_preview
from propositions.intake.working import begin, paper_in
from tests.factories.asks import strategy, take
from tests.factories.people import actor, body, department, superuser
from tests.propositions.intake.papers import as_csv, read

ROWS = [
    ["Proposition", "What", "Why", "How", "Ask"],
    ["Tram", "A tram", "Slow journeys", "With the operator", "Fund a pilot tram"],
]
MORE = [*ROWS, ["Port", "A port", "Trade", "With the owner", "Advise us on the order"]]
ITEMS = [{"block": 1, "becomes": "proposition", "title": "Ferry", "words": "A ferry"}]

pytestmark = pytest.mark.django_db


def reading(rows=ROWS, before: str = "") -> Reading:
    content = before.encode() + as_csv(rows)
    return Reading(read(content), content)


def source_in(status: str) -> SourceDocument:
    """A source with text and a table of one row, whose preview is saved unless it was imported or set aside."""
    drafter = actor("drafter", of=body())
    content = b"Proposition\tWhat\tAsk\nTram\tA tram\tFund it\n\nA ferry could run in summer and in winter alike.\n"
    made = receive(Reading(read(content), content), strategy(), by=drafter)
    made = save_preview(made, begin(made, paper_in(made), 0), drafter)
    if status == "imported":
        import_rows(made, by=drafter, expected=1, seen=1)
    if status == "set_aside":
        take("set_aside", made, drafter)
    return SourceDocument.objects.with_record().get(pk=made.pk)


ROLES = {
    "drafter": lambda: actor("drafter", of=body()),
    "lead": lambda: actor("lead", of=body()),
    "secretary": lambda: actor("secretary", of=body()),
    "negotiator": lambda: actor("negotiator", of=body()),
    "board member": lambda: actor("board_member", of=body()),
    "consultation officer": lambda: actor("consultation_officer", of=body()),
    "drafter of another area": lambda: actor("drafter", of=body("CHW-LEP")),
    "lead of another area": lambda: actor("lead", of=body("CHW-LEP")),
    "reviewer": lambda: actor("reviewer", of=department("BEIS")),
    "clearer": lambda: actor("clearer", of=department("BEIS")),
    "coordinator": lambda: actor("coordinator", of=department("CLGU")),
    "administrator": lambda: actor("administrator", of=body("CONCORDAT")),
    "superuser": lambda: Actor.of(superuser()),
    "anonymous": lambda: ANONYMOUS,
}
WRITERS = {"drafter", "lead"}
COLLEAGUES = {"secretary", "negotiator", "board member", "consultation officer"}

# For a drafter and a lead: what each step answers in each status. For colleagues it is always "not you", for
# everybody else there is nothing to be seen.
TABLE = {
    ("import", "received"): "done",
    ("import", "imported"): "not now",  # its preview is used up: the table is chosen again
    ("import", "set_aside"): "not now",
    ("use", "received"): "done",
    ("use", "imported"): "done",
    ("use", "set_aside"): "not now",
    ("set_aside", "received"): "done",
    ("set_aside", "imported"): "not now",
    ("set_aside", "set_aside"): "not now",
    ("take_up", "received"): "not now",
    ("take_up", "imported"): "not now",
    ("take_up", "set_aside"): "done",
}
REFUSALS = {NotVisible: "not found", NotYou: "not you", NotNow: "not now"}


@pytest.mark.parametrize("status", ["received", "imported", "set_aside"])
@pytest.mark.parametrize("role", ROLES)
def test_step_by_status_and_role(role: str, status: str):
    source, somebody = source_in(status), ROLES[role]()

    found = {}
    for verb in ("import", "use", "set_aside", "take_up"):
        data = {"items": ITEMS} if verb == "use" else {}
        try:
            workflows["source"].perform(verb, source, by=somebody, expected=source.revision, data=data, dry_run=True)
            found[verb, status] = "done"
        except Refusal as refusal:
            found[verb, status] = REFUSALS[type(refusal)]

    expected = {
        key: answer if role in WRITERS else "not you" if role in COLLEAGUES else "not found"
        for key, answer in TABLE.items()
        if key[1] == status
    }
    assert found == expected


@pytest.mark.parametrize("role", ROLES)
def test_receiving_is_for_writers_of_the_area(role: str):
    place, somebody = strategy(), ROLES[role]()

    try:
        status = receive(reading(), place, by=somebody).status
    except Refusal:
        status = "refused"

    assert status == ("received" if role in WRITERS else "refused")
    assert SourceDocument.objects.count() == (1 if role in WRITERS else 0)


def test_every_step_moves_the_status_and_is_told():
    drafter = actor("drafter", of=body())
    source = take("take_up", take("set_aside", source_in("received"), drafter), drafter)

    import_rows(source, by=drafter, expected=source.revision, seen=None)

    events = list(source.record.events.order_by("number").values_list("verb", "from_status", "to_status"))
    assert events == [
        ("receive", "", "received"),
        ("set_aside", "received", "set_aside"),
        ("take_up", "set_aside", "received"),
        ("import", "received", "imported"),
    ]


def test_the_same_file_is_received_once_for_a_strategy_and_once_for_another():
    drafter = actor("drafter", of=body())
    receive(reading(), strategy(), by=drafter)

    with pytest.raises(NotNow, match="received before, as LAN-S01"):
        receive(reading(), strategy(), by=drafter)
    other = receive(reading(), strategy(body("CHW-LEP")), by=actor("drafter", of=body("CHW-LEP")))

    assert other.ref == "CHW-S01"


def test_a_preview_that_changed_meanwhile_is_not_imported():
    source = source_in("received")
    drafter = actor("drafter", of=body())
    save_preview(source, begin(source, paper_in(source), 0), drafter)

    with pytest.raises(Refusal) as refused:
        import_rows(source, by=drafter, expected=source.revision, seen=1)

    assert refused.value.errors == {"seen": ["Somebody else changed the preview after you opened it. Read it again."]}
    assert Proposition.objects.count() == 0


def test_source_is_the_area_bodys_alone():
    source = source_in("received")

    seen = {role for role, make in ROLES.items() if SourceDocument.objects.visible_to(make()).filter(pk=source.pk)}

    assert seen == WRITERS | COLLEAGUES
