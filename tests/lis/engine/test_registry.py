"""Which lifecycle belongs to which kind: each kind has one, and one only."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from lis.engine.registry import inheriting_kinds, register, workflow_of, workflows


def test_a_lifecycle_is_found_by_the_kind_of_a_record() -> None:
    assert workflow_of(SimpleNamespace(kind="ask")) is workflows["ask"]
    assert workflows["ask"].step("withdraw").slug == "withdraw"
    assert workflows["side"].step("hand_on").slug == "hand-on"


def test_two_lifecycles_of_one_kind_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="two lifecycles for ask"):
        register(workflows["ask"])


def test_what_is_said_on_an_ask_or_sent_to_a_questionnaire_is_seen_with_it_and_nothing_else_is() -> None:
    assert inheriting_kinds() == ["answer", "clarification", "response"]
