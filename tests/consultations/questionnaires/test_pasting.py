"""What is made of a list of questions as people keep them in documents."""

from __future__ import annotations

from consultations.questionnaires.pasting import questions_in


def test_a_list_becomes_pages_questions_and_options():
    found = questions_in("""
# The themes
1. Do you agree with the five themes? *
- Strongly agree
- Disagree
- Strongly disagree

Q2) Which matter most to you?
Tick all that apply.
• Ideas
• People
• Ideas

# You
Where do you live?

a) In a town
b) In a village

Which town? (a few words)

What have we missed?
Write as much as you like.
""")

    assert [(one.page, one.kind, one.words, one.hint, one.required, one.options) for one in found] == [
        ("The themes", "agree", "Do you agree with the five themes?", "", True, []),
        ("The themes", "multiple", "Which matter most to you?", "Tick all that apply.", False, ["Ideas", "People"]),
        ("You", "single", "Where do you live?", "", False, ["In a town", "In a village"]),
        ("You", "text", "Which town?", "", False, []),
        ("You", "long_text", "What have we missed?", "Write as much as you like.", False, []),
    ]


def test_a_number_that_belongs_to_the_question_stays():
    found = questions_in("10 years from now, what should be different?\n\n2019 was hard. Why?")

    assert [one.words for one in found] == ["10 years from now, what should be different?", "2019 was hard. Why?"]


def test_nothing_is_made_of_nothing():
    assert questions_in("") == []
    assert questions_in("\n# A heading alone\n\n") == []
