"""Where does an ask go that names no department, and what follows when a remit moves?"""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client

from lis.engine import clock
from lis.engine.models import Event
from lis.frameworks.models import Theme
from lis.jobs.models import Job
from lis.people.models import Organisation
from propositions.asks.models import Ask
from propositions.routing.models import RemitMove, RoutingRule
from propositions.routing.moving import move_each
from propositions.sides.models import Side
from tests.factories import asks
from tests.factories.jobs import do_all_work
from tests.factories.people import actor, body, department, person

pytestmark = pytest.mark.django_db


def rule(*departments: Organisation, code: str = "schools", **fields: object) -> RoutingRule:
    made = RoutingRule.objects.create(code=code, name=fields.pop("name", "Schools"), **fields)
    made.departments.set(departments)
    return made


def where(ask: Ask) -> list[tuple[str, str]]:
    found = Side.objects.filter(ask=ask).exclude(role="sponsor").order_by("role", "organisation__code")
    return list(found.values_list("organisation__code", "role"))


def test_an_ask_that_names_no_department_goes_by_the_first_rule_that_fits_and_its_history_says_so() -> None:
    department("CLGU")
    rule(department("DfT"), code="roads", name="Roads", words="road, rail", priority=50)
    rule(department("DfE"), department("BEIS"), words="school, Programme", priority=60)
    rule(department("Defra"), code="all", name="All extensions", ask_type="programme_extension", priority=70)

    ask = asks.submitted_ask()

    assert where(ask) == [("DfE", "consulted"), ("BEIS", "lead")]
    event = ask.record.events.latest("number")
    assert (event.verb, event.by_service) == ("route", "a routing rule")
    assert event.data == {"about": "Schools", "to": ["BEIS", "DfE"]}


def test_no_rule_counts_where_the_area_named_a_department_or_when_it_has_ended() -> None:
    coordinating = department("CLGU")
    today = clock.today()
    rule(department("DfE"), words="programme")
    assert where(asks.submitted_ask(department("BEIS"))) == [("BEIS", "lead")]

    RoutingRule.objects.update(from_on=today - dt.timedelta(days=9), until_on=today)
    assert where(asks.submitted_ask()) == [(coordinating.code, "lead")]


@pytest.mark.parametrize(
    ("criteria", "fits"),
    [
        ({"words": "county"}, True),
        ({"words": "COUNTY, port"}, True),
        ({"words": "count"}, False),
        ({"tag": "Skills"}, True),
        ({"tag": "ports"}, False),
        ({"ask_type": "programme_extension", "words": "port"}, False),
        ({"ask_type": "pilot_or_test_bed"}, False),
    ],
)
def test_everything_that_a_rule_names_must_fit(criteria: dict[str, str], fits: bool) -> None:
    department("CLGU")
    rule(department("DfE"), **criteria)

    assert where(asks.submitted_ask(tags="skills")) == [("DfE" if fits else "CLGU", "lead")]


def test_a_rule_by_theme_looks_at_the_proposition() -> None:
    department("CLGU")
    theme = Theme.objects.filter(framework__code="lis-2018").first()
    rule(department("DfE"), theme=theme)
    parent = asks.proposition()
    parent.themes.add(theme)
    ask = asks.ask(parent)
    asks.submit(parent)

    assert where(ask) == [("DfE", "lead")]


def test_the_unit_tries_a_rule_on_the_last_asks_before_it_saves_it() -> None:
    unit, beis = department("CLGU"), department("BEIS")
    asks.submitted_ask(beis)
    client, other = Client(), Client()
    client.force_login(person("coordinator", of=unit))
    other.force_login(person("coordinator", of=beis))
    given = {
        "name": "County", "code": "county", "priority": "10", "words": "county", "departments": ["DfE"],
        "from_on_day": "1", "from_on_month": "2", "from_on_year": "2020",
    }  # fmt: skip
    department("DfE")

    tried = client.post("/routing/add/", {**given, "try": "1"})
    assert "1 of the last 200 asks fit" in tried.content.decode()
    assert "BEIS: no rule counts" in tried.content.decode()
    assert not RoutingRule.objects.exists()

    assert client.post("/routing/add/", {**given, "words": ""}).status_code == 400
    assert client.post("/routing/add/", given).status_code == 302
    assert RoutingRule.objects.get().code == "county"
    assert other.get("/routing/").status_code == 404


# Remits -------------------------------------------------------------------------------------------------------------


def moved(ask_type: str = "", *, dry_run: bool = False) -> list[tuple[str, str]]:
    results = move_each(
        actor("coordinator", of=department("CLGU")), leaving=Organisation.objects.called("BEIS").first(),
        receiving=department("DfE"),
        types=[ask_type] if ask_type else [], themes=[], note="Skills moved.", batch=uuid.uuid4(), dry_run=dry_run,
    )  # fmt: skip
    return [(result.ask.ref, result.why_not) for result in results]


def test_all_asks_of_a_remit_move_in_one_act_and_what_was_drafted_stays() -> None:
    beis, dfe, _ = department("BEIS"), department("DfE"), department("CLGU")
    drafted, asked, answered = (asks.submitted_ask(beis) for _ in range(3))
    asks.drafted_side(drafted, beis)
    asks.open_question(asked, beis)
    asks.issued_side(answered, beis)
    events = Event.objects.count()
    reason = f"BEIS does not hold {answered.ref}, so there is nothing to move."
    expected = [(drafted.ref, ""), (asked.ref, ""), (answered.ref, reason)]

    assert moved(dry_run=True) == expected
    assert Event.objects.count() == events

    assert moved() == expected
    assert where(drafted) == [("BEIS", "consulted"), ("DfE", "lead")]
    assert asks.side(drafted, beis).status == "handed_on"
    assert asks.side(drafted, beis).record.drafts.filter(part="words").exists()
    assert not asks.side(drafted, dfe).record.drafts.exists()
    assert asks.side(drafted, dfe).record.events.get().note == "Skills moved."
    batches = set(Event.objects.filter(verb__in=("move_remit", "remit_moved")).values_list("batch", flat=True))
    assert len(batches) == 1
    assert None not in batches
    assert asks.side(answered, beis).status == "issued"


def test_a_remit_may_be_of_some_types_only() -> None:
    beis, _, _ = department("BEIS"), department("DfE"), department("CLGU")
    asks.submitted_ask(beis)

    assert moved("regulatory_change_or_assurance") == []
    assert [why for _, why in moved("programme_extension")] == [""]


def test_a_remit_that_moves_on_a_day_moves_then_and_once() -> None:
    beis, dfe, unit = department("BEIS"), department("DfE"), department("CLGU")
    ask = asks.submitted_ask(beis)
    client = Client()
    client.force_login(person("coordinator", of=unit))
    day = clock.today() + dt.timedelta(days=3)
    given = {
        "leaving": "BEIS", "receiving": "DfE", "note": "Skills move.",
        "on_date_day": str(day.day), "on_date_month": str(day.month), "on_date_year": str(day.year),
    }  # fmt: skip

    assert "1 would move today" in client.post("/routing/remit/", {**given, "look": "1"}).content.decode()
    assert client.post("/routing/remit/", {**given, "move": "1"}).status_code == 302
    assert where(ask) == [("BEIS", "lead")]

    with clock.at(dt.datetime.combine(day, dt.time(6), tzinfo=dt.UTC)):
        do_all_work()
        Job.objects.filter(name="move_remit").update(state="waiting", done_at=None)
        do_all_work()
    assert where(ask) == [("BEIS", "consulted"), (dfe.code, "lead")]
    move = RemitMove.objects.get()
    assert (move.moved, move.refused) == (1, 0)
    assert "Moved" in client.get("/routing/").content.decode()


def test_a_department_that_has_closed_with_successors_is_shown_with_the_asks_that_it_still_holds() -> None:
    beis, dfe, unit = department("BEIS"), department("DfE"), department("CLGU")
    ask = asks.submitted_ask(beis)
    beis.closes_on = clock.today()
    beis.save()
    beis.successors.set([dfe])
    client = Client()
    client.force_login(person("coordinator", of=unit))

    page = client.get("/routing/").content.decode()
    assert "and still holds 1 ask." in page
    assert "/routing/remit/?leaving=BEIS&amp;receiving=DfE" in page

    assert moved() == [(ask.ref, "")]
    assert where(ask) == [("BEIS", "consulted"), ("DfE", "lead")]
    assert "still holds" not in client.get("/routing/").content.decode()


def test_nobody_but_the_units_coordinator_moves_a_remit() -> None:
    ask = asks.submitted_ask(department("BEIS"))
    client = Client()
    client.force_login(person("lead", of=body()))

    assert client.get(f"/asks/{ask.ref}/steps/move-remit/").status_code == 403
    assert client.get("/routing/remit/").status_code == 404
