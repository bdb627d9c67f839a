"""The pages of the desk on which officers write the questions of a round, one by one or many at once."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lis.engine.errors import NotVisible, Refusal

from ..rounds.models import Round
from ..rounds.rows import fingerprint
from .editing import (
    add_pasted,
    copy_questions,
    move_page_up,
    move_question_up,
    save_page,
    save_question,
    take_page_out,
    take_question_out,
)
from .forms import PageForm, PasteForm, QuestionForm, initial_of
from .models import Question, QuestionPage
from .pasting import questions_in

WAS = "was"


class CopyForm(forms.Form):
    """From which earlier round the questions are copied."""

    earlier = forms.ChoiceField(
        label="Copy the questions of", error_messages={"required": "Choose a consultation."}
    )  # fmt: skip

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["earlier"].choices = choices


class QuestionPages:
    """All questions on one page in their order; a page for each question; a box to paste many."""

    def question_urls(self) -> list[Any]:
        return [
            self.desk_path("questions", self.questions_view),
            self.desk_path("questions-paste", self.paste_view, "questions/paste"),
            self.desk_path("questions-copy", self.copy_view, "questions/copy"),
            self.desk_path("page-add", self.page_view, "questions/page/add"),
            self.desk_path("page", self.page_view, "questions/page/<int:number>"),
            self.desk_path("question-add", self.question_view, "questions/page/<int:number>/add"),
            self.desk_path("question", self.question_view, "questions/<slug:key>"),
        ]

    def questions_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        noun = self.find(request, object_id)
        refusal: Refusal | None = None
        if request.method == "POST":
            noun = self.find_to_prepare(request, object_id, "questions")
            if isinstance(noun, HttpResponse):
                return noun
            try:
                anchor = self._move(request, noun)
            except Refusal as error:
                refusal = error
            else:
                return redirect(f"{self.url_of('questions', noun.ref)}#{anchor}")
        return self._questions_page(request, noun, refusal=refusal)

    def question_view(self, request: HttpRequest, object_id: str, key: str = "", number: int = 0) -> HttpResponse:
        noun = self.find_to_prepare(request, object_id, "questions")
        if isinstance(noun, HttpResponse):
            return noun
        question = self._question(noun, key) if key else None
        page = self._page(noun, number) if not key else question.page
        first = initial_of(question) if question else {"page": str(number)}
        if request.method != "POST":
            return self._question_page(request, noun, QuestionForm(initial=first, round_=noun, question=question), page)
        if question and request.POST.get("do") == "out":
            return self._take_out(request, noun, question)
        form = QuestionForm(request.POST, round_=noun, question=question)
        clash = self._clash(question and question.words, first, request, form)
        if clash or not form.is_valid():
            status = 412 if clash else 400
            return self._question_page(request, noun, form, page, clashes=clash, status=status)
        try:
            made = save_question(noun, form.cleaned_data, request.actor, question)
        except Refusal as refusal:
            return self._question_page(request, noun, form, page, refusal=refusal)
        messages.success(request, f"Saved: {made.words}")
        if request.POST.get("do") == "another":
            return redirect(self.url_of("question_add", noun.ref, self._number(noun, made.page)))
        return redirect(f"{self.url_of('questions', noun.ref)}#question-{made.key}")

    def page_view(self, request: HttpRequest, object_id: str, number: int = 0) -> HttpResponse:
        noun = self.find_to_prepare(request, object_id, "questions")
        if isinstance(noun, HttpResponse):
            return noun
        page = self._page(noun, number) if number else None
        first = {"heading": page.heading, "introduction": page.introduction} if page else {}
        form = PageForm(request.POST if request.method == "POST" else None, initial=first)
        clash: list[dict[str, str]] = []
        refusal: Refusal | None = None
        if form.is_bound:
            clash = self._clash(page and page.heading, first, request, form)
            if not clash and form.is_valid():
                try:
                    made = save_page(noun, form.cleaned_data, request.actor, page)
                except Refusal as error:
                    refusal = error
                else:
                    messages.success(request, f"Saved: {made.heading}")
                    return redirect(f"{self.url_of('questions', noun.ref)}#page-{self._number(noun, made)}")
        status = 412 if clash else (400 if form.errors else 200)
        return self.desk(
            request, "consultations/desk/page_of_questions.html", noun=noun, form=form, clashes=clash, status=status,
            title="Change a page" if page else "Add a page", was=mark_of(first), refusal=refusal,
            cancel_url=self.url_of("questions", noun.ref),
        )  # fmt: skip

    def paste_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        noun = self.find_to_prepare(request, object_id, "questions")
        if isinstance(noun, HttpResponse):
            return noun
        form = PasteForm(request.POST if request.method == "POST" else None)
        refusal: Refusal | None = None
        if form.is_bound and form.is_valid():
            problems = self._too_long(found := questions_in(form.cleaned_data["text"]))
            for sentence in problems:
                form.add_error("text", sentence)
            if not problems:
                try:
                    number = add_pasted(noun, found, request.actor)
                except Refusal as error:
                    refusal = error
                else:
                    messages.success(request, f"Added: {number} question{'s' * (number != 1)}. Look through them here.")
                    return redirect(self.url_of("questions", noun.ref))
        return self.desk(
            request, "consultations/desk/paste.html", title="Paste questions", noun=noun, form=form, refusal=refusal,
            status=400 if form.errors else 200, cancel_url=self.url_of("questions", noun.ref),
        )  # fmt: skip

    def copy_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        noun = self.find_to_prepare(request, object_id, "questions")
        if isinstance(noun, HttpResponse):
            return noun
        form = CopyForm(request.POST if request.method == "POST" else None, choices=self._earlier(request, noun))
        refusal: Refusal | None = None
        if form.is_bound and form.is_valid():
            earlier = self.get_queryset(request).get(record__ref=form.cleaned_data["earlier"])
            try:
                number = copy_questions(noun, earlier, request.actor)
            except Refusal as error:
                refusal = error
            else:
                messages.success(request, f"Copied: {number} question{'s' * (number != 1)} of {earlier.ref}.")
                return redirect(self.url_of("questions", noun.ref))
        return self.desk(
            request, "consultations/desk/copy.html", title="Copy questions", noun=noun, form=form, refusal=refusal,
            status=400 if form.errors else 200, cancel_url=self.url_of("questions", noun.ref),
        )  # fmt: skip

    # Finding --------------------------------------------------------------------------------------------------------

    def _question(self, noun: Round, key: str) -> Question:
        found = noun.questionnaire.questions.select_related("page", "questionnaire__round__record").filter(key=key)
        question = found.first()
        if question is None:
            raise Http404
        return question

    def _page(self, noun: Round, number: int) -> QuestionPage:
        pages = list(noun.questionnaire.pages.select_related("questionnaire__round__record"))
        if not 1 <= number <= len(pages):
            raise Http404
        return pages[number - 1]

    def _number(self, noun: Round, page: QuestionPage) -> str:
        return str(list(noun.questionnaire.pages.values_list("pk", flat=True)).index(page.pk) + 1)

    def _others(self, request: HttpRequest, noun: Round) -> QuerySet:
        """The other rounds of the area that ask something."""
        return self.get_queryset(request).exclude(pk=noun.pk).exclude(questionnaire__questions=None).distinct()

    def _earlier(self, request: HttpRequest, noun: Round) -> list[tuple[str, str]]:
        """The other rounds of the area that ask something, latest first, as the officer knows them."""
        others = list(self._others(request, noun))
        self.furnish(request, others)
        others.sort(key=lambda other: other.ref, reverse=True)
        return [(other.ref, f"{other.ref} {self.shown_name(other)}") for other in others]

    # Doing ----------------------------------------------------------------------------------------------------------

    def _move(self, request: HttpRequest, noun: Round) -> str:
        """What a button beside one row asks for; answers the row to return to."""
        verb, _, which = request.POST.get("do", "").partition(":")
        match verb:
            case "up":
                move_question_up(self._question(noun, which), request.actor)
                return f"question-{which}"
            case "page-up" | "page-out" if which.isascii() and which.isdecimal() and len(which) < 6:
                page = self._page(noun, int(which))
                if verb == "page-up":
                    move_page_up(page, request.actor)
                elif take_page_out(page, request.actor):
                    messages.success(request, f"Taken out: the page “{page.heading}”. Its questions are kept.")
                else:
                    messages.error(request, "The only page stays. Change its heading instead.")
                return f"page-{max(int(which) - 1, 1)}"
        raise NotVisible

    def _take_out(self, request: HttpRequest, noun: Round, question: Question) -> HttpResponse:
        try:
            take_question_out(question, request.actor)
        except Refusal as refusal:
            return self._questions_page(request, noun, refusal=refusal)
        messages.success(request, f"Taken out: {question.words}")
        return redirect(self.url_of("questions", noun.ref))

    def _clash(self, label: Any, now: dict[str, Any], request: HttpRequest, form: forms.Form) -> list[dict[str, str]]:
        """Both texts of each field that somebody else changed meanwhile and the officer changed too."""
        read = request.POST.get(WAS, "")
        if not label or read == mark_of(now):
            return []
        return [
            {"label": str(form.fields[name].label), "yours": shown(form[name].value()), "now": shown(value)}
            for name, value in now.items()
            if shown(form[name].value()) != shown(value)
        ]

    def _too_long(self, found: list[Any]) -> list[str]:
        limits = {name: Question._meta.get_field(name).max_length for name in ("words", "hint")}
        sentences = [] if found else ["There is no question in it. Write one on a line of its own."]
        for pasted in found:
            if len(pasted.words) > limits["words"] or len(pasted.hint) > limits["hint"]:
                sentences.append(f"“{pasted.words[:60]}…” is too long. Use {limits['words']} characters or fewer.")
            sentences += [
                f"“{option[:60]}…” is too long for an option. Use 200 characters or fewer."
                for option in pasted.options
                if len(option) > 200
            ]
        return sentences

    # Showing --------------------------------------------------------------------------------------------------------

    def _questions_page(self, request: HttpRequest, noun: Round, **more: Any) -> HttpResponse:
        pages = list(noun.questionnaire.pages.prefetch_related("questions__options"))
        number = 0
        for place, page in enumerate(pages, 1):
            page.number, page.rows = place, list(page.questions.all())
            page.change_url = self.url_of("page", noun.ref, str(place))
            page.add_url = self.url_of("question_add", noun.ref, str(place))
            for question in page.rows:
                number += 1
                question.number = number
                question.url = self.url_of("question", noun.ref, question.key)
        return self.desk(
            request, "consultations/desk/questions.html", title="Questions", noun=noun, pages=pages, asked=number,
            page_add_url=self.url_of("page_add", noun.ref), paste_url=self.url_of("questions_paste", noun.ref),
            copy_url=self.url_of("questions_copy", noun.ref) if self._others(request, noun).exists() else "", **more,
        )  # fmt: skip

    def _question_page(
        self, request: HttpRequest, noun: Round, form: QuestionForm, page: QuestionPage, **more: Any
    ) -> HttpResponse:
        question = form.question
        was = mark_of(initial_of(question)) if question else ""
        return self.desk(
            request, "consultations/desk/question.html", title="Change a question" if question else "Add a question",
            noun=noun, form=form, question=question, page_of=page, was=was,
            cancel_url=self.url_of("questions", noun.ref), **more,
        )  # fmt: skip


def shown(value: Any) -> str:
    """A value of a form as a person compares it."""
    if isinstance(value, list):
        return "\n".join(value)
    return str(value or "").replace("\r\n", "\n").strip()


def mark_of(values: dict[str, Any]) -> str:
    """A mark of what stood in a form when it was opened."""
    return fingerprint(json.dumps({name: shown(value) for name, value in values.items()}, sort_keys=True))
