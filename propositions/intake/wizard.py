"""The first and the last page of an import in the office: a paper comes in, and what was made of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from lis.doors.forms import WithKey
from lis.engine import clock
from lis.engine.errors import BadInput, NotNow, NotYou, Refusal

from .forms import Reading, UploadForm, strategies_of
from .models import ImportedRow, SourceDocument
from .permissions import WRITERS
from .reading.apart import read_pasted, read_upload_safely
from .reading.paper import Paper, UnreadablePaper
from .receiving import grouped, made_from, receive, received_before, save_preview, sentences_of, told_before
from .working import begin, paper_in, places_of

PASTED = "Pasted text"


class Wizard:
    """Pages of the import that OfficeAdmin does not have: upload, table, result. Each is an address of its own."""

    def wizard_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        pages = {
            "table": self.table_view, "rows": self.rows_view, "blocks": self.blocks_view, "use": self.use_view,
            "made": self.made_view,
        }  # fmt: skip
        return [
            path("import/", self.admin_site.admin_view(self.upload_view), name=f"{name}_import"),
            *(
                path(f"<str:object_id>/{page}/", self.admin_site.admin_view(view), name=f"{name}_{page}")
                for page, view in pages.items()
            ),
        ]

    # Receiving ------------------------------------------------------------------------------------------------------

    def upload_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_module_permission(request):
            raise Http404
        step = self.workflow.step("receive")
        if not request.actor.holds_any(WRITERS):
            return self.refused(request, NotYou(step.label, step.who.phrase), self.url_of("changelist"))
        form, envelope = UploadForm(actor=request.actor), WithKey()
        if request.method != "POST":
            return self._upload_page(request, form, envelope)
        form, envelope = UploadForm(request.POST, request.FILES, actor=request.actor), WithKey(request.POST)
        if not form.is_valid():
            return self._upload_page(request, form, envelope, status=400)
        try:
            reading = read(form)
        except UnreadablePaper as error:
            form.add_error("file" if form.cleaned_data["file"] else "text", error.sentence)
            return self._upload_page(request, form, envelope, status=400)
        return self._receive(request, form, envelope, reading)

    def _receive(self, request: HttpRequest, form: UploadForm, envelope: WithKey, reading: Reading) -> HttpResponse:
        strategy = form.cleaned_data["strategy"]
        earlier = received_before(strategy, reading.paper.sha256)
        if earlier is not None:
            messages.info(request, told_before(earlier))
            return redirect(self._next_page(earlier, reading.paper))
        key = envelope.cleaned_data["key"] if envelope.is_valid() else ""
        try:
            source = receive(reading, strategy, by=request.actor, key=key)
        except NotYou as refusal:
            return self.refused(request, refusal, self.url_of("changelist"))
        except Refusal as refusal:
            sentences = sentences_of(refusal) if isinstance(refusal, BadInput) else [refusal.sentence]
            for sentence in sentences:
                form.add_error("file", sentence)
            return self._upload_page(request, form, WithKey(), status=refusal.status_code)
        if len(reading.paper.tables) == 1:
            save_preview(source, begin(source, reading.paper, 0), request.actor)
        return redirect(self._next_page(source, reading.paper))

    def _next_page(self, source: SourceDocument, paper: Paper) -> str:
        """Where the officer goes on with ``source``."""
        if source.status == "set_aside":
            return self.url_of("change", source.ref)
        if source.status == "imported":
            return self.url_of("made", source.ref)
        return self.url_of("rows" if len(paper.tables) == 1 else "table", source.ref)

    def _upload_page(
        self, request: HttpRequest, form: UploadForm, envelope: WithKey, status: int = 200
    ) -> HttpResponse:
        return self.page(
            request, "intake/upload.html", title="Import a board paper", status=status, form=form, envelope=envelope,
            has_strategy=strategies_of(request.actor).exists(), cancel_url=self.url_of("changelist"),
        )  # fmt: skip

    # Choosing the table ---------------------------------------------------------------------------------------------

    def table_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Nothing is chosen silently: of several tables the officer says which, and of none that there is none."""
        source = self.find_open(request, object_id)
        if isinstance(source, HttpResponse):
            return source
        paper = paper_in(source)
        problems = []
        if request.method == "POST":
            chosen = request.POST.get("table", "")
            if chosen.isdecimal() and len(chosen) < 6 and 1 <= int(chosen) <= len(paper.tables):
                save_preview(source, begin(source, paper, int(chosen) - 1), request.actor)
                return redirect(self.url_of("rows", source.ref))
            problems = ["Choose the table that is to be imported."]
        places = set(source.imported_rows.values_list("place", flat=True))
        tables = [
            {"number": index + 1, "table": table, "done": len(places_of(paper, index) & places)}
            for index, table in enumerate(paper.tables)
        ]
        return self.page(
            request, "intake/table.html", title="Choose the table", noun=source, status=400 if problems else 200,
            tables=tables, paper=paper, problems=problems, blocks_url=self.url_of("blocks", source.ref),
            has_preview=source.preview is not None, rows_url=self.url_of("rows", source.ref),
            cancel_url=self.url_of("change", source.ref),
        )  # fmt: skip

    # What was made --------------------------------------------------------------------------------------------------

    def made_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        source = self.find(request, object_id)
        made = grouped(made_from(source))
        propositions = sum(one.row.kind == ImportedRow.Kind.PROPOSITION for one in made)
        asks = sum(len(one.asks) for one in made) + sum(one.row.kind == ImportedRow.Kind.ASK for one in made)
        return self.page(
            request, "intake/made.html", title="What was imported", noun=source, made=made, propositions=propositions,
            asks=asks, actions=len([one for one in made if one.row.kind == ImportedRow.Kind.ACTION]),
            file_url=reverse("file_fetch", args=[source.file.uid]),
            table_url=self.url_of("table", source.ref), blocks_url=self.url_of("blocks", source.ref),
            may_go_on=source.status != "set_aside" and request.actor.holds(WRITERS, source.body_id),
        )  # fmt: skip

    # Who ------------------------------------------------------------------------------------------------------------

    def find_open(self, request: HttpRequest, object_id: str) -> SourceDocument | HttpResponse:
        """The source, if the officer may work at it now; else the page that says why not."""
        source = self.find(request, object_id)
        step = self.workflow.step("import")
        if not step.who(request.actor, source, None):
            return self.refused(request, NotYou(step.label, step.who.phrase), self.url_of("change", source.ref))
        if source.status == "set_aside":
            messages.info(request, f"{source.ref} was set aside. Take it up again to go on with it.")
            return redirect(self.url_of("change", source.ref))
        return source


def read(form: UploadForm) -> Reading:
    """The paper in a valid upload form. Raises ``UnreadablePaper``."""
    file = form.cleaned_data["file"]
    if file:
        content = file.read()
        return Reading(read_upload_safely(file.name, content, at=clock.now()), content)
    text = form.cleaned_data["text"]
    return Reading(read_pasted(text, at=clock.now()), text.encode("utf-8", "surrogatepass"))


def reasons_of(refusal: Refusal) -> list[str]:
    """What a refusal says, one sentence each."""
    match refusal:
        case BadInput():
            return sentences_of(refusal)
        case NotNow():
            return [reason.sentence for reason in refusal.reasons]
    return [refusal.sentence]
