"""What a person is told about the difference of two texts."""

import time

from hypothesis import given
from hypothesis import strategies as st

from lis.doors.word_diff import ADDED, REMOVED, SAME, Piece, word_diff

WORDS = st.lists(st.sampled_from(["fund", "farms", "the", "£4.5", "by", "\n", ",", "Agri-Tech"]), max_size=25).map(
    " ".join
)


def side(diff, other):
    """One of the two texts put together again from the pieces, leaving out what belongs to the ``other``."""
    return "".join(piece.text for piece in diff.pieces if piece.kind != other)


def test_word_diff_marks_a_changed_word_and_keeps_the_rest():
    diff = word_diff("name an official soon", "name an official by March")

    assert diff.pieces == (Piece(SAME, "name an official "), Piece(REMOVED, "soon"), Piece(ADDED, "by March"))


def test_word_diff_tells_the_changes_in_words():
    diff = word_diff("We ask for £4 million soon.", "We ask for £5 million.")

    assert diff.in_words == "Added: “5”. Removed: “4”; “soon”."


def test_word_diff_of_equal_texts_says_that_nothing_changed():
    diff = word_diff("the same", "the same")

    assert not diff.changed
    assert diff.in_words == "Nothing has changed."


def test_word_diff_of_spacing_says_that_only_spacing_changed():
    assert word_diff("two words", "two  words").in_words == "Only the spacing has changed."


def test_word_diff_joins_changes_around_one_short_word_into_a_phrase():
    diff = word_diff("an official of rank", "a director of note")

    assert diff.added == ["a director of note"]
    assert diff.removed == ["an official of rank"]


def test_word_diff_leaves_an_untouched_paragraph_alone():
    diff = word_diff("First.\nSecond one.\n", "First.\nSecond two.\n")

    assert diff.pieces[0] == Piece(SAME, "First.\nSecond ")


def test_word_diff_html_carries_hidden_words_and_escapes_what_people_wrote():
    html = word_diff("safe", "<script>").html

    assert "<script>" not in html
    assert '<del><span class="govuk-visually-hidden">[removed: </span>safe' in html
    assert '<ins><span class="govuk-visually-hidden">[added: </span>&lt;script&gt;' in html


def test_word_diff_of_two_long_unlike_paragraphs_takes_no_long_time():
    began = time.monotonic()

    diff = word_diff("alpha " * 20_000, "beta " * 20_000)

    assert time.monotonic() - began < 2
    assert diff.changed


@given(WORDS, WORDS)
def test_word_diff_holds_both_texts_whole(old, new):
    diff = word_diff(old, new)

    assert side(diff, ADDED) == old
    assert side(diff, REMOVED) == new
