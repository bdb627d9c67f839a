"""The files of a report: added and taken off while it is a draft, fixed by their hashes once it goes out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lis.doors.forms import UploadField
from lis.doors.pages import visible_noun
from lis.engine.actor import Actor
from lis.engine.canonical import clean_text
from lis.engine.checks import STOP, Check
from lis.engine.errors import NotNow, NotVisible, NotYou, Refusal
from lis.engine.models import Record
from lis.files.detection import CSV, DOCX, PDF, TEXT, XLSX, Unreadable
from lis.files.storing import store_file

from .lifecycle import reports
from .models import Attachment, Report
from .permissions import secretary

TYPES = {".pdf": "PDF", ".docx": "Word", ".xlsx": "Excel", ".csv": "CSV", ".txt": "plain text"}
TAKEN = {PDF, DOCX, XLSX, CSV, TEXT}
OUT = Check("report-out", "The report is out or was taken off the agenda, so its files stay as they are.", STOP)


class AttachmentForm(forms.Form):
    """A file that belongs to a report, and what it is called there."""

    kind = forms.ChoiceField(
        label="Kind", choices=Attachment.Kind.choices, widget=forms.RadioSelect, initial=Attachment.Kind.APPENDIX,
        error_messages={"required": "Choose the kind."},
    )  # fmt: skip
    label = forms.CharField(
        label="Label", max_length=20, required=False, help_text="Optional. As the paragraphs name it, for example A."
    )
    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Give the file a title."})
    file = UploadField(types=TYPES, label="File")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text += " Everybody who reads the report can fetch it. Nothing exempt belongs here."

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        return {key: clean_text(one).strip() if isinstance(one, str) else one for key, one in given.items()}


@contextmanager
def prepared(report: Report, by: Actor) -> Iterator[Report]:
    """The report, read again under its lock, for ``by`` to change its files.

    Raises :class:`NotVisible`, :class:`NotYou`, and :class:`NotNow` once it is out or taken off.
    """
    with transaction.atomic():
        list(Record.objects.select_for_update(no_key=True).filter(pk=report.record.root_id))
        fresh = Report.objects.with_record().visible_to(by).filter(pk=report.pk).first()
        if fresh is None:
            raise NotVisible
        if not secretary(by, fresh, None):
            raise NotYou("Attachments and appendices", secretary.phrase)
        if not fresh.is_draft:
            raise NotNow([OUT])
        yield fresh


def add_attachment(
    report: Report, kind: str, label: str, title: str, upload: UploadedFile, by: Actor
) -> Attachment:  # fmt: skip
    """Keep ``upload`` with the report. Raises ``Unreadable`` for what readers should not be sent."""
    with prepared(report, by) as fresh:
        if label and fresh.attachments.filter(kind=kind, label=label).exists():
            raise Unreadable("Another file of this report has that label. Use another one.")
        file = store_file(upload, by=by.user, record=fresh.record)
        if file.content_type not in TAKEN:
            raise Unreadable("A web page is not taken here. Save it as a PDF or a Word document.")
        return Attachment.objects.create(report=fresh, kind=kind, label=label, title=title, file=file)


def take_off(attachment: Attachment, by: Actor) -> None:
    """Take a file off its report again. Whoever sees the report does not get it any more."""
    with prepared(attachment.report, by):
        file = attachment.file
        attachment.delete()
        file.record, file.uploaded_by = None, file.uploaded_by or by.user
        file.save(update_fields=["record", "uploaded_by"])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_attachments(request: HttpRequest, ref: str) -> HttpResponse:
    """The files of a report for its secretary: add one, take one off."""
    report = visible_noun(reports.workflow, ref, request)
    if not secretary(request.actor, report, None):
        raise NotYou("Attachments and appendices", secretary.phrase)
    if request.method != "POST":
        return _page(request, report, AttachmentForm())
    here = reverse("report_attachments", args=[report.ref])
    if request.POST.get("do", "").startswith("off:"):
        key = request.POST["do"].removeprefix("off:")
        known = int(key) if key.isascii() and key.isdecimal() and len(key) < 19 else None
        found = report.attachments.select_related("file", "report__record").filter(pk=known).first()
        if found is None:
            return redirect(here)
        try:
            take_off(found, request.actor)
        except Refusal as refusal:
            return _page(request, report, AttachmentForm(), refusal=refusal, status=refusal.status_code)
        messages.success(request, f"Taken off: {found.title}.")
        return redirect(here)
    form = AttachmentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, report, form, status=400)
    given = form.cleaned_data
    try:
        made = add_attachment(
            report, given["kind"], given["label"], given["title"], given["file"], request.actor
        )  # fmt: skip
    except Unreadable as error:
        form.add_error("label" if "label" in error.sentence else "file", error.sentence)
        return _page(request, report, form, status=400)
    except Refusal as refusal:
        return _page(request, report, form, refusal=refusal, status=refusal.status_code)
    messages.success(request, f"Added: {made.title}.")
    return redirect(here)


def _page(
    request: HttpRequest, report: Report, form: AttachmentForm, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    return render(
        request,
        "boards/attachments.html",
        {
            "report": report,
            "attachments": report.attachments.select_related("file"),
            "form": form,
            "problems": [refusal.sentence] if refusal else [],
            "may_change": report.is_draft,
            "back_url": reverse("report_detail", args=[report.ref]),
            "back_label": f"Back to {report.ref}",
        },
        status=status,
    )
