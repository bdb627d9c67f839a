"""Which asks stand under which tab of a person's list?"""

import datetime as dt

import pytest

from lis.engine import clock
from lis.engine.actor import Actor
from propositions.asks.ages import BANDS
from propositions.asks.filters import AskFilterSet
from propositions.asks.models import Ask
from propositions.queue.ageing import held_by, holders
from propositions.queue.tabs import counts, tabs_for
from tests.factories import asks
from tests.factories.people import actor, body, department

pytestmark = pytest.mark.django_db


def test_a_question_to_the_area_is_not_with_government_for_a_sponsor():
    beis, sponsor = department(), body("CHW-LEP")
    parent = asks.proposition()
    parent.sponsors.add(sponsor)
    ask = asks.ask(parent, departments=(beis,))
    asks.submit(parent)
    asks.open_question(Ask.objects.with_record().get(pk=ask.pk), beis)

    reader = actor("drafter", of=sponsor)
    numbers = counts(Ask.objects.visible_to(reader), tabs_for(reader))

    assert numbers == {"mine": 0, "government": 0, "answered": 0, "drafts": 0}


def listed(reader: Actor, slug: str) -> list[str]:
    tab = next(tab for tab in tabs_for(reader) if tab.slug == slug)
    return [ask.ref for ask in Ask.objects.with_record().visible_to(reader).filter(tab.where).order_by("record__ref")]


def test_what_another_department_holds_and_what_waits_to_be_cleared_have_tabs_of_their_own():
    beis, dfe = department(), department("DfE")
    shared = asks.submitted_ask(beis, dfe)
    asks.submitted_ask(beis)
    reader = actor("reviewer", of=beis)

    assert listed(reader, "others") == [shared.ref]
    assert listed(reader, "clearance") == []

    asks.drafted_side(shared, beis)
    assert listed(reader, "clearance") == [shared.ref]

    asks.take("clear", asks.side(shared, beis), actor("clearer", of=beis))
    assert listed(reader, "clearance") == []


TODAY = dt.datetime(2020, 1, 21, 12, tzinfo=dt.UTC)  # a Tuesday, with three bank holidays at Christmas before it


@pytest.mark.parametrize(
    ("sent", "band"),
    [
        (dt.datetime(2020, 1, 21, 9, tzinfo=dt.UTC), "0-5"),
        (dt.datetime(2020, 1, 14, 23, tzinfo=dt.UTC), "0-5"),
        (dt.datetime(2020, 1, 13, 9, tzinfo=dt.UTC), "6-10"),
        (dt.datetime(2020, 1, 7, 9, tzinfo=dt.UTC), "6-10"),
        (dt.datetime(2020, 1, 6, 9, tzinfo=dt.UTC), "11-20"),
        (dt.datetime(2019, 12, 19, 9, tzinfo=dt.UTC), "11-20"),
        (dt.datetime(2019, 12, 18, 23, 30, tzinfo=dt.UTC), "over-20"),
    ],
)
def test_the_filter_by_age_counts_working_days_as_the_table_of_ages_does(sent: dt.datetime, band: str):
    with clock.at(sent):
        ask = asks.submitted_ask(department())
    with clock.at(TODAY):
        everything = Ask.objects.with_record()
        found = [
            one.slug for one in BANDS if AskFilterSet({"waited": one.slug}, queryset=everything).qs.filter(pk=ask.pk)
        ]
        counted = holders(held_by(everything))[0].counts

    assert found == [band]
    assert counted == [int(one.slug == band) for one in BANDS]


def test_the_filter_by_age_looks_at_the_department_that_is_chosen():
    beis, dfe = department(), department("DfE")
    with clock.at(dt.datetime(2019, 12, 18, 9, tzinfo=dt.UTC)):
        ask = asks.submitted_ask(beis)
    with clock.at(dt.datetime(2020, 1, 21, 9, tzinfo=dt.UTC)):
        asks.take("hand_on", asks.side(ask, beis), actor("reviewer", of=beis), to=["DfE"], note="Theirs.")
    with clock.at(TODAY):
        chosen = {"department": "DfE"}
        found = [
            one.slug
            for one in BANDS
            if AskFilterSet({**chosen, "waited": one.slug}, queryset=Ask.objects.with_record()).qs.exists()
        ]

    assert dfe.code == "DfE"
    assert found == ["0-5"]
