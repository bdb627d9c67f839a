"""What a recommendation or a mandate is about, as one reader may know it: reference, title and page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from lis.engine.actor import Actor
from lis.engine.models import Record
from lis.engine.reading import words_of_records
from lis.engine.registry import workflow_of, workflows
from lis.engine.visibility import visible_records
from lis.templatetags.office import in_words

# Where the words of a kind begin: the part that says in a line what it is.
LINES = ("title", "ask", "statement")


@dataclass(frozen=True)
class About:
    """One record: a reader who may not see it learns its reference and no more."""

    ref: str
    title: str = ""
    url: str = ""
    status: str = ""


def about(records: Iterable[Record], actor: Actor, at: dt.datetime) -> dict[int, About]:
    """Each of ``records`` as ``actor`` may know it, by its key; the same few queries for any number."""
    records = list(records)
    wanted = Record.objects.filter(pk__in=[one.pk for one in records])
    seen = set(visible_records(wanted, actor, at).values_list("pk", flat=True))
    words = words_of_records([one for one in records if one.pk in seen], actor, at)
    plans = workflows["strategy"].model.objects.filter(pk__in=[one.pk for one in records if one.kind == "strategy"])
    titles = dict(plans.values_list("pk", "title"))
    found = {}
    for record in records:
        if record.pk not in seen:
            found[record.pk] = About(record.ref)
            continue
        line = next((words[record.pk].latest[part] for part in LINES if words[record.pk].latest.get(part)), "")
        status = workflow_of(record).statuses[record.status]
        found[record.pk] = About(record.ref, titles.get(record.pk, line), page_of(record), status)
    return found


def page_of(record: Record) -> str:
    """The address of the page of ``record``, or "" where its kind has none."""
    try:
        return reverse(f"{record.kind}_detail", args=[record.ref])
    except NoReverseMatch:
        return ""


def asked_to(verbs: Iterable[str], labels: dict[str, str]) -> str:
    """What the board is asked to do, as it is spoken: "reflect and delegate"."""
    return " and ".join(in_words(labels.get(verb, verb)) for verb in verbs)
