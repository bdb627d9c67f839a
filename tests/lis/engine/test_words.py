"""The vocabulary of permission: words for people joined by & and |, words for conditions with their sentences."""

from __future__ import annotations

from typing import Any

import pytest

from lis.engine.actor import ANONYMOUS, Actor
from lis.engine.checks import STOP, WARNING, Check
from lis.engine.words import condition, nobody, person


@person("the tall")
def tall(actor: Actor, noun: Any, facts: Any) -> bool:
    return "tall" in noun


@person("the old")
def old(actor: Actor, noun: Any, facts: Any) -> bool:
    return "old" in noun


@pytest.mark.parametrize(
    ("noun", "both", "either"),
    [(set(), False, False), ({"tall"}, False, True), ({"old"}, False, True), ({"tall", "old"}, True, True)],
)
def test_people_are_joined_by_and_and_or(noun: set[str], both: bool, either: bool) -> None:
    assert (tall & old)(ANONYMOUS, noun) is both
    assert (tall | old)(ANONYMOUS, noun) is either


def test_joined_people_can_be_said_in_a_refusal() -> None:
    assert (tall & old).phrase == "the tall, the old"
    assert (tall | old).phrase == "the tall or the old"


def test_nobody_is_nobody() -> None:
    assert nobody(ANONYMOUS, {"tall", "old"}) is False
    assert nobody.phrase == "nobody: it follows from another step"


@condition("has-hat", "Put on a hat.")
def has_hat(actor: Actor, noun: Any, facts: Any) -> bool:
    return facts["hat"]


@condition("weather")
def weather(actor: Actor, noun: Any, facts: Any) -> list[Check]:
    return [Check("rain", "Take an umbrella.", WARNING), Check("storm", "Stay at home.", STOP)]


def test_a_condition_that_fails_stops_with_its_sentence() -> None:
    assert has_hat(ANONYMOUS, None, {"hat": True}) == []
    assert has_hat(ANONYMOUS, None, {"hat": False}) == [Check("has-hat", "Put on a hat.", STOP)]


def test_a_condition_may_answer_several_checks_of_which_some_only_warn() -> None:
    found = weather(ANONYMOUS, None)

    assert [(check.code, check.stops) for check in found] == [("rain", False), ("storm", True)]
