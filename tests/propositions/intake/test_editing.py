"""How an officer corrects a preview without losing a word of the paper."""

import pytest

from propositions.intake import editing
from propositions.intake.editing import CannotEdit
from tests.propositions.intake.papers import as_csv, codes, previewed, read, reference_cues

CUES = reference_cues()


@pytest.fixture
def preview():
    return previewed(
        read(
            as_csv(
                [
                    ["Title", "What", "Why", "Ask"],
                    ["Harbour", "A quay", "Trade", "Extend the pilot\nA visit of BEIS"],
                    ["", "and a crane", "", "A crane. Or an office in the old town hall; or both of them"],
                    ["Ferry", "A boat", "People", "£2 million"],
                ]
            )
        )
    )


def asks(preview, row=1):
    found = next(found for found in preview.rows if found.number == row)
    return [(ask.text, ask.type, ask.departments, ask.money) for ask in found.asks]


def test_many_asks_are_filled_at_once(preview):
    edited = editing.fill(preview, [(1, 1), (1, 2), (3, 1)], type="Legislation", departments=("DfT",), money="new")

    assert asks(edited) == [
        ("Extend the pilot", "Legislation", ("DfT",), "new"),
        ("A visit of BEIS", "Legislation", ("DfT",), "new"),
    ]
    assert asks(edited, 3) == [("£2 million", "Legislation", ("DfT",), "new")]
    assert asks(edited, 2) == asks(preview, 2)
    assert edited.rows[0].asks[0].type_cue == ""
    assert edited.rows[0].asks[1].department_cues == ()


def test_what_is_not_given_is_left_as_it_is(preview):
    edited = editing.fill(preview, [(1, 1)], money="existing")

    assert edited.rows[0].asks[0].type == "Pilot or test bed"
    assert edited.rows[0].asks[0].type_cue == "pilot"


def test_saying_whose_money_it_is_ends_the_warning(preview):
    assert codes(preview.rows[2].asks[0].checks) == ["money"]

    edited = editing.edit_ask(preview, 3, 1, money="existing")

    assert edited.rows[2].asks[0].checks == ()


def test_words_are_edited_and_the_source_stays(preview):
    edited = editing.edit_row(preview, 2, title="A\ncrane", why="It  lifts\r\n")

    assert (edited.rows[1].title, edited.rows[1].why) == ("A crane", "It lifts")
    assert edited.stops == ()
    assert edited.rows[1].sources == preview.rows[1].sources
    assert edited.rows[1].source_cell_hash == preview.rows[1].source_cell_hash


def test_two_rows_become_one_with_all_their_words(preview):
    edited = editing.merge_rows(preview, 1, 2)

    assert [row.number for row in edited.rows] == [1, 3]
    merged = edited.rows[0]
    assert (merged.title, merged.what, merged.why) == ("Harbour", "A quay\nand a crane", "Trade")
    assert [ask.text for ask in merged.asks] == [ask.text for row in preview.rows[:2] for ask in row.asks]
    assert [source.number for source in merged.sources] == [1, 2]
    assert merged.source_cell_hash not in {row.source_cell_hash for row in preview.rows}
    assert edited.stops == ()


def test_a_title_that_stood_in_two_rows_is_whole_after_merging(preview):
    edited = editing.merge_rows(editing.edit_row(preview, 2, title="crane"), 1, 2)

    assert edited.rows[0].title == "Harbour crane"


def test_two_asks_become_one(preview):
    edited = editing.merge_asks(editing.edit_ask(preview, 1, 2, money="new"), 1, 2, 1)

    assert asks(edited) == [("A visit of BEIS Extend the pilot", "Pilot or test bed", ("BEIS",), "new")]


def test_an_ask_is_split_at_a_character_and_each_part_has_its_own_suggestion(preview):
    merged = editing.merge_asks(preview, 1, 1, 2)

    edited = editing.split_ask(merged, 1, 1, CUES, at=len("Extend the pilot"))

    assert asks(edited) == asks(preview)


def test_an_ask_is_split_at_its_lines(preview):
    edited = editing.edit_ask(preview, 2, 1, text="A crane\n• An office", departments=("DfT",))
    assert codes(edited.rows[1].asks[0].checks) == ["several-asks"]

    edited = editing.split_ask(edited, 2, 1, CUES)

    assert asks(edited, 2) == [("A crane", "", ("DfT",), "none"), ("An office", "", ("DfT",), "none")]


@pytest.mark.parametrize("at", [None, -1, 0, 16, 999])
def test_an_ask_is_not_split_into_one_part(preview, at):
    with pytest.raises(CannotEdit, match="Choose a place inside the ask"):
        editing.split_ask(preview, 1, 1, CUES, at=at)


def test_rows_and_asks_are_left_out_and_put_back(preview):
    edited = editing.leave_out(editing.leave_out(preview, 2), 1, 1)
    assert (edited.proposition_count, edited.ask_count) == (2, 2)
    assert edited.stops == ()

    assert editing.put_back(editing.put_back(edited, 2), 1, 1) == preview


def test_leaving_out_the_double_ends_its_warning(preview):
    edited = editing.edit_row(preview, 2, title="FERRY")
    assert [codes(row.checks) for row in edited.rows] == [[], ["same-title"], ["same-title"]]

    assert [codes(row.checks) for row in editing.leave_out(edited, 2).rows] == [[], [], []]


def test_an_ask_is_added(preview):
    assert asks(editing.add_ask(preview, 3, " A pilot  boat ", CUES), 3)[1:] == [
        ("A pilot boat", "Pilot or test bed", (), "none")
    ]


@pytest.mark.parametrize(
    "edit",
    [
        lambda preview: editing.edit_row(preview, 9, title="x"),
        lambda preview: editing.edit_ask(preview, 1, 0, text="x"),
        lambda preview: editing.edit_ask(preview, 1, 3, text="x"),
        lambda preview: editing.merge_rows(preview, 1, 1),
        lambda preview: editing.merge_rows(preview, 1, 9),
        lambda preview: editing.merge_asks(preview, 1, 1, 1),
        lambda preview: editing.merge_asks(preview, 1, 1, 9),
        lambda preview: editing.fill(preview, [(1, 9)], type="Legislation"),
        lambda preview: editing.fill(preview, [(1, 1)], money="stolen"),
    ],
)
def test_what_is_not_there_cannot_be_edited(preview, edit):
    with pytest.raises(CannotEdit):
        edit(preview)
