"""Taking steps in the admin: one at a time, many at once, and beginning something new."""

import uuid

import pytest

from lis.engine.actor import Actor
from lis.engine.models import Event
from propositions.drafting.models import Proposition
from tests.factories.asks import MANDATE, ask, proposition, strategy, take
from tests.factories.people import actor, body

from .sheets import fields_of

pytestmark = pytest.mark.django_db
PROPOSITIONS, ASKS = "/admin/propositions/proposition/", "/admin/propositions/ask/"


def fresh(noun):
    return type(noun).objects.with_record().get(pk=noun.pk)


def ready(**words):
    return take("ready", proposition(**words), actor("drafter", of=body()))


def test_a_step_is_taken_from_its_page_and_told_as_done(client, lead):
    mine = ready()
    page = client.get(f"{PROPOSITIONS}{mine.ref}/steps/redraft/")

    answer = client.post(f"{PROPOSITIONS}{mine.ref}/steps/redraft/", fields_of(page), follow=True)

    assert "LAN-01: You took it back to drafting." in answer.content.decode()
    assert fresh(mine).status == "drafting"


def test_a_step_sent_twice_is_done_once_and_says_so(client, lead):
    mine = ready()
    address = f"{PROPOSITIONS}{mine.ref}/steps/redraft/"
    sent = fields_of(client.get(address))
    client.post(address, sent)

    answer = client.post(address, sent, follow=True)

    assert "You already took it back to drafting at" in answer.content.decode()
    assert Event.objects.filter(record=mine.record, verb="redraft").count() == 1


def test_a_step_on_a_stale_page_shows_what_is_new_and_keeps_the_note(client, lead):
    mine = ready()
    address = f"{PROPOSITIONS}{mine.ref}/steps/withdraw/"
    sent = {**fields_of(client.get(address)), "note": "The board changed its mind."}
    take("redraft", mine, actor("drafter", of=body(), name="Robin Dale"))

    stale = client.post(address, sent)

    assert stale.status_code == 412
    assert "has changed since you opened it" in stale.content.decode()
    assert "Took it back to drafting" in stale.content.decode()
    assert "Robin Dale" in stale.content.decode()
    assert fields_of(stale)["note"] == "The board changed its mind."
    assert fresh(mine).status == "drafting"

    client.post(address, fields_of(stale))

    assert fresh(mine).status == "withdrawn"


def test_a_missing_reason_is_told_at_its_field(client, lead):
    mine = ready()
    address = f"{PROPOSITIONS}{mine.ref}/steps/withdraw/"

    answer = client.post(address, fields_of(client.get(address)))

    assert answer.status_code == 400
    assert "<title>Error: " in answer.content.decode()
    assert 'href="#id_note"' in answer.content.decode()
    assert fresh(mine).status == "ready"


def test_what_cannot_be_done_now_says_every_reason(client, drafter):
    mine = proposition(by=Actor.of(drafter), what="")
    address = f"{PROPOSITIONS}{mine.ref}/steps/ready/"
    page = client.get(address)

    answer = client.post(address, {"expected": mine.revision, "key": "k"})

    for found in (page, answer):
        assert "LAN-01 has no words for What yet." in found.content.decode()
        assert "Somebody else must find it ready." in found.content.decode()
    assert page.status_code == 200
    assert answer.status_code == 409
    assert fresh(mine).status == "drafting"


def test_a_step_without_the_revision_read_is_not_taken(client, lead):
    mine = ready()

    answer = client.post(f"{PROPOSITIONS}{mine.ref}/steps/redraft/", {"expected": "x"})

    assert answer.status_code == 428
    assert fresh(mine).status == "ready"


def test_a_step_of_somebody_else_is_refused_and_unknown_ones_are_missing(client, drafter):
    mine = ready()

    for send in (client.get, client.post):
        page = send(f"{PROPOSITIONS}{mine.ref}/steps/submit/")
        assert page.status_code == 403
        assert "It is for a lead of the area" in page.content.decode()
        assert send(f"{PROPOSITIONS}{mine.ref}/steps/start/").status_code == 404
        assert send(f"{PROPOSITIONS}{mine.ref}/steps/nonsense/").status_code == 404


def test_a_consequence_has_no_page(client, lead):
    mine = ask()

    assert client.get(f"{ASKS}{mine.ref}/steps/move/").status_code == 404
    assert client.post(f"{ASKS}{mine.ref}/steps/move/", {"expected": 1}).status_code == 404


def test_a_step_button_saves_what_was_typed_first(client, drafter):
    mine = proposition()
    sent = {**fields_of(client.get(f"{PROPOSITIONS}{mine.ref}/change/")), "part-what": "Typed.", "_step": "ready"}

    answer = client.post(f"{PROPOSITIONS}{mine.ref}/change/", sent)

    assert answer.url == f"{PROPOSITIONS}{mine.ref}/steps/ready/"
    assert mine.record.drafts.get(part="what").body == "Typed."


# Many at once ---------------------------------------------------------------------------------------------------------


def choose(client, verb, *nouns):
    return client.post(
        PROPOSITIONS, {"action": f"step_{verb}", "index": "0", "_selected_action": [noun.pk for noun in nouns]}
    )


def sent_from(page, **more):
    sent = fields_of(page)
    sent["_selected_action"] = [value for name, value in page.context["hidden"] if name == "_selected_action"]
    return {**sent, **more}


def test_submitting_many_shows_first_and_then_does_each_by_itself(client, lead):
    first, second, third = ready(), proposition(), ready()

    preview = choose(client, "submit", first, second, third)

    assert preview.status_code == 200
    assert "2 will change, 1 will stay as they are. Nothing is done yet." in preview.content.decode()
    assert fresh(first).status == "ready"

    sent = sent_from(preview, meeting=MANDATE["meeting"], agreed_on_day=12, agreed_on_month=12, agreed_on_year=2019)
    result = client.post(PROPOSITIONS, sent)

    assert "2 of 2 done" in result.content.decode()
    assert [fresh(noun).status for noun in (first, second, third)] == ["submitted", "drafting", "submitted"]
    events = Event.objects.filter(verb="submit", record__kind="proposition")
    assert len({event.batch for event in events}) == 1
    assert events.get(record=first.record).batch is not None

    again = client.post(PROPOSITIONS, sent)

    assert again.content.decode().count("You already submitted it to Government at") == 2
    assert events.count() == 2


def test_one_that_moved_meanwhile_is_refused_and_stops_no_other(client, lead):
    first, second = ready(), ready()
    preview = choose(client, "submit", first, second)
    take("redraft", first, actor("drafter", of=body()))

    sent = sent_from(preview, meeting=MANDATE["meeting"], agreed_on_day=12, agreed_on_month=12, agreed_on_year=2019)
    result = client.post(PROPOSITIONS, sent).content.decode()

    assert "1 of 2 done" in result
    assert "LAN-01 has changed since you opened it" in result
    assert fresh(first).status == "drafting"
    assert fresh(second).status == "submitted"


def test_the_form_of_many_is_checked_before_anything_is_done(client, lead):
    first = ready()
    preview = choose(client, "submit", first)

    answer = client.post(PROPOSITIONS, sent_from(preview))

    assert answer.status_code == 400
    assert "There is a problem" in answer.content.decode()
    assert fresh(first).status == "ready"


def test_unseen_rows_and_forged_keys_are_not_chosen(client, lead):
    theirs = proposition(of=body("CHW-LEP"))

    page = choose(client, "submit", theirs)
    assert theirs.ref not in page.content.decode() if page.status_code == 200 else page.status_code == 302

    for forged in ("abc", "1 or 1", "9" * 30, "\x00"):
        answer = client.post(PROPOSITIONS, {"action": "step_submit", "index": "0", "_selected_action": forged})
        assert answer.status_code == 400


# Beginning -----------------------------------------------------------------------------------------------------------


def test_adding_goes_through_the_creating_step_once_per_key(client, drafter):
    given = {"strategy": strategy().ref, "title": "Careers Hub", "what": "All.", "why": "", "how": ""}
    page = client.get(f"{PROPOSITIONS}add/")
    sent = {**fields_of(page), **given}

    first = client.post(f"{PROPOSITIONS}add/", sent, follow=True)
    second = client.post(f"{PROPOSITIONS}add/", sent, follow=True)

    assert "You started the proposition. Its reference is LAN-01." in first.content.decode()
    assert "You already started the proposition" in second.content.decode()
    assert Proposition.objects.count() == 1

    other = client.post(f"{PROPOSITIONS}add/", {**sent, "title": "Another"})

    assert other.status_code == 409
    assert fields_of(other)["title"] == "Another"
    assert fields_of(other)["key"] != sent["key"]
    uuid.UUID(fields_of(other)["key"])
    assert Proposition.objects.count() == 1


def test_a_refused_addition_keeps_what_was_typed(client, drafter):
    answer = client.post(f"{PROPOSITIONS}add/", {"strategy": "LAN-99", "title": "Careers Hub", "key": "k"})

    assert answer.status_code == 400
    assert fields_of(answer)["title"] == "Careers Hub"
    assert Proposition.objects.count() == 0


def test_an_address_fills_in_where_the_new_one_belongs(client, drafter):
    mine = proposition()

    assert fields_of(client.get(f"{ASKS}add/?proposition={mine.ref}&nonsense=1"))["proposition"] == mine.ref


def test_nothing_is_begun_in_the_area_of_others(client, drafter):
    theirs = strategy(body("CHW-LEP"))

    answer = client.post(f"{PROPOSITIONS}add/", {"strategy": theirs.ref, "title": "Ours now", "key": "k"})

    assert answer.status_code in {400, 403}
    assert Proposition.objects.count() == 0


def test_a_secretary_is_not_offered_to_add(client, sign_in):
    sign_in("secretary")

    assert client.get(f"{PROPOSITIONS}add/").status_code == 403
    assert "add/" not in client.get(PROPOSITIONS).content.decode()
