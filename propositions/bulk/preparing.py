"""A batch is prepared: which sides, at which revision; and what would happen to each is foreseen, writing nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.datastructures import MultiValueDict

from lis.engine.actor import Actor
from lis.engine.canonical import clean_text
from lis.engine.checks import STOP, Check
from lis.engine.models import Draft, Version
from lis.engine.registry import workflows
from lis.engine.steps import Step
from lis.frameworks.models import vocabulary_labels

from ..sides.lifecycle import POSITION_PARTS, words_told
from ..sides.models import Side
from .models import Batch, BatchItem
from .verbs import bulk_step

MOST_AT_ONCE = 1_000
GONE = "There is no such side that you can see. Check the reference."
MOVED = "It has changed since you chose it. Read what is new, then choose it again."
UNSAID = "It was not said which revision was read."


@dataclass(frozen=True)
class Foreseen:
    """What would become of one item: it goes, or it stays for these reasons. ``noun`` is None where it is unseen."""

    item: BatchItem
    noun: Any
    becomes: str = ""
    reasons: Sequence[Check] = ()
    words: Sequence[tuple[str, str]] = ()

    @property
    def goes(self) -> bool:
        return not self.reasons


@dataclass
class Group:
    """Items that stay for one and the same reason."""

    code: str
    sentence: str
    items: list[Foreseen] = field(default_factory=list)


def prepare(
    actor: Actor, step: Step, items: Iterable[tuple[str, int | None]], *, title: str = "", back_url: str = "",
    data: Mapping[str, Any] | None = None, own: Mapping[str, dict[str, Any]] | None = None, key: str = "",
    digest: str = "",
) -> Batch:  # fmt: skip
    """Write down that ``actor`` wants ``step`` for these (reference, revision read), each once; nothing is done yet.

    ``data`` is what is given with the step to all, ``own`` what single items are given instead, by their reference.
    """
    chosen = dict(items)
    records = dict(
        Side.objects.visible_to(actor).filter(record__ref__in=list(chosen)).values_list("record__ref", "record_id")
    )
    with transaction.atomic():
        batch = Batch.objects.create(
            maker=actor.user, verb=step.verb, title=title[:160], back_url=back_url[:500], data=dict(data or {}),
            key=key, digest=digest,
        )  # fmt: skip
        BatchItem.objects.bulk_create(
            BatchItem(
                batch=batch, number=number, ref=clean_text(ref)[:60], record_id=records.get(ref), expected=expected,
                data=(own or {}).get(ref, {}),
            )
            for number, (ref, expected) in enumerate(chosen.items(), 1)
        )  # fmt: skip
    return batch


def foresee(batch: Batch, actor: Actor, at: dt.datetime) -> list[Foreseen]:
    """What would happen to each item now, in a number of queries that does not grow with them."""
    step, workflow = bulk_step(batch.verb), workflows["side"]
    items = list(batch.items.order_by("number"))
    sides = Side.objects.with_record().visible_to(actor, at).filter(pk__in=[item.record_id for item in items])
    nouns = {side.pk: side for side in sides}
    verdicts = workflow.judge(actor, nouns.values(), at)
    found, words = [], exact_words(step, list(nouns.values()))
    for item in items:
        noun = nouns.get(item.record_id)
        reasons = _reasons(step, item, noun, verdicts)
        becomes = workflow.statuses.get(step.target or (noun.status if noun else ""), "")
        found.append(Foreseen(item, noun, becomes, reasons, words.get(item.record_id, ())))
    return found


def _reasons(step: Step, item: BatchItem, noun: Any, verdicts: dict[int, Any]) -> list[Check]:
    if noun is None:
        return [Check("not-found", GONE, STOP)]
    verdict = next(verdict for verdict in verdicts[noun.pk] if verdict.step is step)
    if not verdict.mine:
        return [Check("not-you", f"This is not yours to do. It is for {step.who.phrase}.", STOP)]
    if item.expected is None:
        return [Check("version-missing", UNSAID, STOP)]
    if item.expected != noun.revision:
        return [Check("stale", MOVED, STOP)]
    return list(verdict.reasons)


def exact_words(step: Step, sides: Sequence[Side]) -> dict[int, list[tuple[str, str]]]:
    """The words of each side that the step is about, by its key, as (label, text)."""
    keys = [side.pk for side in sides]
    contents: dict[int, dict[str, str]] = {}
    if step.verb in ("draft_position", "clear"):
        own = {side.pk: side.organisation_id for side in sides}
        for draft in Draft.objects.filter(record_id__in=keys, part__in=POSITION_PARTS):
            if draft.organisation_id == own[draft.record_id]:
                contents.setdefault(draft.record_id, {})[draft.part] = draft.body
        stances = vocabulary_labels("stances")
        for content in contents.values():
            content["stance_label"] = stances.get(content.get("stance", ""), "")
    elif step.verb == "issue":
        last = Version.objects.filter(record_id__in=keys).order_by("record_id", "-number").distinct("record_id")
        contents = {version.record_id: version.content for version in last}
    return {pk: words_told(content) for pk, content in contents.items()}


def grouped(foreseen: Iterable[Foreseen]) -> list[Group]:
    """The items that stay, by their reasons, the most frequent first."""
    groups: dict[tuple[str, str], Group] = {}
    for one in foreseen:
        for check in one.reasons[:1]:
            sentence = general(check.sentence, one)
            groups.setdefault((check.code, sentence), Group(check.code, sentence)).items.append(one)
    return sorted(groups.values(), key=lambda group: -len(group.items))


def general(sentence: str, one: Foreseen) -> str:
    """``sentence`` without the references of one item, so that it holds for all that share the reason."""
    if one.noun is None:
        return sentence
    for ref, word in ((one.noun.ref, "it"), (one.noun.ask.ref, "the ask")):
        sentence = sentence.replace(ref, word)
    return sentence[:1].upper() + sentence[1:]


def as_posted(data: Mapping[str, Any]) -> MultiValueDict:
    """Stored input as a form reads it from a page: every value in a list."""
    return MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in data.items()})


def form_of(batch: Batch, step: Step, actor: Actor, data: Mapping[str, Any] | None = None) -> Any:
    """The form of the step, asked once for all: bound to ``data``, or empty with what the batch already holds."""
    seen = Side.objects.with_record().visible_to(actor)
    side = seen.filter(pk__in=batch.items.values("record_id")).order_by("pk").first()
    if data is not None:
        return step.form(data, actor=actor, noun=side)
    initial = {name: value for name, value in batch.data.items() if value not in ("", [])}
    return step.form(actor=actor, noun=side, initial=initial)
