"""What does `./run bench` do? It seeds, serves, measures and prints; README.md holds what it found."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import hashlib
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from typing import Any

from benchmarks import report
from benchmarks.measuring import Measured, measure
from benchmarks.service import FIRST_PORT, Ground, NoGround, Web
from launch.places import ROOT

# Asks and responses of each size; a list of 50 is full in all of them.
SIZES = {"1k": (300, 1_000), "10k": (500, 10_000), "100k": (800, 100_000)}
AREAS = 38
# Whatever decides what a seeded database holds.
INGREDIENTS = (
    "requirements.lock",
    "*/migrations/*.py",
    "*/*/models.py",
    "*/*/models/*.py",
    "*/*/lifecycle.py",
    "lis/engine/*.py",
    "lis/engine/press/*.py",
    "propositions/demonstration/scale/*.py",
    "consultations/demonstration/*.py",
)
# Django has to be set up before anything of ours is imported.
SCENES = (
    "import logging, django; logging.disable(logging.INFO); django.setup(); from benchmarks.scenes import main; main()"
)


def main(arguments: list[str]) -> int:
    asked = parsed(arguments)
    try:
        with Ground.prepared() as ground, contextlib.ExitStack() as stack:
            collect_static_files(ground)
            databases = {size: stack.enter_context(a_copy(ground, seeded(ground, size), size)) for size in asked.sizes}
            found = list(measured(ground, databases, asked))
    except NoGround as problem:
        say(str(problem))
        return 1
    if not found:
        say("No scene has that in its name. Without --only, ./run bench measures and names them all.")
        return 2
    print(conditions(asked, ground.redis_port > 0))
    print(report.printed(found, asked.sizes, asked.clients))
    return 0


def parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench", description="How fast is the service beside plain Django?")
    parser.add_argument(
        "--only", action="append", default=[], help="only scenes whose name holds this; may be repeated"
    )
    parser.add_argument("--sizes", type=lambda given: given.split(","), default=list(SIZES), help="of 1k,10k,100k")
    parser.add_argument("--clients", type=lambda given: [int(one) for one in given.split(",")], default=[1, 2])
    parser.add_argument("--seconds", type=float, default=1.0, help="how long each slice lasts")
    parser.add_argument("--rounds", type=int, default=10, help="how many slices of each there are")
    parser.add_argument("--quick", action="store_true", help="a glance: the smallest size in three short slices")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.sizes) - set(SIZES):
        parser.error(f"there is no size {', '.join(unknown)}")
    if asked.quick:
        asked.sizes, asked.seconds, asked.rounds = asked.sizes[:1], 0.4, 3
    return asked


def say(*words: str) -> None:
    print(*words, file=sys.stderr, flush=True)


# Databases ---------------------------------------------------------------------------------------------------------


def seeded(ground: Ground, size: str) -> str:
    """The name of the database of that size as it was seeded; made where it is missing."""
    asks, responses = SIZES[size]
    name, there = f"seeded_{size}_{fingerprint()}", ground.databases()
    for old in there:
        if old.startswith(f"seeded_{size}_") and old != name:
            ground.drop(old)
    if name in there:
        return name
    unfinished = f"unfinished_{size}"
    ground.drop(unfinished)
    ground.create(unfinished)
    ground.run(unfinished, "manage.py", "migrate", "--verbosity", "0")
    amounts = ("--areas", str(AREAS), "--asks", str(asks), "--responses", str(responses))
    say(ground.run(unfinished, "manage.py", "seed_scale", *amounts).strip())
    ground.rename(unfinished, name)
    return name


def fingerprint() -> str:
    found = hashlib.sha256()
    for path in sorted({path for pattern in INGREDIENTS for path in ROOT.glob(pattern) if path.is_file()}):
        found.update(path.read_bytes())
    return found.hexdigest()[:8]


@contextlib.contextmanager
def a_copy(ground: Ground, source: str, size: str) -> Iterator[str]:
    """A copy of a seeded database that may be written in, for as long as the block lasts."""
    name = f"measured_{size}"
    ground.drop(name)
    ground.create(name, source)
    ground.analyse(name)
    try:
        yield name
    finally:
        ground.drop(name)


def collect_static_files(ground: Ground) -> None:
    ground.run("postgres", "manage.py", "collectstatic", "--noinput", "--verbosity", "0")


# Measuring ---------------------------------------------------------------------------------------------------------


def measured(ground: Ground, databases: dict[str, str], asked: argparse.Namespace) -> Iterator[Measured]:
    """Each scene in turn, on web servers that have just started."""
    scenes = {size: json.loads(ground.run(name, "-c", SCENES, *asked.only)) for size, name in databases.items()}
    for at_once in zip(*scenes.values(), strict=True):
        name, began = at_once[0]["name"], time.monotonic()
        with contextlib.ExitStack() as stack:
            webs = {
                size: stack.enter_context(Web(ground, database, FIRST_PORT + place))
                for place, (size, database) in enumerate(databases.items())
            }
            by_size: dict[str, dict[str, Any]] = dict(zip(databases, at_once, strict=True))
            yield measure(by_size, webs, asked.clients, asked.seconds, asked.rounds)
        say(f"{name:<20}{time.monotonic() - began:6.0f} s, load {os.getloadavg()[0]:.1f}")


def conditions(asked: argparse.Namespace, with_redis: bool) -> str:
    """Under which conditions, in a paragraph."""
    rows = "; ".join(
        f"{size}: {responses:,} responses to one round, {asks} asks of {AREAS} areas"
        for size, (asks, responses) in SIZES.items()
        if size in asked.sizes
    )
    return (
        f"{dt.date.today():%d %B %Y}. {processor()}, {os.cpu_count()} cores, Python {platform.python_version()}. "
        f"Load of the machine {os.getloadavg()[1]:.1f} over the last five minutes. gunicorn with 2 processes of 4 "
        f"threads, settings of a deployment, PostgreSQL and {'Redis' if with_redis else 'no Redis'} on the same "
        f"machine, and the driver too. {asked.rounds} slices of {asked.seconds:g} s for each way of asking, in turn. "
        f"Rows: {rows}.\n"
    )


def processor() -> str:
    with contextlib.suppress(OSError), open("/proc/cpuinfo", encoding="utf-8") as file:
        return next((line.partition(":")[2].strip() for line in file if line.startswith("model name")), "unknown")
    return platform.processor()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
