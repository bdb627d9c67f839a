"""The canonical form of words: the same words give the same bytes, whoever writes them down."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lis.engine.canonical import canonical, clean_text, digest, words_of

# Written by hand, and the hashes by sha256sum: whatever else changes, these never do.
GOLDEN = [
    ({}, "{}", "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"),
    (
        {"what": "Cover the county.", "title": "Careers Hub"},
        '{"title":"Careers Hub","what":"Cover the county."}',
        "b08d97b3d7a98b993036119e6e517c263fd86351c084a68e2faddbf7590012c1",
    ),
    (
        {"b": [True, False, 7, "x"], "a": {"z": 1, "é": "£10m – “now”"}},
        '{"a":{"z":1,"é":"£10m – “now”"},"b":[true,false,7,"x"]}',
        "715b5425527e6aa8f4cb46d70ae763c0c86bd636bf2275cfad0c8e8b229250e9",
    ),
    (
        {"words": 'One\r\ntwo\rthree\t"four"\\'},
        '{"words":"One\\ntwo\\nthree\\t\\"four\\"\\\\"}',
        "b03c32f3b6cadf684fd85c009d82fbb75d74a9cc69fbe5a150a845da630bedae",
    ),
    (
        {"words": "a\x00b\x1bc\x7fd\x85e\ud800f"},
        '{"words":"abcdef"}',
        "a9032f2157e779e6ef5148c4863bf1ef21167aad08cb86945cb8eac5b5d4d17e",
    ),
]


@pytest.mark.parametrize(("body", "text", "fingerprint"), GOLDEN)
def test_canonical_form_is_this_text_and_no_other(body: dict[str, Any], text: str, fingerprint: str) -> None:
    assert canonical(body) == text
    assert digest(text) == fingerprint


@pytest.mark.parametrize("value", [None, 1.5, b"bytes", {1, 2}, object()])
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="has no canonical form"):
        canonical({"value": [value]})


def test_keys_that_are_no_strings_are_refused() -> None:
    with pytest.raises(TypeError, match="Every key"):
        canonical({"value": {1: "one"}})


def test_accents_are_kept_as_they_were_typed() -> None:
    composed, decomposed = "caf\u00e9", "cafe\u0301"

    assert canonical({"a": composed}) == '{"a":"caf\u00e9"}'
    assert canonical({"a": decomposed}) == '{"a":"cafe\u0301"}'


def test_words_are_every_string_a_line_each_without_the_empty_ones() -> None:
    assert words_of({"title": "Hub", "empty": " ", "tags": ["a", 3, True, ["b"]], "deep": {"x": "c"}}) == "Hub\na\nb\nc"


# Any text that Python can hold, lone surrogates and control characters too.
texts = st.text(alphabet=st.characters(), max_size=40)
bodies = st.dictionaries(
    st.text(alphabet="abcxyzé", min_size=1, max_size=5),
    st.recursive(texts | st.integers() | st.booleans(), lambda inner: st.lists(inner, max_size=4), max_leaves=6),
    max_size=5,
)


@given(texts)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_text(text)

    assert clean_text(once) == once
    assert "\r" not in once
    assert "\x00" not in once
    once.encode()


@given(texts)
def test_line_ends_of_a_browser_and_of_a_program_are_one(text: str) -> None:
    lf = clean_text(text)

    assert clean_text(lf.replace("\n", "\r\n")) == lf
    assert clean_text(lf.replace("\n", "\r")) == lf


@given(bodies)
def test_reading_a_canonical_text_and_writing_it_again_changes_nothing(body: dict[str, Any]) -> None:
    text = canonical(body)

    assert canonical(json.loads(text)) == text


@given(bodies)
def test_the_order_of_keys_makes_no_difference(body: dict[str, Any]) -> None:
    backwards = dict(reversed(body.items()))

    assert canonical(backwards) == canonical(body)
