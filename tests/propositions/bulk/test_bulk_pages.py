"""From a list to many at once, in a browser without scripts: tick, see what would change, confirm, read the result."""

from __future__ import annotations

import pytest
from django.test import Client

from lis.people.models import Organisation
from propositions.bulk.models import Batch
from propositions.sides.models import Side
from tests.factories import asks
from tests.factories.people import actor, body, department, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def beis() -> Organisation:
    return department("BEIS")


@pytest.fixture
def three(beis: Organisation) -> list[Side]:
    parent = asks.proposition()
    made = [asks.ask(parent, departments=(beis,), ask=f"Will you lend us ship {number}?") for number in (1, 2, 3)]
    asks.submit(parent)
    return [asks.side(one, beis) for one in made]


def client_of(*roles: str, of: Organisation) -> Client:
    client = Client()
    client.force_login(person(*roles, of=of))
    return client


def begin(client: Client, **data: object) -> object:
    return client.post("/bulk/begin/", {"verb": "take", "scope": "ticked", "tab": "mine", "query": "", **data})


def statuses(three: list[Side]) -> list[str]:
    return [Side.objects.with_record().get(pk=side.pk).status for side in three]


def test_list_offers_ticks_and_what_to_do_to_a_department_and_not_to_an_area(
    three: list[Side], beis: Organisation
) -> None:
    inside = client_of("reviewer", of=beis).get("/my-turn/").content.decode()
    outside = client_of("lead", of=body()).get("/my-turn/government/").content.decode()

    assert inside.count('type="checkbox" name="item"') == 3
    assert "Do one thing for many asks" in inside
    assert "This is ours" in inside
    assert "Clear the position" not in inside
    assert 'name="item"' not in outside
    assert "many asks" not in outside


def test_ticked_asks_are_foreseen_and_done(three: list[Side], beis: Organisation) -> None:
    client = client_of("reviewer", of=beis)

    chosen = begin(client, item=["LAN-01.1-BEIS", "LAN-01.3-BEIS"])
    dry_run = client.get(chosen.url).content.decode()
    before = statuses(three)
    done = client.post(chosen.url, {}, follow=True).content.decode()

    assert "2 will change" in dry_run
    assert 'href="/asks/LAN-01.3/"' in dry_run
    assert "LAN-01.2" not in dry_run
    assert before == ["routed"] * 3
    assert "2 of 2 done" in done
    assert statuses(three) == ["ours", "routed", "ours"]


def test_all_that_match_the_filters_are_chosen(three: list[Side], beis: Organisation) -> None:
    client = client_of("reviewer", of=beis)

    chosen = begin(client, scope="all", query="q=LAN-01.2")

    assert list(Batch.objects.get().items.values_list("ref", flat=True)) == ["LAN-01.2-BEIS"]
    assert Batch.objects.get().back_url == "/my-turn/?q=LAN-01.2"
    assert "1 will change" in client.get(chosen.url).content.decode()


def test_nothing_ticked_or_nothing_to_do_is_asked_again_with_the_ticks_kept(
    three: list[Side], beis: Organisation
) -> None:
    client = client_of("reviewer", of=beis)

    nothing = begin(client)
    no_verb = begin(client, verb="", item=["LAN-01.1-BEIS"])

    assert nothing.status_code == no_verb.status_code == 400
    assert "Tick at least one ask in the list, or choose all of them." in nothing.content.decode()
    assert "Choose what you want to do." in no_verb.content.decode()
    assert '<input type="hidden" name="item" value="LAN-01.1-BEIS">' in no_verb.content.decode()
    assert not Batch.objects.exists()


def test_what_stays_is_grouped_by_reason_and_a_refused_form_keeps_its_words(
    three: list[Side], beis: Organisation
) -> None:
    client = client_of("reviewer", of=beis)
    asks.take("take", three[0], actor("reviewer", of=beis))
    chosen = begin(client, verb="draft-position", scope="all")

    page = client.get(chosen.url).content.decode()
    refused = client.post(chosen.url, {"stance": "object", "words": "We cannot lend a ship."})
    taken = client.post(
        chosen.url, {"stance": "object", "words": "We cannot.", "reason": "There is none."}, follow=True
    )

    assert "1 will change, 2 will not" in page
    assert "2: It is “Routed”." in page
    assert refused.status_code == 400
    assert "We cannot lend a ship." in refused.content.decode()
    assert "Give the reason that the area will read" in refused.content.decode()
    assert "1 of 3 done" in taken.content.decode()
    assert statuses(three) == ["drafted", "routed", "routed"]


def test_clearer_reads_the_exact_words_before_many_are_cleared(three: list[Side], beis: Organisation) -> None:
    for side in three:
        asks.drafted_side(side.ask, beis, words=f"Yes to {side.ask.ref}.")
    client = client_of("clearer", of=beis)

    page = client.get(begin(client, verb="clear", scope="all").url).content.decode()

    assert "3 will change" in page
    assert [f"Yes to LAN-01.{number}." in page for number in (1, 2, 3)] == [True] * 3


def test_result_can_be_opened_again_by_its_maker_only(three: list[Side], beis: Organisation) -> None:
    client, colleague = client_of("reviewer", of=beis), client_of("reviewer", of=beis)
    chosen = begin(client, scope="all")
    client.post(chosen.url, {})

    assert "3 of 3 done" in client.get(chosen.url).content.decode()
    assert "This is ours" in client.get("/bulk/").content.decode()
    assert colleague.get(chosen.url).status_code == 404
    assert "Nothing yet" in colleague.get("/bulk/").content.decode()


def test_confirming_twice_changes_nothing_twice(three: list[Side], beis: Organisation) -> None:
    client = client_of("reviewer", of=beis)
    chosen = begin(client, scope="all")

    client.post(chosen.url, {})
    client.post(chosen.url, {})

    assert [Side.objects.with_record().get(pk=side.pk).revision for side in three] == [2, 2, 2]


def test_areas_can_do_nothing_for_many_here(three: list[Side]) -> None:
    refused = begin(client_of("lead", of=body()), scope="all")

    assert refused.status_code == 403
    assert not Batch.objects.exists()
