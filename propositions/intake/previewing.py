"""How a table that was read becomes a preview, and what its columns and cues suggest for each ask."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lis.engine.canonical import canonical, digest
from lis.engine.checks import Check
from propositions.intake.cues import Cues
from propositions.intake.findings import checked
from propositions.intake.preview import Preview, PreviewAsk, PreviewRow, Source
from propositions.intake.reading.paper import Paper, SourceRow, Table
from propositions.intake.vocabulary import ASK, DEPARTMENTS, HOW, MONEY, REFERENCE, TITLE, TYPE, WHAT, WHY, vocabulary

_MARK = re.compile(r"^\s*(?:[•·▪■●◦○‣⁃►➢✓\uf0b7*]\s*|[-–—]\s+|\(?(?:\d{1,2}|[ivxl]+|[a-z])\)\s+|\d{1,2}\.\s+)")
_BETWEEN = re.compile(r"\s*(?:[,;/&\n]|\band\b)\s*")


def preview_of(paper: Paper, cues: Cues, *, table: int = 0) -> Preview:
    """The preview of the ``table``-th table of ``paper``. Raises ``IndexError`` when there is no such table."""
    if table < 0:
        raise IndexError("Tables are counted from 0.")
    chosen: Table = paper.tables[table]
    return checked(
        Preview(
            paper_name=paper.name,
            paper_kind=paper.kind,
            paper_sha256=paper.sha256,
            read_at=paper.read_at,
            table=table,
            table_name=chosen.name,
            headings=chosen.headings,
            rows=tuple(_row(row, cues) for row in chosen.rows),
            checks=(*paper.checks, *chosen.checks),
        )
    )


def ask_of(text: str, cues: Cues) -> PreviewAsk:
    """An ask in the words of ``text`` with what they suggest."""
    suggested = cues.type_of(text)
    departments = cues.departments_of(text)
    return PreviewAsk(
        text=text,
        type=suggested.value if suggested else "",
        type_cue=suggested.cue if suggested else "",
        departments=tuple(department.value for department in departments),
        department_cues=tuple(department.cue for department in departments),
        include=not vocabulary().is_placeholder(text),
        former_departments={former.cue: former.value for former in cues.former_in(text)},
    )


def without_mark(line: str) -> str:
    """A line of an ask cell without its bullet or number: ``"(ii) Advice"`` gives ``"Advice"``."""
    return _MARK.sub("", line, count=1).strip() or line.strip()


def _row(source: SourceRow, cues: Cues) -> PreviewRow:
    fields = source.fields
    asks = tuple(ask_of(without_mark(line), cues) for line in fields.get(ASK, "").split("\n") if line.strip())
    notes = [*source.checks]
    asks = _with_type_column(source, asks, cues, notes)
    asks = _with_department_column(source, asks, cues, notes)
    asks = _with_money_column(source, asks, notes)
    cells = {**fields, **{f"{name} (not imported)": text for name, text in source.extra.items()}}
    return PreviewRow(
        number=source.number,
        title=fields.get(TITLE, ""),
        what=fields.get(WHAT, ""),
        why=fields.get(WHY, ""),
        how=fields.get(HOW, ""),
        asks=asks,
        reference=fields.get(REFERENCE, ""),
        include=not source.left_out,
        sources=(Source(source.number, source.where, cells, digest(canonical({k: v for k, v in cells.items() if v}))),),
        notes=tuple(notes),
    )


def _with_type_column(
    source: SourceRow, asks: tuple[PreviewAsk, ...], cues: Cues, notes: list[Check]
) -> tuple[PreviewAsk, ...]:
    said = source.fields.get(TYPE, "")
    if not said or vocabulary().is_placeholder(said):
        return asks
    if known := cues.type_named(said):
        return tuple(replace(ask, type=known, type_cue="") for ask in asks)
    notes.append(_unknown(source, "type of ask", said, "Choose one of the types for its asks."))
    return asks


def _with_department_column(
    source: SourceRow, asks: tuple[PreviewAsk, ...], cues: Cues, notes: list[Check]
) -> tuple[PreviewAsk, ...]:
    codes: list[str] = []
    for name in _department_names(source.fields.get(DEPARTMENTS, ""), cues):
        if code := cues.department_named(name):
            codes.append(code)
            continue
        successors = next((to for old, to in cues.former.items() if old.casefold() == name.casefold()), ())
        notes.append(
            _unknown(
                source,
                "department",
                name,
                f"It no longer exists; its work went to {', '.join(successors)}. Choose the department meant."
                if successors
                else "Choose the department for its asks, or leave it to the unit that routes them.",
            )
        )
    if not codes:
        return asks
    named = tuple(dict.fromkeys(codes))
    return tuple(replace(ask, departments=named, department_cues=()) for ask in asks)


def _department_names(said: str, cues: Cues) -> Iterator[str]:
    """The names in a column of departments; one that holds "and" is tried whole before it is taken apart."""
    for line in said.split("\n"):
        whole = line.strip().strip(".")
        if not whole or vocabulary().is_placeholder(whole):
            continue
        if cues.department_named(whole):
            yield whole
        else:
            yield from (name for name in _BETWEEN.split(whole) if name)


def _with_money_column(source: SourceRow, asks: tuple[PreviewAsk, ...], notes: list[Check]) -> tuple[PreviewAsk, ...]:
    said = source.fields.get(MONEY, "")
    if not said:
        return asks
    if money := vocabulary().money_of(said):
        return tuple(replace(ask, money=money) for ask in asks)
    if not vocabulary().is_placeholder(said):
        notes.append(_unknown(source, "kind of money", said, "Say for its asks whether the money is new or existing."))
    return asks


def _unknown(source: SourceRow, thing: str, said: str, advice: str) -> Check:
    short = " ".join(said.split())
    if len(short) > 60:
        short = short[:59].rstrip() + "…"
    return Check(
        f"unknown-{thing.split()[0]}",
        f"{source.name} names “{short}”, which is no {thing} that we know. {advice}",
        where=source.where,
    )
