"""Trying a lifecycle against the grid that a test has written out: every step, in every status, by everybody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction

from lis.engine.actor import Actor
from lis.engine.errors import NotNow, NotVisible, NotYou
from lis.engine.models import Draft, Event, Grant, Link, Record, Turn, Version
from lis.engine.workflow import Workflow
from lis.jobs.models import Job
from lis.notices.models import Notice
from propositions.sides.models import Position


@dataclass(frozen=True)
class Row:
    """One step of a grid: in which statuses it succeeds, where it leads, whether words are minted, whose it is."""

    verb: str
    succeeds_in: frozenset[str]
    leads_to: str
    mints: bool
    whose: frozenset[str]


def grid(text: str) -> dict[str, Row]:
    """The rows of a grid written out as ``step | status status ... | leads to | words | whose``, with a heading.

    Under a status ``yes`` says that the step succeeds there and ``.`` that it is refused.
    """
    heading, *lines = [[cell.split() for cell in line.split("|")] for line in text.strip().splitlines()]
    statuses = heading[1]
    rows = {}
    for (verb,), cells, (leads_to,), (words,), whose in lines:
        assert len(cells) == len(statuses), verb
        assert set(cells) <= {"yes", "."}, verb
        succeeds_in = frozenset(status for status, cell in zip(statuses, cells, strict=True) if cell == "yes")
        rows[verb] = Row(verb, succeeds_in, leads_to, words == "minted", frozenset(whose))
    return rows


def statuses_of(text: str) -> set[str]:
    """The statuses that a grid has columns for."""
    return set(text.strip().splitlines()[0].split("|")[1].split())


def everything() -> dict[str, Any]:
    """What there is of everything that a step can write."""
    return {
        **{model.__name__: model.objects.count() for model in (Event, Version, Grant, Link, Position, Notice, Job)},
        "records": list(Record.objects.order_by("pk").values_list("pk", "status", "revision")),
        "drafts": list(Draft.objects.order_by("pk").values_list("pk", "revision")),
        "turns": list(Turn.objects.order_by("pk").values_list("pk", "ended_id", "due_on")),
    }


@contextmanager
def undone() -> Iterator[None]:
    """What happens in the block has happened when it is looked at there, and never happened afterwards."""
    mark = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(mark)


def try_everybody(
    workflow: Workflow, noun: Any, rows: dict[str, Row], *, cast: dict[str, Actor], seen_by: set[str],
    given: dict[str, dict[str, Any]], behalf: dict[str, str],
) -> None:  # fmt: skip
    """Every step of ``rows`` by everybody on ``noun``, as it stands: judged, tried, and done where it is allowed.

    ``given`` is what the person gives with each step, ``behalf`` the code of the body for which its event is.
    """
    before = everything()
    for name, actor in cast.items():
        seen = name in seen_by
        assert workflow.model.objects.visible_to(actor).filter(pk=noun.pk).exists() == seen, name
        verdicts = {verdict.verb: verdict for verdict in workflow.judge(actor, [noun])[noun.pk]}
        assert list(verdicts) == [verb for verb in verdicts if verb in rows], name
        assert set(verdicts) == set(rows), name
        for verb, row in rows.items():
            told = f"{verb} by {name} in {noun.status}"
            theirs, now = name in row.whose, noun.status in row.succeeds_in
            assert verdicts[verb].mine == theirs, told
            assert verdicts[verb].available == (theirs and now), told
            assert [reason.code for reason in verdicts[verb].reasons] == (["status"] if theirs and not now else []), (
                told
            )
            if seen and theirs and now:
                _succeeds(workflow, noun, row, actor, given.get(verb, {}), behalf[verb])
            else:
                refusal = NotVisible if not seen else NotYou if not theirs else NotNow
                with pytest.raises(refusal) as refused:
                    workflow.perform(verb, noun, by=actor, expected=noun.revision, data=given.get(verb, {}))
                assert type(refused.value) is refusal, told
                if refusal is NotNow:
                    assert [reason.code for reason in refused.value.reasons] == ["status"], told
                    assert noun.ref in refused.value.sentence, told
    assert everything() == before


def _succeeds(workflow: Workflow, noun: Any, row: Row, actor: Actor, data: dict[str, Any], behalf: str) -> None:
    status, revision = noun.status, noun.revision
    before = everything()

    tried = workflow.perform(row.verb, noun, by=actor, expected=revision, data=data, dry_run=True)

    assert tried.pk is None
    assert everything() == before

    with undone():
        event = workflow.perform(row.verb, noun, by=actor, expected=revision, data=data)

        connection.check_constraints()
        after = status if row.leads_to == "same" else row.leads_to
        assert (event.verb, event.number, event.from_status, event.to_status) == (
            row.verb, revision + 1, status, after,
        )  # fmt: skip
        assert event.by_user == actor.user
        assert event.behalf.code == behalf
        assert event.cause is None
        assert not event.repeated
        last = noun.record.versions.order_by("-number").first()
        assert event.version == (last if row.mints else None)
        assert event.version is None or event.version.events.get() == event
        assert Record.objects.values_list("status", "revision").get(pk=noun.pk) == (after, revision + 1)


def try_unoffered(workflow: Workflow, noun: Any, verbs: set[str], *, cast: dict[str, Actor]) -> None:
    """Steps that create, or that only follow from others, are no steps that anybody can take on ``noun``."""
    before = everything()
    for verb in verbs:
        for actor in cast.values():
            with pytest.raises(NotVisible):
                workflow.perform(verb, noun, by=actor, expected=noun.revision, data={})
    assert everything() == before


def assert_complete(
    workflow: Workflow, text: str, *, creating: set[str] = frozenset(), following: set[str] = frozenset()
) -> None:
    """Whoever adds a step or a status to the lifecycle adds it to the grid: the grid has all of both, and no more."""
    assert {step.verb for step in workflow.steps if not step.creates and not step.consequence} == set(grid(text))
    assert {step.verb for step in workflow.steps if step.creates and not step.consequence} == set(creating)
    assert {step.verb for step in workflow.steps if step.consequence} == set(following)
    assert set(workflow.statuses) == statuses_of(text)
