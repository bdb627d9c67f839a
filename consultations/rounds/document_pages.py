"""The page of the desk on which officers put the documents that people read before they answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lis.doors.forms import UploadField
from lis.engine.canonical import clean_text
from lis.engine.errors import Refusal
from lis.files.detection import Unreadable

from .preparing import add_document, move_up, prepared, take_out
from .rows import Rows

PUBLISHED = " It is published as it is: take out comments, tracked changes and names first."
TYPES = {".pdf": "PDF", ".docx": "Word", ".xlsx": "Excel", ".csv": "CSV", ".txt": "plain text"}


class DocumentForm(forms.Form):
    """A document and what it is called."""

    title = forms.CharField(
        label="Title", max_length=200, help_text="What people will read, for example “Evidence report, in short”.",
        error_messages={"required": "Give the document a title."},
    )  # fmt: skip
    file = UploadField(types=TYPES, label="File")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text += PUBLISHED

    def clean_title(self) -> str:
        return clean_text(self.cleaned_data["title"]).strip()


class DocumentPages:
    """The documents of a round: their order and titles, and a way to add one."""

    def document_urls(self) -> list[Any]:
        return [self.desk_path("documents", self.documents_view)]

    def documents_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        noun = self.find(request, object_id)
        if request.method != "POST":
            return self._documents_page(request, noun, self._titles(noun), DocumentForm())
        if request.POST.get("do") == "add":
            return self._add_document(request, noun)
        rows = self._titles(noun, request.POST)
        try:
            with prepared(noun, request.actor) as fresh:
                rows = self._titles(fresh, request.POST)
                if not rows.save():
                    status = 412 if rows.clashes else 400
                    return self._documents_page(request, noun, rows, DocumentForm(), status=status)
                self._do_with_document(fresh, request)
        except Refusal as refusal:
            return self._documents_page(request, noun, rows, DocumentForm(), refusal=refusal)
        return redirect(self.url_of("documents", noun.ref))

    def _add_document(self, request: HttpRequest, noun: Any) -> HttpResponse:
        form = DocumentForm(request.POST, request.FILES)
        refusal: Refusal | None = None
        if form.is_valid():
            try:
                made = add_document(noun, form.cleaned_data["title"], form.cleaned_data["file"], request.actor)
            except Unreadable as error:
                form.add_error("file", error.sentence)
            except Refusal as error:
                refusal = error
            else:
                messages.success(request, f"Added: {made.title}.")
                return redirect(self.url_of("documents", noun.ref))
        return self._documents_page(request, noun, self._titles(noun), form, refusal=refusal, status=400)

    def _do_with_document(self, noun: Any, request: HttpRequest) -> None:
        verb, _, key = request.POST.get("do", "").partition(":")
        known = key.isascii() and key.isdecimal()
        document = noun.documents.select_related("file", "round__record").filter(pk=int(key)).first() if known else None
        if document is None:
            messages.success(request, "Saved.")
        elif verb == "up":
            move_up(noun.documents.all(), document)
        elif verb == "out":
            take_out(document, request.actor)

    def _titles(self, noun: Any, posted: Any = None) -> Rows:
        documents = list(noun.documents.select_related("file"))
        for document in documents:
            document.url = reverse("file_fetch", args=[document.file.uid])
        return Rows(documents, "title", "Title", posted, required=True, lines=1)

    def _documents_page(
        self, request: HttpRequest, noun: Any, rows: Rows, form: DocumentForm, **more: Any
    ) -> HttpResponse:
        return self.desk(
            request, "consultations/desk/documents.html", title="Documents", noun=noun, rows=rows.fields, form=form,
            forms=[rows.form], clashes=rows.clashes, **more,
        )  # fmt: skip
