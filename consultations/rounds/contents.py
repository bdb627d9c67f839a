"""What a round asks and rests on, in canonical form: what a version holds and a program reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lis.engine.models import Version

from .models import Element, Round
from .parts import PARTS


def body_of(round_: Round, words: Mapping[str, str]) -> dict[str, Any]:
    """The content of a version: its words, dates, subject, documents, pages and questions, all that was approved."""
    elements = round_.elements.select_related("version__record", "theme")
    return {
        **{part.key: words[part.key] for part in PARTS if words.get(part.key, "").strip()},
        "strategy": round_.strategy.ref,
        "opens": round_.opens_at.isoformat(),
        "closes": round_.closes_at.isoformat(),
        "elements": [element_content(element) for element in elements],
        "documents": [
            {"title": document.title, "sha256": document.file.sha256}
            for document in round_.documents.select_related("file")
        ],
        **questions_of(round_),
    }


def element_content(element: Element) -> dict[str, str]:
    """An element by its lasting names: the reference and the hash of the version, or the name of the theme."""
    if element.theme is not None:
        reference, fingerprint = element.theme.name, ""
    else:
        reference, fingerprint = element.version.record.ref, element.version.hash
    found = {"kind": element.kind, "reference": reference, "version": fingerprint, "part": element.part}
    return {**found, "explanation": element.explanation} if element.explanation else found


def questions_of(round_: Round) -> dict[str, Any]:
    """The pages and questions as they stand now, in their order; a question names its page by number."""
    pages = list(round_.questionnaire.pages.prefetch_related("questions__options"))
    elements = {pk: number for number, pk in enumerate(round_.elements.values_list("pk", flat=True), 1)}
    return {
        "pages": [
            {"number": number, "heading": page.heading, "introduction": page.introduction}
            for number, page in enumerate(pages, 1)
        ],
        "questions": [
            question_content(question, number, elements.get(question.element_id, 0))
            for number, page in enumerate(pages, 1)
            for question in page.questions.all()
        ],
    }


def question_content(question: Any, page: int, about: int) -> dict[str, Any]:
    """One question with the options that it offers, the agree-scale's own among them.

    ``about`` is the number of the element that it is about, counted from 1, and not named where it is about none.
    """
    found = {
        "key": question.key,
        "type": question.kind,
        "words": question.words,
        "hint": question.hint,
        "required": question.required,
        "page": page,
        "options": [{"code": code, "words": words} for code, words in question.offered],
    }
    return {**found, "about": about} if about else found


def asked_in(round_: Round, version: Version | None) -> dict[str, Any]:
    """The pages and questions of ``version``, which is frozen; without one, as they stand in the draft."""
    if version is None:
        return questions_of(round_)
    content = version.content
    return {"pages": content["pages"], "questions": content["questions"]}
