"""What is missing or odd in a preview as it stands now, in a sentence for each row and ask."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lis.engine.checks import STOP, Check
from propositions.intake.preview import Preview, PreviewAsk, PreviewRow
from propositions.intake.vocabulary import vocabulary

LONGEST_TEXT = 20_000
LONGEST_TITLE = 200
_LONG_LINE = 60
_SENTENCES = re.compile(r"[.!?]\s+[A-Z‘“(]")
_OPEN_END = re.compile(r"(?:,|;|:|–|-|\b(?:and|or|of|to|the|for|with|in|on))$", re.IGNORECASE)


def checked(preview: Preview) -> Preview:
    """``preview`` with the checks of each row and ask made anew."""
    titles = _doubles((row.number, row.title) for row in preview.rows if row.include)
    references = _doubles((row.number, row.reference) for row in preview.rows if row.include)
    rows = []
    for row in preview.rows:
        own = tuple(_row_checks(row, titles.get(row.number, 0), references.get(row.number, 0)))
        asks = tuple(
            replace(ask, checks=tuple(_ask_checks(row, ask, number, row.asks[number - 2] if number > 1 else None)))
            for number, ask in enumerate(row.asks, 1)
        )
        rows.append(replace(row, asks=asks, checks=(*row.notes, *own)))
    return replace(preview, rows=tuple(rows))


def _doubles(values: Iterator[tuple[int, str]]) -> dict[int, int]:
    """For each row whose value another row has too: the number of the first other."""
    by_value: dict[str, list[int]] = {}
    for number, value in values:
        if key := " ".join(value.split()).casefold():
            by_value.setdefault(key, []).append(number)
    return {
        number: next(other for other in numbers if other != number)
        for numbers in by_value.values()
        if len(numbers) > 1
        for number in numbers
    }


def _row_checks(row: PreviewRow, same_title: int, same_reference: int) -> Iterator[Check]:
    where = row.sources[0].where if row.sources else ""
    if not row.title.strip():
        yield Check(
            "no-title",
            f"{row.name} has no title. Give it one, merge it with the row above, or leave it out.",
            STOP,
            where=where,
        )
    if row.include and not any(ask.include for ask in row.asks):
        yield Check("no-ask", f"{row.name} has no ask. Add one later, or leave the row out.", where=where)
    if row.title.strip() and not any(text.strip() for text in (row.what, row.why, row.how)):
        yield Check(
            "no-words",
            f"{row.name} does not say what, why or how. Add these words before it is submitted.",
            where=where,
        )
    if same_title:
        yield Check(
            "same-title",
            f"{row.name} has the same title as row {same_title}. Merge them, leave one out, or give it another title.",
            where=where,
        )
    if same_reference:
        yield Check(
            "same-reference",
            f"{row.name} has the same reference, “{row.reference}”, as row {same_reference}. We give references of our "
            "own; check that it is not the same proposition twice.",
            where=where,
        )
    yield from _text_checks(f"{row.name}: its title", row.title, where, LONGEST_TITLE)
    for label, text in (("What", row.what), ("Why", row.why), ("How", row.how)):
        yield from _text_checks(f"{row.name}: its {label}", text, where)


def _ask_checks(row: PreviewRow, ask: PreviewAsk, number: int, before: PreviewAsk | None) -> Iterator[Check]:
    name, where = f"{row.name}, ask {number},", row.sources[0].where if row.sources else ""
    if vocabulary().is_placeholder(ask.text):
        yield Check(
            "placeholder",
            f"{name} says only “{ask.text}”, which is no ask, so it is left out. Write the ask if there is one.",
            where=where,
        )
        return
    if not ask.text.strip():
        yield Check("no-ask-words", f"{name} has no words. Write them, or leave it out.", STOP, where=where)
    if len(ask.text) > _LONG_LINE and (_SENTENCES.search(ask.text) or ";" in ask.text or "•" in ask.text):
        yield Check("several-asks", f"{name} may hold more than one ask. Split it if it does.", where=where)
    elif "\n" in ask.text:
        yield Check("several-asks", f"{name} stands on several lines. Split it if it is several asks.", where=where)
    if before and before.include and (ask.text[:1].islower() or _OPEN_END.search(before.text)):
        yield Check("continued-ask", f"{name} may go on from the ask above it. Merge the two if it does.", where=where)
    if ask.money == "none" and vocabulary().mentions_money(ask.text):
        yield Check(
            "money", f"{name} speaks of money. Say whether that is new money or an existing budget.", where=where
        )
    for former, successors in ask.former_departments.items() if not ask.departments else ():
        yield Check(
            "former-department",
            f"{name} names {former}, which no longer exists; its work went to {successors}. Choose which is meant.",
            where=where,
        )
    yield from _text_checks(f"{name} as written", ask.text, where)


def _text_checks(name: str, text: str, where: str, longest: int = LONGEST_TEXT) -> Iterator[Check]:
    if len(text) > longest:
        yield Check(
            "too-long",
            f"{name} is {len(text):,} characters long; we keep up to {longest:,}. Shorten it, or leave it out.",
            STOP,
            where=where,
        )
    if text.lstrip().startswith("="):
        yield Check(
            "formula-text",
            f"{name} starts with “=”, as a formula does. We do not calculate: type the words in its place.",
            STOP,
            where=where,
        )
