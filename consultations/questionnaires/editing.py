"""Writing the questions of a round while it is a draft: each change under the lock of the round, by name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Max

from lis.engine.actor import Actor

from ..rounds.models import Round
from ..rounds.preparing import move_up, prepared
from .models import Option, Question, Questionnaire, QuestionPage
from .pasting import Pasted

KEY_LENGTH = 40
_NOT_IN_CODES = re.compile(r"[^a-z0-9]+")
# Words that every other question begins with name nothing.
_EMPTY_WORDS = {"a", "an", "and", "are", "do", "does", "for", "how", "if", "in", "is", "of", "on", "or", "our", "that",
                "the", "to", "what", "which", "with", "would", "you", "your"}  # fmt: skip


def save_question(round_: Round, given: dict[str, Any], by: Actor, question: Question | None = None) -> Question:
    """Write a question as a valid :class:`~.forms.QuestionForm` gave it; a new one goes to the end of its page."""
    with prepared(round_, by) as fresh:
        return put_question(fresh.questionnaire, given, question)


def put_question(questionnaire: Questionnaire, given: dict[str, Any], question: Question | None = None) -> Question:
    """The same where the caller holds the lock."""
    made = question or Question(questionnaire=questionnaire)
    if made.pk is None or made.page_id != given["page"].pk:
        made.position = 1 + (given["page"].questions.aggregate(last=Max("position"))["last"] or 0)
    for name in ("words", "hint", "kind", "required", "element", "page"):
        setattr(made, name, given[name])
    taken = set(questionnaire.questions.exclude(pk=made.pk).values_list("key", flat=True))
    made.key = given["key"] or code_for(given["words"], taken, at_most=4)
    made.save()
    _write_options(made, given["options"] if made.kind in (Question.Kind.SINGLE, Question.Kind.MULTIPLE) else [])
    return made


def _write_options(question: Question, lines: Sequence[str]) -> None:
    """The options in the order of ``lines``; one whose words stayed keeps its code."""
    codes = dict(question.options.values_list("words", "code"))
    question.options.all().delete()
    taken = {codes[line] for line in lines if line in codes}
    for position, line in enumerate(lines, 1):
        code = codes.get(line) or code_for(line, taken)
        taken.add(code)
        Option.objects.create(question=question, position=position, code=code, words=line)


def code_for(words: str, taken: Iterable[str], *, at_most: int = 8) -> str:
    """A code in small letters made of the first words that say something, and none of those ``taken``."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    pieces = [piece for piece in _NOT_IN_CODES.split(plain) if piece]
    telling = [piece for piece in pieces if piece not in _EMPTY_WORDS] or pieces
    code = ""
    for piece in telling[:at_most]:
        longer = f"{code}_{piece}" if code else piece[: KEY_LENGTH - 4]
        if len(longer) > KEY_LENGTH - 4:
            break
        code = longer
    code = code if code[:1].isalpha() else f"q_{code}".rstrip("_")
    taken, number, free = set(taken), 2, code
    while free in taken:
        free, number = f"{code}_{number}", number + 1
    return free


def take_question_out(question: Question, by: Actor) -> None:
    with prepared(question.questionnaire.round, by):
        question.delete()


def move_question_up(question: Question, by: Actor) -> None:
    """One place up; the first of a page goes to the end of the page before."""
    with prepared(question.questionnaire.round, by):
        page = question.page
        order = list(page.questions.values_list("pk", flat=True))
        if order and order[0] != question.pk:
            move_up(page.questions.all(), question)
            return
        pages = list(question.questionnaire.pages.all())
        place = next(place for place, each in enumerate(pages) if each.pk == page.pk)
        if place:
            question.page = pages[place - 1]
            question.position = 1 + (question.page.questions.aggregate(last=Max("position"))["last"] or 0)
            question.save(update_fields=["page", "position"])


def save_page(round_: Round, given: dict[str, Any], by: Actor, page: QuestionPage | None = None) -> QuestionPage:
    """Write a page; a new one comes last."""
    with prepared(round_, by) as fresh:
        made = page or QuestionPage(questionnaire=fresh.questionnaire, position=_next_position(fresh.questionnaire))
        made.heading, made.introduction = given["heading"], given["introduction"]
        made.save()
        return made


def _next_position(questionnaire: Questionnaire) -> int:
    return 1 + (questionnaire.pages.aggregate(last=Max("position"))["last"] or 0)


def move_page_up(page: QuestionPage, by: Actor) -> None:
    with prepared(page.questionnaire.round, by):
        move_up(page.questionnaire.pages.all(), page)


def take_page_out(page: QuestionPage, by: Actor) -> bool:
    """Take a page out; its questions go to the end of the one before (of the next, from the first). The last stays."""
    with prepared(page.questionnaire.round, by):
        pages = list(page.questionnaire.pages.all())
        place = next(place for place, each in enumerate(pages) if each.pk == page.pk)
        if len(pages) == 1:
            return False
        other = pages[place - 1] if place else pages[1]
        last = other.questions.aggregate(last=Max("position"))["last"] or 0
        for position, question in enumerate(page.questions.all(), last + 1):
            question.page, question.position = other, position
            question.save(update_fields=["page", "position"])
        page.delete()
        return True


def add_pasted(round_: Round, found: Sequence[Pasted], by: Actor) -> int:
    """Add pasted questions behind those that are there, under their pages; answers how many."""
    with prepared(round_, by) as fresh:
        questionnaire = fresh.questionnaire
        pages = {page.heading: page for page in questionnaire.pages.all()}
        page = list(pages.values())[-1]
        empty_first = len(pages) == 1 and not questionnaire.questions.exists()
        for pasted in found:
            if pasted.page and pasted.page not in pages:
                if empty_first:
                    # The page that a round begins with takes the first heading.
                    page.heading = pasted.page
                    page.save(update_fields=["heading"])
                else:
                    page = QuestionPage.objects.create(
                        questionnaire=questionnaire, heading=pasted.page, position=_next_position(questionnaire)
                    )
                pages[pasted.page] = page
            page, empty_first = pages.get(pasted.page, page), False
            put_question(
                questionnaire,
                {
                    "words": pasted.words, "hint": pasted.hint, "kind": pasted.kind, "required": pasted.required,
                    "element": None, "page": page, "key": "", "options": pasted.options,
                },
            )  # fmt: skip
        return len(found)


def copy_questions(round_: Round, earlier: Round, by: Actor) -> int:
    """Add the pages and questions of an earlier round behind those that are there; answers how many questions."""
    with prepared(round_, by) as fresh:
        questionnaire, number = fresh.questionnaire, 0
        spare = [page for page in questionnaire.pages.all() if not page.questions.exists()]
        for page in earlier.questionnaire.pages.prefetch_related("questions__options"):
            own = spare.pop(0) if spare else QuestionPage(
                questionnaire=questionnaire, position=_next_position(questionnaire)
            )  # fmt: skip
            own.heading, own.introduction = page.heading, page.introduction
            own.save()
            for question in page.questions.all():
                taken = questionnaire.questions.filter(key=question.key).exists()
                given = {name: getattr(question, name) for name in ("words", "hint", "kind", "required")}
                options = [option.words for option in question.options.all()]
                key = "" if taken else question.key
                put_question(questionnaire, {**given, "element": None, "page": own, "key": key, "options": options})
                number += 1
        return number
