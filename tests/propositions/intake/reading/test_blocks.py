"""Slides and prose in blocks: every word once, in its order, under the line that leads to it."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from propositions.intake.reading.blocks import blocks
from tests.propositions.intake.papers import (
    CHESHIRE_WARRINGTON,
    INNOVATION_AUDIT,
    LANCASHIRE,
    WEST_MIDLANDS,
    read,
    real,
)

MARKS = re.compile(r"[•·–—*-]+")


def words(text: str) -> Counter[str]:
    """How often each word stands in ``text``; marks of bullets and dashes are no words."""
    return Counter(word for word in text.replace("•", " • ").replace("·", " · ").split() if not MARKS.fullmatch(word))


def kinds(found) -> dict[str, int]:
    return dict(Counter(block.kind for block in found))


@pytest.mark.parametrize("name", [CHESHIRE_WARRINGTON, WEST_MIDLANDS, INNOVATION_AUDIT])
def test_no_word_of_a_real_paper_is_lost(name):
    text = real(name).decode()

    paper = read(text.encode())

    assert paper.tables == ()
    assert words(" ".join(block.text for block in paper.blocks)) == words(text)


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        (CHESHIRE_WARRINGTON, {"heading": 12, "paragraph": 13, "bullet": 48}),
        (WEST_MIDLANDS, {"heading": 2, "paragraph": 9, "bullet": 28}),
        (INNOVATION_AUDIT, {"heading": 3, "paragraph": 31, "bullet": 9}),
    ],
)
def test_blocks_of_real_papers_are_counted(name, counted):
    assert kinds(read(real(name)).blocks) == counted


def test_words_of_the_lancashire_paper_are_in_the_table_or_a_block():
    text = real(LANCASHIRE).decode()

    paper = read(text.encode())

    table = paper.tables[0]
    cells = [text for row in table.rows for text in row.fields.values()]
    assert words(" ".join([*table.headings, *cells, *(block.text for block in paper.blocks)])) == words(text)


def test_headings_of_slides_are_found():
    found = read(real(CHESHIRE_WARRINGTON)).blocks

    assert [block.text for block in found if block.kind == "heading"] == [
        "Sub Regional Leaders Board Friday 26 th July 2019",
        "Local Industrial Strategy Update",
        "Progress Update",
        "Progress update",
        "Progress update (2)",
        "Emerging Themes and Key Messages",
        "Energy & Clean Growth",
        "Life Sciences",
        "Manufacturing Supply Chains",
        "Ideas",
        "Recommend",
        "More recommend",
    ]


def test_actions_stand_under_the_line_that_leads_to_them():
    found = {block.number: block for block in read(real(CHESHIRE_WARRINGTON)).blocks}

    leads = [
        (block, [other for other in found.values() if other.under == block.number])
        for block in found.values()
        if block.text.startswith("We will ") and block.text.endswith(":")
    ]
    assert [found[lead.under].text for lead, _ in leads] == [
        "Energy & Clean Growth",
        "Life Sciences",
        "Manufacturing Supply Chains",
        "Ideas",
    ]
    assert [len(actions) for _, actions in leads] == [5, 4, 5, 5]


def test_categories_of_asks_stand_under_their_line():
    found = read(real(INNOVATION_AUDIT)).blocks

    lead = next(block for block in found if block.text == "These are categorised as below:")
    assert [len(block.text.split()) for block in found if block.under == lead.number] == [143, 73, 143, 47]


def test_a_slide_does_not_stand_under_the_heading_of_the_slide_before():
    found = blocks(
        "Trade • Port • Rail\nA long line of prose that is a slide without a heading of its own.\nSkills • Hub"
    )

    assert [(block.text, block.under) for block in found] == [
        ("Trade", 0),
        ("Port", 1),
        ("Rail", 1),
        ("A long line of prose that is a slide without a heading of its own.", 0),
        ("Skills", 0),
        ("Hub", 5),
    ]


def test_lines_broken_for_want_of_room_are_joined():
    found = blocks("The harbour is the largest on this coast and it has been so for\na hundred years.\n\nIt trades.")

    assert [block.text for block in found] == [
        "The harbour is the largest on this coast and it has been so for a hundred years.",
        "It trades.",
    ]


def test_recommendations_are_bullets_that_keep_their_marks():
    found = blocks("The Board is asked to:\n(i) Note the report\n(ii) Agree the asks")

    assert [(block.kind, block.text, block.under) for block in found] == [
        ("paragraph", "The Board is asked to:", 0),
        ("bullet", "(i) Note the report", 1),
        ("bullet", "(ii) Agree the asks", 1),
    ]


@settings(deadline=None, max_examples=200, database=None)
@given(st.text(alphabet="ab A•·-:.\n(i)", max_size=200))
def test_no_word_is_lost_and_blocks_are_numbered(text):
    found = blocks(text)

    assert [block.number for block in found] == list(range(1, len(found) + 1))
    assert all(block.under < block.number for block in found)
    letters = re.compile(r"[^\W_]")
    assert letters.findall("".join(block.text for block in found)) == letters.findall(text)
