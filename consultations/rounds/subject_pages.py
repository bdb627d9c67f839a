"""The page of the desk on which officers choose what a round is about, and say why they ask about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lis.engine.canonical import clean_text
from lis.engine.errors import BadInput, Refusal

from .models import Element
from .preparing import add_subjects, move_up, prepared, renew_subject, take_out
from .rows import Rows
from .subjects import MOST_OFFERED, latest_versions, offered, subject_of

NAMES = {
    Element.Kind.THEME: "Themes", Element.Kind.FINDING: "Findings", Element.Kind.PAPER: "Papers",
    Element.Kind.PROPOSITION: "Propositions", Element.Kind.ASK: "Asks",
}  # fmt: skip


class ChoiceForm(forms.Form):
    """Which of the things that are offered the round is about."""

    chosen = forms.MultipleChoiceField(
        label="Tick what this consultation is about", widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick at least one.", "invalid_choice": "“%(value)s” cannot be chosen here any more."
        },
    )  # fmt: skip

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = choices
        self.fields["chosen"].widget.small = True


class SubjectPages:
    """Pages of the desk: the list of what a round is about, and choosing more."""

    def subject_urls(self) -> list[Any]:
        return [
            self.desk_path("subjects", self.subjects_view),
            self.desk_path("subjects-add", self.subjects_add_view, "subjects/add"),
        ]

    def subjects_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        noun = self.find(request, object_id)
        if request.method != "POST":
            return self._subjects_page(request, noun, self._rows(noun))
        rows, do = self._rows(noun, request.POST), request.POST.get("do", "")
        try:
            with prepared(noun, request.actor) as fresh:
                rows = self._rows(fresh, request.POST)
                if not rows.save():
                    return self._subjects_page(request, noun, rows, status=412 if rows.clashes else 400)
                self._do(fresh, do, request)
        except Refusal as refusal:
            return self._subjects_page(request, noun, rows, refusal=refusal)
        return redirect(self.url_of("subjects", noun.ref))

    def subjects_add_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        noun = self.find_to_prepare(request, object_id, "subjects")
        if isinstance(noun, HttpResponse):
            return noun
        kind = request.GET.get("kind") or Element.Kind.THEME.value
        if kind not in NAMES:
            raise Http404
        words = clean_text(request.GET.get("q", "")).strip()[:100]
        choices = offered(noun, kind, request.actor, request.received_at, words)
        form = ChoiceForm(request.POST if request.method == "POST" else None, choices=choices)
        refusal: Refusal | None = None
        if form.is_bound and form.is_valid():
            try:
                made = add_subjects(noun, kind, form.cleaned_data["chosen"], request.actor)
            except BadInput as error:
                form.add_error("chosen", error.errors["chosen"][0])
            except Refusal as error:
                refusal = error
            else:
                messages.success(request, f"Added: {len(made)}.")
                return redirect(self.url_of("subjects", noun.ref))
        address = self.url_of("subjects_add", noun.ref)
        return self.desk(
            request, "consultations/desk/subjects_add.html", title="Choose what it is about", noun=noun,
            refusal=refusal, status=400 if form.errors else 200, form=form, has_choices=bool(choices), words=words,
            kind=kind, kind_name=NAMES[Element.Kind(kind)], is_cut=len(choices) >= MOST_OFFERED,
            kinds=[
                {"label": name, "url": f"{address}?kind={each.value}", "count": None, "current": each == kind}
                for each, name in NAMES.items()
            ],
            back_to=self.url_of("subjects", noun.ref),
        )  # fmt: skip

    def _rows(self, noun: Any, posted: Any = None) -> Rows:
        elements = list(noun.elements.select_related("version__record", "theme", "round__record"))
        for element in elements:
            element.subject = subject_of(element)
        return Rows(
            elements, "explanation", "Why we ask about it", posted,
            help="Optional. Visitors read it beside the words.", naming=lambda element: element.subject.name,
        )  # fmt: skip

    def _do(self, noun: Any, do: str, request: HttpRequest) -> None:
        """What a button beside one row asks for: ``up:12``, ``out:12`` or ``renew:12``."""
        verb, _, key = do.partition(":")
        element = noun.elements.filter(pk=int(key)).first() if key.isascii() and key.isdecimal() else None
        if element is None:
            messages.success(request, "Saved.")
        elif verb == "up":
            move_up(noun.elements.all(), element)
        elif verb == "out":
            take_out(element, request.actor)
        elif verb == "renew":
            renew_subject(element, request.actor)

    def _subjects_page(self, request: HttpRequest, noun: Any, rows: Rows, **more: Any) -> HttpResponse:
        later = {}
        for kind in {row.kind for row in rows.rows} - {Element.Kind.THEME.value}:
            found = latest_versions(noun, kind, request.actor, request.received_at)
            later |= {version.record_id: version.number for version in found}
        for row in rows.rows:
            number = later.get(row.version.record_id, 0) if row.version else 0
            row.later = number if row.version and number > row.version.number else 0
        return self.desk(
            request, "consultations/desk/subjects.html", title="What it is about", noun=noun, rows=rows.fields,
            forms=[rows.form], clashes=rows.clashes, add_url=self.url_of("subjects_add", noun.ref), **more,
        )  # fmt: skip
