"""A row of numbers as one bar, drawn by the page itself: its parts stand beside it as figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 200


@dataclass(frozen=True)
class Part:
    """One part of a bar: where it begins and how long it is, in units of its drawing."""

    number: int
    x: int
    width: int


def bar(counts: Sequence[int], most: int) -> list[Part]:
    """The parts of a bar of ``counts``, on a scale on which ``most`` fills the width; empty parts are left out."""
    parts, passed = [], 0
    for number, count in enumerate(counts, start=1):
        begins, ends = round(passed * WIDTH / most), round((passed + count) * WIDTH / most)
        passed += count
        if count:
            parts.append(Part(number, begins, max(ends - begins, 1)))
    return parts
