"""Whatever stands in a header or a body is either understood or refused in words; nothing falls over."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django import forms
from django.test import RequestFactory
from hypothesis import given as anything
from hypothesis import strategies as st
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from lis.doors.api.etags import etag, expected_revision, idempotency_key, unchanged
from lis.doors.api.forms import given, input_name, serializer_of, shape_of
from lis.doors.api.kinds import Problem
from lis.doors.api.parsing import StrictJSONParser
from lis.engine.actor import ANONYMOUS
from lis.engine.errors import BadInput, VersionMissing
from lis.engine.steps import NoteForm, StepForm
from propositions.drafting.forms import SubmitForm
from propositions.sides.forms import HandOnForm

HEADERS = st.text(st.characters(codec="latin-1", exclude_characters="\r\n"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def request(**headers: str) -> Request:
    return Request(RequestFactory().post("/", **{f"HTTP_{name.upper()}": value for name, value in headers.items()}))


@pytest.mark.parametrize(
    ("header", "revision"),
    [('"7.0123456789abcdef"', 7), ('W/"7.0123456789abcdef"', 7), ('"0"', 0), (' "12-gzip" ', 12), ("", None)],
)
def test_revision_is_read_from_the_tag(header: str, revision: int | None) -> None:
    assert expected_revision(request(if_match=header)) == revision


@anything(HEADERS)
def test_if_match_is_a_revision_or_refused(header: str) -> None:
    try:
        revision = expected_revision(request(if_match=header))
    except (Problem, VersionMissing):
        return
    assert revision is None or 0 <= revision < 10**9


@anything(HEADERS)
def test_if_none_match_names_the_tag_or_not(header: str) -> None:
    assert unchanged(request(if_none_match=header), '"7.0123456789abcdef"') in (True, False)


@anything(st.integers(0, 10**6), st.dictionaries(st.text(), st.text()))
def test_a_tag_given_out_is_understood_when_it_comes_back(revision: int, body: dict[str, str]) -> None:
    tag = etag(revision, body)

    assert expected_revision(request(if_match=tag)) == revision
    assert unchanged(request(if_none_match=f"W/{tag}"), tag)
    assert etag(revision, dict(reversed(body.items()))) == tag


@pytest.mark.parametrize(("header", "key"), [("a", "a"), ('"a b"', "a b"), ("x" * 100, "x" * 100), ("", "")])
def test_key_is_taken_with_and_without_quotation_marks(header: str, key: str) -> None:
    assert idempotency_key(request(idempotency_key=header)) == key


@pytest.mark.parametrize("header", ["x" * 101, '""', '"', "é", "a\\b", "a\tb"])
def test_a_key_that_cannot_be_kept_is_refused(header: str) -> None:
    with pytest.raises(Problem, match="1 to 100"):
        idempotency_key(request(idempotency_key=header))


@anything(st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_a_body_is_an_object_that_can_be_stored_or_refused(raw: bytes) -> None:
    try:
        found = StrictJSONParser().parse(io.BytesIO(raw))
    except ParseError:
        return
    assert isinstance(found, dict)
    assert "\x00" not in str(found)
    str(found).encode()


def test_given_takes_each_value_in_its_fields_kind() -> None:
    class EveryForm(StepForm):
        text = forms.CharField(required=False)
        amount = forms.DecimalField(required=False)
        count = forms.IntegerField(required=False)
        sure = forms.BooleanField(required=False)
        one = forms.ChoiceField(choices=[("a", "A")], required=False)
        some = forms.MultipleChoiceField(choices=[("a", "A")], required=False)
        file = forms.FileField(required=False)

    body = {"text": "x", "amount": 2, "count": 3, "sure": True, "one": "a", "some": ["a"]}
    assert given({**body, "file": None}, EveryForm(actor=ANONYMOUS)) == body

    wrong: dict[str, Any] = {
        "text": 1, "amount": "2", "count": True, "sure": "true", "one": ["a"], "some": [1], "file": "x",
    }  # fmt: skip
    with pytest.raises(BadInput) as refused:
        given(wrong, EveryForm(actor=ANONYMOUS))
    assert set(refused.value.errors) == set(wrong)


def test_a_form_is_described_once_under_the_name_of_its_room() -> None:
    assert input_name(NoteForm) == "NoteInput"
    assert input_name(SubmitForm) == "DraftingSubmitInput"
    assert serializer_of(SubmitForm) is serializer_of(SubmitForm)
    fields = serializer_of(SubmitForm)().fields
    assert [(name, field.required) for name, field in fields.items()] == [
        ("meeting", True), ("agreed_on", True), ("note", False),
    ]  # fmt: skip
    assert shape_of(HandOnForm.base_fields["to"]) == "choices"
