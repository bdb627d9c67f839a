"""Which versions change the substance, and on which words a position still stands."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from propositions.asks.weights import AskVersions, VersionLine, is_carried, is_current

WEIGHTS = {"s": "substantive", "e": "editorial"}


def versions(weights: str, called: dict[int, int] | None = None) -> AskVersions:
    lines = [VersionLine(10 + number, number, WEIGHTS[weight]) for number, weight in enumerate(weights, 1)]
    return AskVersions(lines, {10 + number: event for number, event in (called or {}).items()})


@pytest.mark.parametrize(
    ("weights", "called", "on", "current", "carried"),
    [
        ("s", {}, 1, True, False),
        ("se", {}, 1, True, True),
        ("se", {}, 2, True, False),
        ("see", {}, 1, True, True),
        ("ss", {}, 1, False, False),
        ("ses", {}, 2, False, False),
        ("sse", {}, 1, False, False),
        ("sse", {}, 2, True, True),
        ("se", {2: 7}, 1, False, False),
        ("se", {2: 7}, 2, True, False),
        ("see", {2: 7}, 2, True, True),
        ("see", {3: 7}, 2, False, False),
    ],
)
def test_a_position_stands_while_all_that_came_after_was_editorial_and_nobody_called_it_more(
    weights: str, called: dict[int, int], on: int, current: bool, carried: bool
) -> None:
    position, of_ask = SimpleNamespace(ask_version_id=10 + on), versions(weights, called)

    assert is_current(position, of_ask) is current
    assert is_carried(position, of_ask) is carried


def test_nothing_stands_on_a_version_that_is_not_the_asks_own() -> None:
    assert not versions("se").stands_on(99)
    assert not versions("").stands_on(None)
