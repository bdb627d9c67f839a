"""Writing questions at the desk: one by one, many at once, moved, copied, and never over somebody else's words."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from consultations.questionnaires.editing import code_for
from consultations.questionnaires.models import Question
from consultations.rounds.models import Round
from tests.factories import consultations

pytestmark = pytest.mark.django_db

SINGLE = {"words": "Which town do you live in?", "kind": "single", "page": "1", "options": "- Bury\n- Leigh\n\n"}


@pytest.fixture
def officer() -> Any:
    return consultations.officer()


@pytest.fixture
def desk(officer) -> Client:
    client = Client()
    client.force_login(officer.user)
    return client


@pytest.fixture
def round_(officer) -> Round:
    return consultations.round_(by=officer)


def of(round_: Round, page: str) -> str:
    return f"/admin/consultations/round/{round_.ref}/{page}/"


def asked(round_: Round) -> list[tuple[str, list[str]]]:
    pages = round_.questionnaire.pages.all()
    return [(page.heading, [question.key for question in page.questions.all()]) for page in pages]


def test_a_question_gets_its_short_name_and_codes_from_its_words(desk, round_):
    first = desk.post(of(round_, "questions/page/1/add"), {**SINGLE, "do": "another"})
    desk.post(of(round_, "questions/page/1/add"), {**SINGLE, "required": "on", "hint": "The nearest."})
    desk.post(of(round_, "questions/page/1/add"), {**SINGLE, "key": "home"})

    assert first.headers["Location"] == of(round_, "questions/page/1/add")
    assert asked(round_) == [("Your views", ["town_live", "town_live_2", "home"])]
    second = round_.questionnaire.questions.get(key="town_live_2")
    assert (second.required, second.hint) == (True, "The nearest.")
    assert second.offered == [("bury", "Bury"), ("leigh", "Leigh")]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"words": " "}, "Write the question."),
        ({"kind": ""}, "Choose how it is answered."),
        ({"options": "Bury"}, "Write at least two options, one on each line."),
        ({"options": "Bury\nBury"}, "“Bury” stands there twice. Take one out."),
        ({"options": "x" * 201 + "\nBury"}, "Use 200 characters or fewer for an option."),
        ({"kind": "text"}, "has no options of its own. Empty the box, or choose another answer."),
        ({"key": "Not This"}, "Use small letters, figures and underscores, and begin with a letter."),
        ({"key": "taken"}, "Another question has this short name. Choose a different one."),
    ],
)
def test_a_question_that_does_not_fit_comes_back_with_every_word(desk, round_, given, sentence):
    consultations.ask(round_, [("taken", "text", "Why?", (), False)])

    refused = desk.post(of(round_, "questions/page/1/add"), {**SINGLE, "hint": "My own hint.", **given})

    page = refused.content.decode()
    assert refused.status_code == 400
    assert sentence in page
    assert "My own hint." in page
    assert "There is a problem" in page
    assert round_.questionnaire.questions.count() == 1


def test_a_changed_question_keeps_the_codes_of_options_that_stay_and_may_move_to_another_page(desk, round_):
    desk.post(of(round_, "questions/page/1/add"), {**SINGLE, "key": "town"})
    desk.post(of(round_, "questions/page/add"), {"heading": "You", "introduction": "A few facts."})
    was = desk.get(of(round_, "questions/town")).context["was"]

    saved = desk.post(
        of(round_, "questions/town"),
        {**SINGLE, "key": "town", "page": "2", "options": "Leigh\nBury\nSale", "was": was},
    )

    assert saved.status_code == 302
    assert asked(round_) == [("Your views", []), ("You", ["town"])]
    assert [code for code, _ in Question.objects.get().offered] == ["leigh", "bury", "sale"]


def test_two_who_change_one_question_see_both_texts(desk, round_):
    desk.post(of(round_, "questions/page/1/add"), {**SINGLE, "key": "town"})
    was = desk.get(of(round_, "questions/town")).context["was"]
    Question.objects.update(words="Which city do you live in?")
    mine = {**SINGLE, "key": "town", "words": "Which village do you live in?", "was": was}

    clash = desk.post(of(round_, "questions/town"), mine)
    page = clash.content.decode()

    assert clash.status_code == 412
    assert "Which village do you live in?" in page
    assert "Which city do you live in?" in page
    assert Question.objects.get().words == "Which city do you live in?"
    desk.post(of(round_, "questions/town"), {**mine, "was": clash.context["was"]})
    assert Question.objects.get().words == "Which village do you live in?"


def test_questions_and_pages_move_up_and_a_page_that_goes_leaves_its_questions(desk, round_):
    consultations.ask(round_, [(key, "text", f"{key}?", (), False) for key in ("a", "b")])
    desk.post(of(round_, "questions/page/add"), {"heading": "You"})
    for key in ("c", "d"):
        given = {"words": f"{key}?", "kind": "text", "page": "2", "key": key}
        desk.post(of(round_, "questions/page/2/add"), given)

    desk.post(of(round_, "questions"), {"do": "up:b"})
    assert asked(round_) == [("Your views", ["b", "a"]), ("You", ["c", "d"])]
    desk.post(of(round_, "questions"), {"do": "up:c"})
    assert asked(round_) == [("Your views", ["b", "a", "c"]), ("You", ["d"])]
    desk.post(of(round_, "questions"), {"do": "page-up:2"})
    assert asked(round_) == [("You", ["d"]), ("Your views", ["b", "a", "c"])]
    desk.post(of(round_, "questions"), {"do": "page-out:1"})
    assert asked(round_) == [("Your views", ["b", "a", "c", "d"])]
    kept = desk.post(of(round_, "questions"), {"do": "page-out:1"}, follow=True)
    assert "The only page stays. Change its heading instead." in kept.content.decode()
    desk.post(of(round_, "questions/a"), {"do": "out"})
    assert asked(round_) == [("Your views", ["b", "c", "d"])]


def test_many_questions_are_pasted_and_copied_from_another_round(desk, round_, officer):
    text = "# The themes\nDo you agree? *\n- Strongly agree\n- Strongly disagree\n\n# You\nWhich?\n- One\n- Two\n"

    pasted = desk.post(of(round_, "questions/paste"), {"text": text}, follow=True)
    other = consultations.round_(by=officer, title="Another")
    consultations.ask(other, [("agree", "text", "Ours?", (), False)])
    desk.post(of(other, "questions/copy"), {"earlier": round_.ref})

    assert "Added: 2 questions. Look through them here." in pasted.content.decode()
    assert asked(round_) == [("The themes", ["agree"]), ("You", ["which"])]
    assert asked(other) == [("Your views", ["agree"]), ("The themes", ["agree_2"]), ("You", ["which"])]
    assert other.questionnaire.questions.get(key="which").offered == [("one", "One"), ("two", "Two")]
    assert desk.post(of(round_, "questions/paste"), {"text": "\n"}).status_code == 400
    long = desk.post(of(round_, "questions/paste"), {"text": "x" * 501})
    assert "Use 500 characters or fewer." in long.content.decode()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("How far do you agree that the themes fit?", "far_agree_themes_fit"),
        ("Où habitez-vous ?", "ou_habitez_vous"),
        ("2019: better or worse?", "q_2019_better_worse"),
        ("???", "q"),
        ("あなたは？", "q"),
        ("What is it?", "it"),
    ],
)
def test_a_code_is_made_of_the_words_that_say_something(words, code):
    assert code_for(words, set(), at_most=4) == code
    assert code_for(words, {code}, at_most=4) == f"{code}_2"
