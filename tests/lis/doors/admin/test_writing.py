"""Writing in the admin: part by part, two people at once, nothing lost."""

import pytest

from lis.engine.models import Draft, Event
from tests.factories.asks import ask, proposition, take
from tests.factories.people import actor, body, department

from .sheets import fields_of

pytestmark = pytest.mark.django_db
PROPOSITIONS, ASKS = "/admin/propositions/proposition/", "/admin/propositions/ask/"


def page_of(noun, list_page=PROPOSITIONS) -> str:
    return f"{list_page}{noun.ref}/change/"


def words_of(noun) -> dict[str, str]:
    return dict(Draft.objects.filter(record=noun.record).values_list("part", "body"))


def test_saving_writes_only_what_was_changed_and_no_event(client, drafter):
    mine = proposition(why="One.\n\nTwo.")
    sent = {**fields_of(client.get(page_of(mine))), "part-what": "Cover two counties."}

    answer = client.post(page_of(mine), sent, follow=True)

    assert "Saved: What." in answer.content.decode()
    assert words_of(mine)["what"] == "Cover two counties."
    assert words_of(mine)["why"] == "One.\n\nTwo."
    assert dict(Draft.objects.filter(record=mine.record).values_list("part", "revision")) == {
        "title": 1, "what": 2, "why": 1, "how": 1,
    }  # fmt: skip
    assert Event.objects.filter(record=mine.record).count() == 1


def test_two_people_write_in_different_parts_without_a_clash(client, drafter):
    mine = proposition()
    read_by_both = fields_of(client.get(page_of(mine)))

    client.post(page_of(mine), {**read_by_both, "part-what": "What of the first."})
    answer = client.post(page_of(mine), {**read_by_both, "part-why": "Why of the second."}, follow=True)

    assert answer.status_code == 200
    assert words_of(mine)["what"] == "What of the first."
    assert words_of(mine)["why"] == "Why of the second."


def test_a_stale_part_shows_both_texts_and_then_the_second_one_stands(client, drafter):
    mine = proposition()
    read_by_both = fields_of(client.get(page_of(mine)))
    client.post(page_of(mine), {**read_by_both, "part-what": "Cover the whole of the county."})

    clash = client.post(page_of(mine), {**read_by_both, "part-what": "Cover half.", "part-how": "By bus."})

    assert clash.status_code == 412
    assert "Cover the whole of the county." in clash.content.decode()
    assert f"The text now is by {drafter.name}, " in clash.content.decode()
    assert fields_of(clash)["part-what"] == "Cover half."
    assert words_of(mine)["what"] == "Cover the whole of the county."
    assert words_of(mine)["how"] == "With partners."

    client.post(page_of(mine), fields_of(clash))

    assert words_of(mine)["what"] == "Cover half."
    assert words_of(mine)["how"] == "By bus."


def test_same_words_by_two_people_are_no_clash(client, drafter):
    mine = proposition()
    read_by_both = fields_of(client.get(page_of(mine)))

    for _ in range(2):
        answer = client.post(page_of(mine), {**read_by_both, "part-what": "The same."}, follow=True)

    assert answer.status_code == 200
    assert words_of(mine)["what"] == "The same."


def test_too_long_a_text_is_told_at_its_field_and_kept_on_the_page(client, drafter):
    mine = proposition()
    sent = {**fields_of(client.get(page_of(mine))), "part-title": "x" * 201, "part-what": "Something else."}

    answer = client.post(page_of(mine), sent)

    assert answer.status_code == 400
    assert "There is a problem" in answer.content.decode()
    assert 'href="#id_part-title"' in answer.content.decode()
    assert fields_of(answer)["part-title"] == "x" * 201
    assert words_of(mine)["what"] == "Cover the whole county."


def test_words_typed_while_another_moved_it_on_are_shown_back(client, drafter):
    mine = proposition()
    sent = {**fields_of(client.get(page_of(mine))), "part-what": "My long and careful text."}
    take("ready", mine, actor("lead", of=body()))

    answer = client.post(page_of(mine), sent)

    assert answer.status_code == 409
    assert "its words cannot be changed now" in answer.content.decode()
    assert fields_of(answer)["part-what"] == "My long and careful text."
    assert words_of(mine)["what"] == "Cover the whole county."


def test_details_are_saved_with_the_words_and_left_alone_when_another_changed_them(client, drafter):
    mine = ask(departments=(department("BEIS"),))
    read_by_both = fields_of(client.get(page_of(mine, ASKS)))

    first = {**read_by_both, "departments": ["BEIS", "DfE"], "part-ask": "May we?"}
    second = {**read_by_both, "tags": "skills"}
    assert client.post(page_of(mine, ASKS), first).status_code == 302
    assert client.post(page_of(mine, ASKS), second).status_code == 302

    mine.refresh_from_db()
    assert sorted(mine.departments.values_list("code", flat=True)) == ["BEIS", "DfE"]
    assert mine.tags == ["skills"]
    assert words_of(mine)["ask"] == "May we?"


def test_a_detail_that_both_changed_is_shown_and_nothing_is_saved(client, drafter):
    mine = ask(type="programme_extension")
    read_by_both = fields_of(client.get(page_of(mine, ASKS)))
    client.post(page_of(mine, ASKS), {**read_by_both, "tags": "skills"})

    clash = client.post(page_of(mine, ASKS), {**read_by_both, "tags": "welding", "part-ask": "May we?"})

    assert clash.status_code == 412
    assert fields_of(clash)["tags"] == "welding"
    mine.refresh_from_db()
    assert mine.tags == ["skills"]
    assert words_of(mine)["ask"] != "May we?"

    client.post(page_of(mine, ASKS), fields_of(clash))

    mine.refresh_from_db()
    assert mine.tags == ["welding"]
    assert words_of(mine)["ask"] == "May we?"


@pytest.mark.parametrize("mark", ["", "1", "1.", "x.y", "99999999999999999999.aaaa", "-1.abc"])
def test_a_forged_mark_overwrites_nothing(client, drafter, mark):
    mine = proposition()
    sent = {**fields_of(client.get(page_of(mine))), "part-what": "Forged.", "seen-what": mark}

    answer = client.post(page_of(mine), sent)

    assert answer.status_code == (302 if mark in {"1", "1."} else 412)


def test_somebody_who_may_only_read_cannot_write(client, sign_in):
    sign_in("secretary")
    mine = proposition()

    page = client.get(page_of(mine))
    answer = client.post(page_of(mine), {"part-what": "Mine now.", "seen-what": "1.x"})

    assert 'name="part-what"' not in page.content.decode()
    assert "Cover the whole county." in page.content.decode()
    assert answer.status_code == 403
    assert words_of(mine)["what"] == "Cover the whole county."
