"""How an officer corrects a preview: each function gives a new one, checked anew, and loses no word of the paper."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from propositions.intake.cues import Cues
from propositions.intake.findings import checked
from propositions.intake.preview import EXISTING, NEW, NONE, Preview, PreviewAsk, PreviewRow
from propositions.intake.previewing import ask_of, without_mark
from propositions.intake.reading.clean import one_line, tidy

MONEY = (NONE, EXISTING, NEW)


class CannotEdit(Exception):
    """A correction that is not possible; ``sentence`` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def fill(
    preview: Preview,
    asks: Iterable[tuple[int, int]],
    *,
    type: str | None = None,
    departments: tuple[str, ...] | None = None,
    money: str | None = None,
) -> Preview:
    """Give many asks, each a (row number, ask number), the same type, departments or money; ``None`` leaves it be."""
    for row, ask in dict.fromkeys(asks):
        preview = _with_ask(preview, row, ask, lambda old: _changed(old, None, type, departments, money))
    return checked(preview)


def edit_ask(
    preview: Preview,
    row: int,
    ask: int,
    *,
    text: str | None = None,
    type: str | None = None,
    departments: tuple[str, ...] | None = None,
    money: str | None = None,
) -> Preview:
    """Change one ask. Suggestions that the officer does not touch stay as they are."""
    return checked(_with_ask(preview, row, ask, lambda old: _changed(old, text, type, departments, money)))


def edit_row(
    preview: Preview,
    row: int,
    *,
    title: str | None = None,
    what: str | None = None,
    why: str | None = None,
    how: str | None = None,
) -> Preview:
    """Change the words of one proposition; a title is put on one line."""
    given = {"what": what, "why": why, "how": how}
    words = {name: tidy(text) for name, text in given.items() if text is not None}
    if title is not None:
        words["title"] = one_line(title)
    return checked(_with_row(preview, row, lambda old: replace(old, **words)))


def add_ask(preview: Preview, row: int, text: str, cues: Cues) -> Preview:
    """Put one more ask at the end of a row, in the officer's words."""
    return checked(_with_row(preview, row, lambda old: replace(old, asks=(*old.asks, ask_of(tidy(text), cues)))))


def leave_out(preview: Preview, row: int, ask: int | None = None) -> Preview:
    """Keep a row, or one ask of it, from being imported; it stays in the preview."""
    return _included(preview, row, ask, False)


def put_back(preview: Preview, row: int, ask: int | None = None) -> Preview:
    """Undo ``leave_out``."""
    return _included(preview, row, ask, True)


def merge_rows(preview: Preview, first: int, second: int) -> Preview:
    """Make one proposition of two: the words and asks of ``second`` follow those of ``first``, both sources stay."""
    if first == second:
        raise CannotEdit("Choose two different rows to merge.")
    one, other = _row(preview, first), _row(preview, second)
    merged = replace(
        one,
        title=one_line(f"{one.title} {other.title}") if one.title.casefold() != other.title.casefold() else one.title,
        what=_joined(one.what, other.what),
        why=_joined(one.why, other.why),
        how=_joined(one.how, other.how),
        asks=one.asks + other.asks,
        reference=one.reference or other.reference,
        include=one.include or other.include,
        sources=one.sources + other.sources,
        notes=one.notes + other.notes,
    )
    rows = tuple(merged if row.number == first else row for row in preview.rows if row.number != second)
    return checked(replace(preview, rows=rows))


def merge_asks(preview: Preview, row: int, first: int, second: int) -> Preview:
    """Make one ask of two, in the place of ``first``; the departments of both stay, new money outweighs none."""
    if first == second:
        raise CannotEdit("Choose two different asks to merge.")
    one, other = _ask(preview, row, first), _ask(preview, row, second)
    suggested = one if one.type else other
    merged = replace(
        one,
        text=f"{one.text} {other.text}".strip(),
        type=suggested.type,
        type_cue=suggested.type_cue,
        departments=tuple(dict.fromkeys(one.departments + other.departments)),
        department_cues=tuple(dict.fromkeys(one.department_cues + other.department_cues)),
        money=max(one.money, other.money, key=_money_weight),
        include=one.include or other.include,
        former_departments=one.former_departments | other.former_departments,
    )

    def joined(old: PreviewRow) -> PreviewRow:
        asks = [merged if number == first else ask for number, ask in enumerate(old.asks, 1) if number != second]
        return replace(old, asks=tuple(asks))

    return checked(_with_row(preview, row, joined))


def split_ask(preview: Preview, row: int, ask: int, cues: Cues, *, at: int | None = None) -> Preview:
    """Make two asks of one before its ``at``-th character, or one of each of its lines.

    What the officer has set goes to every part; a suggestion is made anew from each part's own words.
    """
    old = _ask(preview, row, ask)
    pieces = old.text.split("\n") if at is None else [old.text[: max(at, 0)], old.text[max(at, 0) :]]
    texts = [without_mark(tidy(piece)) for piece in pieces if piece.strip()]
    if len(texts) < 2:
        raise CannotEdit("Choose a place inside the ask where it is to be split.")
    parts = tuple(_part(old, text, cues) for text in texts)

    def divided(whole: PreviewRow) -> PreviewRow:
        return replace(whole, asks=whole.asks[: ask - 1] + parts + whole.asks[ask:])

    return checked(_with_row(preview, row, divided))


def _part(old: PreviewAsk, text: str, cues: Cues) -> PreviewAsk:
    new = ask_of(text, cues)
    if old.type and not old.type_cue:
        new = replace(new, type=old.type, type_cue="")
    if old.departments and not old.department_cues:
        new = replace(new, departments=old.departments, department_cues=())
    return replace(new, money=old.money, include=old.include)


def _changed(
    old: PreviewAsk,
    text: str | None,
    type: str | None,
    departments: tuple[str, ...] | None,
    money: str | None,
) -> PreviewAsk:
    if money is not None and money not in MONEY:
        raise CannotEdit("Money is none, existing or new.")
    new = old if text is None else replace(old, text=tidy(text))
    if type is not None and type != new.type:
        new = replace(new, type=type, type_cue="")
    if departments is not None and departments != new.departments:
        new = replace(new, departments=tuple(dict.fromkeys(departments)), department_cues=())
    return new if money is None else replace(new, money=money)


def _included(preview: Preview, row: int, ask: int | None, include: bool) -> Preview:
    if ask is None:
        return checked(_with_row(preview, row, lambda old: replace(old, include=include)))
    return checked(_with_ask(preview, row, ask, lambda old: replace(old, include=include)))


def _with_row(preview: Preview, number: int, change: Callable[[PreviewRow], PreviewRow]) -> Preview:
    changed = change(_row(preview, number))
    return replace(preview, rows=tuple(changed if row.number == number else row for row in preview.rows))


def _with_ask(preview: Preview, row: int, number: int, change: Callable[[PreviewAsk], PreviewAsk]) -> Preview:
    changed = change(_ask(preview, row, number))

    def with_change(old: PreviewRow) -> PreviewRow:
        return replace(old, asks=(*old.asks[: number - 1], changed, *old.asks[number:]))

    return _with_row(preview, row, with_change)


def _row(preview: Preview, number: int) -> PreviewRow:
    for row in preview.rows:
        if row.number == number:
            return row
    raise CannotEdit(f"There is no row {number} in this preview any more. Look at the preview again.")


def _ask(preview: Preview, row: int, number: int) -> PreviewAsk:
    found = _row(preview, row)
    if not 1 <= number <= len(found.asks):
        raise CannotEdit(f"{found.name} has no ask {number} any more. Look at the preview again.")
    return found.asks[number - 1]


def _joined(one: str, other: str) -> str:
    return one if one == other else "\n".join(text for text in (one, other) if text)


def _money_weight(money: str) -> int:
    return MONEY.index(money)
