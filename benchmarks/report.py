"""What did it come to? Tables in Markdown: speed beside the twins, growth with the rows, memory, and every aim."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.measuring import OURS, Measured


@dataclass(frozen=True)
class Aim:
    """How fast a scene should be beside one of its twins, as a share of the twin's requests a second."""

    scene: str
    twin: str
    at_least: float
    words: str


AIMS = (
    Aim("API list of 50", "bare", 0.5, "at least 0.5 of a bare DRF list of 50 × 20 fields in requests a second"),
    Aim("queue of 50", "bare DRF list", 1 / 3, "at most 3 times as long as the bare DRF list"),
    Aim("ask page", "bare", 1 / 8, "at most 8 times as long as a bare detail view"),
    Aim("submission", "bare", 0.3, "at least 0.3 of a bare insert view in requests a second"),
    Aim("export", "bare", 0.5, "at least half the rows a second of a bare streamed CSV"),
)
MOST_GROWTH = 1.3


def table(heading: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table; all but its first column stand to the right."""
    heading = list(heading)
    lines = ["| " + " | ".join(heading) + " |", "| --- |" + " ---: |" * (len(heading) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows)])


def milliseconds(value: float) -> str:
    return f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def speed(found: list[Measured], size: str, clients: int) -> str:
    """Each scene at one size beside its twins."""
    rows = []
    for scene in found:
        twins = [who for at, number, who in scene.courses if (at, number) == (size, clients) and who != OURS]
        for who in (OURS, *twins):
            whole = scene.courses[size, clients, who].whole
            ratio = "" if who == OURS else f"{scene.ratio(size, clients, who):.2f}"
            times = [milliseconds(whole.percentile(share)) for share in (0.5, 0.95, 0.99)]
            name = f"**{scene.name}**" if who == OURS else f"{who}"
            rate = f"{whole.rate:,.1f}" if whole.rate < 100 else f"{whole.rate:,.0f}"
            rows.append([name, rate, *times, scene.queries.get(who, ""), len(whole.times), ratio])
    heading = ["", "requests/s", "p50 ms", "p95 ms", "p99 ms", "queries", "asked", "ours ÷ twin in requests/s"]
    return table(heading, rows)


def growth(found: list[Measured], sizes: list[str], clients: int) -> str:
    """The median time of each scene at each size, and how it grows from the smallest to the largest."""
    rows = []
    for scene in found:
        for who in (OURS, "bare"):
            if (sizes[0], clients, who) not in scene.courses:
                continue
            times = [milliseconds(scene.courses[size, clients, who].whole.percentile(0.5)) for size in sizes]
            grown = scene.growth(sizes[0], sizes[-1], clients, who)
            rows.append([f"**{scene.name}**" if who == OURS else who, *times, f"{grown:.2f}"])
    return table(["p50 ms", *sizes, "grows"], rows)


def memory(found: list[Measured], sizes: list[str]) -> str:
    """The most that one web process has held, before and while each scene was asked."""
    rows = [[scene.name, *(f"{scene.memory[size][0]} to {scene.memory[size][1]}" for size in sizes)] for scene in found]
    return table(["MiB of one process", *sizes], rows)


def aims(found: list[Measured], sizes: list[str], clients: list[int]) -> str:
    """Every aim, what was measured with each number of clients, and whether it is met."""
    by_name, rows = {scene.name: scene for scene in found}, []
    for aim in AIMS:
        if aim.scene in by_name:
            scene = by_name[aim.scene]
            ratios = [scene.ratio(sizes[-1], number, aim.twin) for number in clients]
            told = [f"{ratio:.2f}" for ratio in ratios]
            rows.append([f"{aim.scene}: {aim.words}", f"≥ {aim.at_least:.2f}", *told, met(min(ratios) >= aim.at_least)])
    if len(sizes) > 1:
        for scene in found:
            grown = [per_row(scene, sizes, number) for number in clients]
            told = [f"{one:.2f}" for one in grown]
            what = f"{scene.name}: {sizes[-1]} beside {sizes[0]}"
            rows.append([what, f"≤ {MOST_GROWTH}", *told, met(max(grown) <= MOST_GROWTH)])
    heading = ["aim", "limit", *(f"{number} client{'s' * (number > 1)}" for number in clients), "met"]
    return table(heading, rows)


def per_row(scene: Measured, sizes: list[str], clients: int) -> float:
    """How much longer it takes at the largest size; for an export, which holds all rows, how much longer for each."""
    grown = scene.growth(sizes[0], sizes[-1], clients)
    holds_all = scene.rows[sizes[0]] != scene.rows[sizes[-1]]
    return grown * scene.rows[sizes[0]] / scene.rows[sizes[-1]] if holds_all else grown


def met(yes: bool) -> str:
    return "yes" if yes else "**no**"


def printed(found: list[Measured], sizes: list[str], clients: list[int]) -> str:
    """All tables."""
    parts = [f"## Aims\n\n{aims(found, sizes, clients)}"]
    for number in clients:
        who = "one client" if number == 1 else f"{number} clients"
        parts.append(f"## {sizes[-1]} rows, {who}\n\n{speed(found, sizes[-1], number)}")
    if len(sizes) > 1:
        parts.append(f"## Growth, one client\n\n{growth(found, sizes, clients[0])}")
    parts.append(f"## Memory\n\n{memory(found, sizes)}")
    return "\n\n".join(parts) + "\n"
