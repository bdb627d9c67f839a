"""How is measured? In slices of time, ours and its twins in turn and size after size, so that noise hits all alike."""

from __future__ import annotations

import itertools
import secrets
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from benchmarks.driver import Asker, Reply, Slice, drive
from benchmarks.service import HOST, Web

OURS = "ours"
EXPECTED = {"get": (200,), "step": (200,), "submission": (201,)}
SAMPLED_EVERY = 0.05


@dataclass
class Course:
    """What one way of asking took, slice by slice."""

    slices: list[Slice] = field(default_factory=list)

    @property
    def whole(self) -> Slice:
        whole = Slice()
        for one in self.slices:
            whole.add(one)
        return whole


@dataclass
class Measured:
    """One scene: its courses by size, number of clients and way of asking, and the memory of the web processes."""

    name: str
    rows: dict[str, int]
    queries: dict[str, int]
    courses: dict[tuple[str, int, str], Course] = field(default_factory=dict)
    # In MiB for each process: before the first request and at the highest.
    memory: dict[str, tuple[int, int]] = field(default_factory=dict)

    def ratio(self, size: str, clients: int, twin: str) -> float:
        """Our requests a second as a share of the twin's: the median over slices that ran one after the other."""
        pairs = zip(
            self.courses[size, clients, OURS].slices, self.courses[size, clients, twin].slices, strict=True
        )  # fmt: skip
        return statistics.median(ours.rate / bare.rate for ours, bare in pairs)

    def growth(self, small: str, large: str, clients: int, who: str = OURS) -> float:
        """How many times longer a request takes at the larger size: the median over slices in turn."""
        pairs = zip(self.courses[small, clients, who].slices, self.courses[large, clients, who].slices, strict=True)
        return statistics.median(before.rate / after.rate for before, after in pairs)


def measure(
    scenes: dict[str, dict[str, Any]], webs: dict[str, Web], clients: list[int], seconds: float, rounds: int
) -> Measured:
    """Measure one scene in all sizes: ``scenes`` and ``webs`` by size."""
    first, largest = next(iter(scenes.values())), next(reversed(scenes.values()))
    rows = {size: scene["rows"] for size, scene in scenes.items()}
    found = Measured(first["name"], rows, largest["queries"])
    ways = {size: {OURS: scene["ours"], **scene["twins"]} for size, scene in scenes.items()}
    resting = {size: max(web.memory()) for size, web in webs.items()}
    highest = dict(resting)
    is_export = first["name"].startswith("export")
    for size, web in webs.items():
        for who in (OURS,) if is_export else ways[size]:
            with watched(web, size, highest):
                # Each thread of each process has a connection to open and templates to read.
                run(web, ways[size][who], clients=2 if is_export else 4, seconds=seconds / 2)
    for number in clients:
        for _ in range(rounds):
            for size, web in webs.items():
                for who, request in ways[size].items():
                    with watched(web, size, highest if who == OURS else {}):
                        slice_ = run(web, request, number, seconds)
                    found.courses.setdefault((size, number, who), Course()).slices.append(slice_)
    found.memory = {size: (resting[size], highest[size]) for size in webs}
    return found


def run(web: Web, request: dict[str, Any], clients: int, seconds: float) -> Slice:
    return drive(web.port, askers(request, clients), seconds, EXPECTED[request["kind"]])


@contextmanager
def watched(web: Web, size: str, highest: dict[str, int]) -> Iterator[None]:
    """Notes in ``highest`` the most memory that a web process has held while the block lasts."""
    over = threading.Event()

    def watch() -> None:
        while True:
            highest[size] = max([highest.get(size, 0), *web.memory()])
            if over.wait(SAMPLED_EVERY):
                return

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


# Requests ----------------------------------------------------------------------------------------------------------


def askers(request: dict[str, Any], clients: int) -> list[Asker]:
    """For each client what it asks next, told the answer to the last."""
    if request["kind"] == "get":
        once = message("GET", request["path"], request["headers"])
        return [lambda reply: once] * clients
    if request["kind"] == "submission":
        return [Sender(request) for _ in range(clients)]
    return [Stepper(request, place, clients) for place in range(clients)]


def message(method: str, path: str, headers: dict[str, str], body: str = "") -> bytes:
    """A request as it goes over the line."""
    content = body.encode()
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", *(f"{name}: {value}" for name, value in headers.items())]
    if content:
        lines.append(f"Content-Length: {len(content)}")
    return "\r\n".join([*lines, "", ""]).encode() + content


class Sender:
    """Sends one response after the other, each under a key of its own."""

    def __init__(self, request: dict[str, Any]) -> None:
        self.request, self.bodies = request, itertools.cycle(request["bodies"])

    def __call__(self, reply: Reply | None) -> bytes:
        headers = {**self.request["headers"], "Idempotency-Key": secrets.token_hex(16)}
        return message("POST", self.request["path"], headers, next(self.bodies))


class Stepper:
    """Takes the step on one record after the other, each with the revision that it has come to."""

    def __init__(self, request: dict[str, Any], place: int, clients: int) -> None:
        self.request = request
        # No two clients on one record: that would measure who waits for whom.
        self.targets = itertools.cycle(request["targets"][place::clients])
        self.bodies = itertools.cycle(request["bodies"][place:])

    def __call__(self, reply: Reply | None) -> bytes:
        target = next(self.targets)
        path, revision = target
        # Kept in the scene, so that the next slice goes on where this one ends.
        target[1] += 1
        headers = {**self.request["headers"], "If-Match": f'"{revision}"'}
        return message("POST", path, headers, next(self.bodies))
