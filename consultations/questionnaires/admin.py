"""The desk of a round, with its questions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from ..rounds.admin import RoundDesk
from ..rounds.models import Round
from ..rounds.tabs import Tab, offers_tab
from .question_pages import QuestionPages


@offers_tab(40)
def questions(request: HttpRequest, desk: Any, round_: Round) -> Tab:
    return Tab("Questions", desk.url_of("questions", round_.ref), round_.questionnaire.questions.count())


@admin.register(Round)
class RoundAdmin(QuestionPages, RoundDesk):
    """The rounds of the officer's own area: words and dates, subject, documents, questions."""

    def desk_urls(self) -> list[Any]:
        return [*super().desk_urls(), *self.question_urls()]
