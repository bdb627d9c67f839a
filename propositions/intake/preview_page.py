"""The page on which officers look at what a table would become, correct it, and import it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lis.doors.forms import StepEnvelope, new_key
from lis.engine.errors import NotVisible, NotYou, Refusal
from lis.frameworks.models import vocabulary_choices

from .editing import CannotEdit, add_ask, fill, merge_asks, merge_rows, split_ask
from .models import SourceDocument
from .preview import Preview
from .receiving import import_rows, locked
from .sheet import Posted, Sheet, Taken, pages_of
from .standing_cues import cues_on
from .wizard import reasons_of
from .working import keep, preview_in, same_titles, titles_here


class PreviewPage:
    """One card for each row. Every button sends the whole page, so nothing typed is lost by pressing one."""

    def rows_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        source = self.find_open(request, object_id)
        if isinstance(source, HttpResponse):
            return source
        sheet = Sheet(cues_on(), vocabulary_choices("ask_types"))
        if request.method == "POST":
            return self._take_rows(request, source, sheet)
        preview = preview_in(source)
        if preview is None:
            return redirect(self.url_of("table", source.ref))
        return self._rows_page(request, source, sheet, preview)

    def _take_rows(self, request: HttpRequest, source: SourceDocument, sheet: Sheet) -> HttpResponse:
        sent, do = sheet.posted(request.POST), request.POST.get("do", "save")
        fill_form = sheet.fill_form(request.POST)
        with transaction.atomic():
            source = locked(source)
            preview = preview_in(source)
            if preview is None:
                return self._gone(request, source, do, sheet.take(Preview("", "", "", "", 0, "", (), ()), sent))
            taken = sheet.take(preview, sent)
            if taken.wrong or taken.clashes or not fill_form.is_valid():
                return self._mend(request, source, sheet, preview, taken, fill_form)
            after, problem = self._pressed(do, taken.preview, sent, fill_form, sheet)
            if after != preview:
                keep(source, after, request.actor)
        if problem:
            messages.error(request, problem)
        elif do == "import":
            return self._import(request, source, sheet, after)
        elif do == "save":
            messages.success(request, "Saved." if after != preview else "Nothing was changed since it was last saved.")
        return redirect(self._address(source, after, do, request.POST.get("page", "")))

    def _pressed(
        self, do: str, preview: Preview, sent: list[Posted], fill_form: Any, sheet: Sheet
    ) -> tuple[Preview, str]:
        """The preview after the button called ``do``, and a sentence when that could not be."""
        verb, _, rest = do.partition(":")
        numbers = [int(part) if part.isdecimal() and len(part) < 7 else -1 for part in rest.split(":") if part]
        actions: dict[tuple[str, int], Callable[..., Preview]] = {
            ("merge-row", 1): lambda row: merge_rows(preview, _before(preview, row), row),
            ("merge-ask", 2): lambda row, ask: merge_asks(preview, row, ask - 1, ask),
            ("split", 2): lambda row, ask: split_ask(preview, row, ask, sheet.cues),
            ("add-ask", 1): lambda row: add_ask(preview, row, "", sheet.cues),
        }
        try:
            if verb == "fill":
                return _filled(preview, sent, fill_form)
            if (verb, len(numbers)) in actions:
                return actions[verb, len(numbers)](*numbers), ""
        except CannotEdit as error:
            if verb == "split":
                return preview, "Put each ask on a line of its own in the box, then split it."
            return preview, error.sentence
        return preview, ""

    def _address(self, source: SourceDocument, preview: Preview, do: str, page: str) -> str:
        """The page to show next, at the row that the button belongs to."""
        verb, _, rest = do.partition(":")
        if verb == "page":
            page = rest
        number = rest.partition(":")[0]
        if verb == "merge-row" and number.isdecimal() and len(number) < 7:
            earlier = [row.number for row in preview.rows if row.number < int(number)]
            number = str(earlier[-1]) if earlier else ""
        anchor = f"#row-{number}" if number.isdecimal() and verb != "page" else ""
        shown = page if page.isdecimal() and len(page) < 5 else "1"
        return f"{self.url_of('rows', source.ref)}?page={shown}{anchor}"

    # Importing ------------------------------------------------------------------------------------------------------

    def _import(self, request: HttpRequest, source: SourceDocument, sheet: Sheet, preview: Preview) -> HttpResponse:
        envelope = StepEnvelope(request.POST)
        envelope.is_valid()
        sent = envelope.cleaned_data
        try:
            import_rows(
                source, by=request.actor, expected=sent.get("expected"), seen=source.preview_revision,
                key=sent.get("key", ""),
            )  # fmt: skip
        except (NotVisible, NotYou) as refusal:
            return self.refused(request, refusal, self.url_of("changelist"))
        except Refusal as refusal:
            source = SourceDocument.objects.with_record().get(pk=source.pk)
            return self._rows_page(
                request, source, sheet, preview, problems=reasons_of(refusal), status=refusal.status_code
            )
        messages.success(request, f"{source.ref}: imported. Nothing has gone to Government yet.")
        return redirect(self.url_of("made", source.ref))

    def _gone(self, request: HttpRequest, source: SourceDocument, do: str, taken: Taken) -> HttpResponse:
        """Somebody imported the rows meanwhile, perhaps this officer by pressing twice."""
        again = do == "import" and source.record.events.filter(
            verb="import", key=request.POST.get("key") or "-", by_user=request.user
        ).exists()  # fmt: skip
        if again or not taken.clashes:
            messages.info(request, "These rows are already imported. Nothing was done twice.")
            return redirect(self.url_of("made", source.ref))
        return self.page(
            request, "intake/gone.html", title="Already imported", noun=source, status=409, words=taken.clashes,
            problems=["These rows were imported after you opened the page, so what you typed was not saved."],
            made_url=self.url_of("made", source.ref),
        )  # fmt: skip

    # Showing --------------------------------------------------------------------------------------------------------

    def _mend(
        self, request: HttpRequest, source: SourceDocument, sheet: Sheet, preview: Preview, taken: Taken, fill_form: Any
    ) -> HttpResponse:
        """The page again with everything that was typed: something cannot be used, or somebody else was faster."""
        labels = [clash["label"] for clash in taken.clashes]
        return self._rows_page(
            request, source, sheet, preview, typed=taken.touched, fill_form=fill_form, status=412 if labels else 400,
            clashes=taken.clashes,
            problems=[f"{label}: somebody else changed it after you opened the page." for label in labels],
        )  # fmt: skip

    def _rows_page(
        self, request: HttpRequest, source: SourceDocument, sheet: Sheet, preview: Preview, *,
        typed: list[Posted] | None = None, fill_form: Any = None, status: int = 200, clashes: Any = (),
        problems: Any = (),
    ) -> HttpResponse:  # fmt: skip
        pages = pages_of(preview)
        asked = request.POST.get("page") or request.GET.get("page", "1")
        number = int(asked) if asked.isdecimal() and 0 < len(asked) < 5 else 1
        number = min(max(number, 1), len(pages))
        if typed:
            shown = {posted.number for posted in typed}
            number = next((place for place, rows in enumerate(pages, 1) if shown & set(rows)), number)
        titles = same_titles(preview, titles_here(source, request.actor))
        cards = sheet.cards(preview, pages[number - 1], titles, typed or ())
        saved = source.preview or {}
        return self.page(
            request, "intake/rows.html", title="Look at the rows", noun=source, status=status, preview=preview,
            cards=cards, fill_form=fill_form or sheet.fill_form(), number=number, pages=range(1, len(pages) + 1),
            envelope=StepEnvelope(initial={"expected": source.revision, "key": new_key()}),
            forms=[form for card in cards for form in card.forms] + ([fill_form] if fill_form else []),
            clashes=clashes, problems=problems, now_by=saved.get("by"), departments=sheet.cues.department_names,
            blocks_url=self.url_of("blocks", source.ref), table_url=self.url_of("table", source.ref),
            cancel_url=self.url_of("change", source.ref),
        )  # fmt: skip


def _before(preview: Preview, number: int) -> int:
    """The number of the row before row ``number``."""
    numbers = [row.number for row in preview.rows]
    if number not in numbers or number == numbers[0]:
        raise CannotEdit("There is no row before this one. Look at the preview again.")
    return numbers[numbers.index(number) - 1]


def _filled(preview: Preview, sent: list[Posted], fill_form: Any) -> tuple[Preview, str]:
    given = fill_form.cleaned_data
    ticked = [
        (posted.number, number)
        for posted in sent
        for number, form in enumerate(posted.asks, 1)
        if form.cleaned_data["tick"]
    ]
    if not ticked:
        return preview, "Tick the asks that you want to fill, then press the button again."
    if not any(given.values()):
        return preview, "Choose a type, departments or money first, then press the button again."
    filled = fill(
        preview, ticked, type=given["type"] or None, departments=given["departments"] or None,
        money=given["money"] or None,
    )  # fmt: skip
    return filled, ""
