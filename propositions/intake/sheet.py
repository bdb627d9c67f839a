"""The preview as a page of forms: what is shown of each row, what was typed, and whether somebody else was faster."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from lis.engine.canonical import canonical, clean_text, digest
from lis.engine.checks import Check

from .cues import Cues
from .editing import edit_ask, edit_row, leave_out, put_back
from .preview import NONE, Preview, PreviewAsk, PreviewRow
from .reading.clean import one_line, tidy
from .sheet_forms import AskForm, FillForm, RowForm

ROWS_ON_A_PAGE, ASKS_ON_A_PAGE = 25, 60
MOST_ASKS = 500
_POSTED = re.compile(r"row-(\d{1,6})-was")


@dataclass
class SheetAsk:
    number: int
    form: AskForm
    ask: PreviewAsk | None = None


@dataclass
class SheetRow:
    """One card: ``row`` as it stands, the forms over it, and the token by which a later change of it is noticed."""

    row: PreviewRow
    form: RowForm
    asks: list[SheetAsk]
    token: str
    checks: list[Check]
    first: bool = False

    @property
    def forms(self) -> list[forms.Form]:
        return [self.form, *(ask.form for ask in self.asks)]


@dataclass
class Posted:
    """One row as it was sent back."""

    number: int
    was: str
    form: RowForm
    asks: list[AskForm]

    @property
    def forms(self) -> list[forms.Form]:
        return [self.form, *self.asks]

    @property
    def is_valid(self) -> bool:
        # Each form is asked, so that the page shows all that is wrong.
        return not [form for form in self.forms if not form.is_valid()]

    @property
    def token(self) -> str:
        """The token that a row with these words would have."""
        return _token(_row_words(self.form.cleaned_data), [_ask_words(form.cleaned_data) for form in self.asks])

    @property
    def words(self) -> str:
        """Everything that was typed, to be read and copied."""
        return "\n".join(f"{bound.label}: {bound.value()}" for form in self.forms for bound in form if bound.value())


@dataclass
class Taken:
    """What came of a sending: the preview with what was typed; the rows touched, those that are wrong, what clashes."""

    preview: Preview
    wrong: list[Posted] = field(default_factory=list)
    clashes: list[dict[str, str]] = field(default_factory=list)
    touched: list[Posted] = field(default_factory=list)


@dataclass
class Sheet:
    """Makes the forms of a preview and reads them back."""

    cues: Cues
    types: list[tuple[str, str]]

    def posted(self, data: Mapping[str, Any]) -> list[Posted]:
        """The rows that ``data`` holds, in their order."""
        found = []
        for key in data:
            if match := _POSTED.fullmatch(key):
                number = int(match[1])
                count = data.get(f"row-{number}-asks", "")
                asks = min(int(count), MOST_ASKS) if count.isdecimal() and len(count) < 5 else 0
                forms_of_asks = [self._ask_form(number, ask, data=data) for ask in range(1, asks + 1)]
                found.append(Posted(number, data[key], RowForm(data, prefix=f"row-{number}"), forms_of_asks))
        return found

    def take(self, preview: Preview, sent: Iterable[Posted]) -> Taken:
        """Put what was typed into ``preview``; rows that nobody touched stay as others left them."""
        taken = Taken(preview)
        for posted in sent:
            row = next((row for row in preview.rows if row.number == posted.number), None)
            moved = row is None or token_of(row) != posted.was or len(posted.asks) != len(row.asks)
            if posted.is_valid and (posted.token == posted.was or (row and posted.token == token_of(row))):
                continue
            taken.touched.append(posted)
            if moved:
                now = words_of_row(row) if row else "This row is no longer here: it was merged or imported."
                taken.clashes.append({"label": f"Row {posted.number}", "yours": posted.words, "now": now})
            elif not posted.is_valid:
                taken.wrong.append(posted)
            else:
                taken.preview = self._edited(taken.preview, row, posted)
        return taken

    def _edited(self, preview: Preview, row: PreviewRow, posted: Posted) -> Preview:
        words = posted.form.cleaned_data
        if _row_words(words)[:4] != _words_of(row)[:4]:
            preview = edit_row(preview, row.number, **{name: words[name] for name in ("title", "what", "why", "how")})
        preview = (leave_out if words["leave_out"] else put_back)(preview, row.number)
        for number, (old, form) in enumerate(zip(row.asks, posted.asks, strict=True), 1):
            text, kind, departments, money, include = _ask_words(form.cleaned_data)
            if [text, kind, departments, money] != _words_of_ask(old)[:4]:
                preview = edit_ask(
                    preview, row.number, number, text=text, type=kind, departments=tuple(departments), money=money
                )
            if include != old.include:
                preview = (put_back if include else leave_out)(preview, row.number, number)
        return preview

    def cards(
        self, preview: Preview, numbers: Iterable[int], more: Mapping[int, Check], typed: Iterable[Posted] = ()
    ) -> list[SheetRow]:
        """The cards of the rows called ``numbers``; those in ``typed`` show what was typed instead of what stands."""
        typed_by = {posted.number: posted for posted in typed}
        wanted = set(numbers)
        cards = []
        for position, row in enumerate(preview.rows):
            if row.number not in wanted:
                continue
            posted = typed_by.get(row.number)
            if posted is not None and len(posted.asks) != len(row.asks):
                posted = None
            form = posted.form if posted else RowForm(initial=_initial(row), prefix=f"row-{row.number}")
            asks = [
                SheetAsk(
                    number,
                    posted.asks[number - 1]
                    if posted
                    else self._ask_form(row.number, number, initial=_initial_ask(ask)),
                    ask,
                )
                for number, ask in enumerate(row.asks, 1)
            ]
            checks = [*row.checks, *([more[row.number]] if row.number in more else [])]
            cards.append(SheetRow(row, form, asks, token_of(row), checks, first=position == 0))
        return cards

    def fill_form(self, data: Mapping[str, Any] | None = None) -> FillForm:
        return FillForm(data, cues=self.cues, types=self.types)

    def _ask_form(self, row: int, ask: int, **kwargs: Any) -> AskForm:
        return AskForm(cues=self.cues, types=self.types, prefix=f"ask-{row}-{ask}", name=f"Ask {ask}", **kwargs)


def pages_of(preview: Preview) -> list[list[int]]:
    """The numbers of the rows on each page: so many that a page stays quick to load and to send."""
    pages: list[list[int]] = [[]]
    asks = 0
    for row in preview.rows:
        if pages[-1] and (len(pages[-1]) >= ROWS_ON_A_PAGE or asks + len(row.asks) > ASKS_ON_A_PAGE):
            pages.append([])
            asks = 0
        pages[-1].append(row.number)
        asks += len(row.asks)
    return pages


def token_of(row: PreviewRow) -> str:
    """What changes whenever anybody changes something of ``row``."""
    return _token(_words_of(row), [_words_of_ask(ask) for ask in row.asks])


def words_of_row(row: PreviewRow) -> str:
    """``row`` to be read beside what somebody else typed."""
    labels = ("Title", "What", "Why", "How")
    parts = [f"{label}: {text}" for label, text in zip(labels, _words_of(row)[:4], strict=True) if text]
    parts += [
        f"Ask {number}: {ask.text}" + (f" ({', '.join(ask.departments)})" if ask.departments else "")
        for number, ask in enumerate(row.asks, 1)
    ]
    return "\n".join(parts if row.include else [*parts, "Left out"])


def _token(row: list[Any], asks: list[list[Any]]) -> str:
    return digest(canonical({"row": row, "asks": asks}))


def _words_of(row: PreviewRow) -> list[Any]:
    return [row.title, row.what, row.why, row.how, row.include]


def _row_words(given: dict[str, Any]) -> list[Any]:
    texts = [tidy(clean_text(given[name])) for name in ("what", "why", "how")]
    return [one_line(clean_text(given["title"])), *texts, not given["leave_out"]]


def _words_of_ask(ask: PreviewAsk) -> list[Any]:
    return [ask.text, ask.type, list(ask.departments), ask.money, ask.include]


def _ask_words(given: dict[str, Any]) -> list[Any]:
    return [
        tidy(clean_text(given["text"])), given["type"], list(given["departments"]), given["money"] or NONE,
        not given["leave_out"],
    ]  # fmt: skip


def _initial(row: PreviewRow) -> dict[str, Any]:
    return {"title": row.title, "what": row.what, "why": row.why, "how": row.how, "leave_out": not row.include}


def _initial_ask(ask: PreviewAsk) -> dict[str, Any]:
    return {
        "text": ask.text, "type": ask.type, "departments": ", ".join(ask.departments), "money": ask.money,
        "leave_out": not ask.include,
    }  # fmt: skip
