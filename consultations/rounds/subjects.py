"""What a round is about, as it is read: the words that an element pins, and what may be chosen as one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from lis.engine.actor import Actor
from lis.engine.models import Version
from lis.frameworks.models import Theme
from lis.papers.parts import sections_of as sections_of_paper
from lis.search.finding import readable, search_query

from .models import Element, Round

# Where the words of each kind of record stand in its versions: heading of each part, in order of reading.
PARTS_OF = {
    Element.Kind.PROPOSITION: (("what", "What"), ("why", "Why"), ("how", "How")),
    Element.Kind.ASK: (("ask", "What is asked of Government"),),
    Element.Kind.FINDING: (("detail", "In detail"), ("source", "Where it comes from")),
}
TITLE_OF = {Element.Kind.FINDING: "statement"}
RECORDS = (Element.Kind.FINDING, Element.Kind.PAPER, Element.Kind.PROPOSITION, Element.Kind.ASK)
MOST_OFFERED = 100


@dataclass(frozen=True)
class Subject:
    """One thing that a round is about, in the words that were pinned: never later ones, of a section that alone."""

    kind: str
    reference: str
    title: str
    sections: list[tuple[str, str]] = field(default_factory=list)
    explanation: str = ""
    part: str = ""
    number: int = 0

    @property
    def name(self) -> str:
        """What it is called in a list: "CHW-P01 Energy and clean growth: What the evidence says"."""
        name = f"{self.reference} {self.title}".strip()
        return f"{name}: {self.sections[0][0]}" if self.part and self.sections else name


def subject_of(element: Element) -> Subject:
    """``element`` (with its theme, or its version and the version's record) as a visitor reads it."""
    kind = Element.Kind(element.kind)
    if element.theme is not None:
        return Subject(kind.label, "", element.theme.name, explanation=element.explanation)
    title, sections = words_in(kind, element.version.content, element.part)
    version = element.version
    return Subject(
        kind_words(kind, element.part), version.record.ref, title, sections, element.explanation, element.part,
        version.number,
    )  # fmt: skip


def subjects_of(round_: Round) -> list[Subject]:
    """All that ``round_`` is about, in its order."""
    return [subject_of(element) for element in round_.elements.select_related("version__record", "theme")]


def kind_words(kind: Element.Kind, part: str) -> str:
    """What kind of thing it is: a paper of which no section was chosen is meant as a whole."""
    return "Paper" if kind == Element.Kind.PAPER and not part else str(kind.label)


def words_in(kind: str, content: dict[str, Any], part: str = "") -> tuple[str, list[tuple[str, str]]]:
    """Title and sections (heading, text) of a version's content; with ``part``, of that section alone."""
    title = content.get(TITLE_OF.get(kind, "title"), "")
    if kind == Element.Kind.PAPER:
        found = sections_of_paper(content)
    else:
        found = [(key, heading, content.get(key, "")) for key, heading in PARTS_OF[kind]]
    return title, [(heading, text) for key, heading, text in found if text.strip() and part in ("", key)]


# Choosing -------------------------------------------------------------------------------------------------------------


def offered(round_: Round, kind: str, actor: Actor, at: dt.datetime, words: str = "") -> list[tuple[str, str]]:
    """What may be chosen of one kind, as value and name, without what the round has already.

    A value is a reference (``CHW-P01``), a reference with a section (``CHW-P01/evidence``), or the name of a theme.
    """
    if kind == Element.Kind.THEME:
        taken = set(round_.elements.filter(kind=kind).values_list("theme_id", flat=True))
        return [(theme.name, f"{theme.name} ({theme.get_kind_display().lower()})") for theme in themes_of(round_)
                if theme.pk not in taken]  # fmt: skip
    taken = set(round_.elements.exclude(version=None).values_list("version__record__ref", "part"))
    found = latest_versions(round_, kind, actor, at)
    if words.strip():
        found = found.filter(pk__in=readable(actor, at).filter(vector=search_query(words)).values("pk"))
    return [
        (f"{ref}/{part}" if part else ref, name)
        for version in found[:MOST_OFFERED]
        for ref, part, name in _choices(kind, version)
        if (ref, part) not in taken
    ]


def themes_of(round_: Round) -> QuerySet:
    """The headings of the strategy's framework, without those that only order a document."""
    return Theme.objects.filter(framework_id=round_.strategy.framework_id).exclude(kind=Theme.Kind.PART)


def latest_versions(round_: Round, kind: str, actor: Actor, at: dt.datetime) -> QuerySet:
    """The last version that ``actor`` reads of each record of ``kind`` of the round's own area, if it still stands.

    Another area's paper may have been shown to us; it is not ours to put before the public.
    """
    mine = Version.objects.filter(
        pk__in=readable(actor, at)
        .filter(record__kind=kind, record__area=round_.record.area_id)
        .exclude(record__status="withdrawn")
        .order_by("record_id", "-number")
        .distinct("record_id")
        .values("pk")
    )
    return mine.select_related("record").order_by("record__ref")


def _choices(kind: str, version: Version) -> Iterable[tuple[str, str, str]]:
    """Reference, section and name of what may be chosen of one version."""
    ref, content = version.record.ref, version.content
    title, sections = words_in(kind, content)
    if kind == Element.Kind.ASK:
        text = sections[0][1] if sections else ""
        yield ref, "", f"{ref} {text[:120]}"
        return
    yield ref, "", f"{ref} {title}" + (": the whole paper" if kind == Element.Kind.PAPER else "")
    if kind == Element.Kind.PAPER:
        for key, heading, _ in sections_of_paper(content):
            yield ref, key, f"{ref} {title}: {heading}"
