"""A response as its sender and the area read it: each question with its answer, and what was said about the sender."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .asked import Asked, AskedPage, AskedQuestion, asked_in
from .contacts import opened
from .forms import PUBLICATION_HINTS
from .models import GivenAnswer, Response

ERASED = "These words were erased."


@dataclass(frozen=True)
class Line:
    """One question, or one thing about the sender, and what was said to it; "" for nothing."""

    label: str
    text: str
    question: AskedQuestion | None = None

    @property
    def quoted(self) -> str:
        """The text with a mark before each of its lines, so that nobody's words pass for ours in a mail."""
        return "\n".join(f"> {line}" for line in (self.text or "(no answer)").split("\n"))


@dataclass(frozen=True)
class Section:
    """One page of questions with the answers on it."""

    page: AskedPage
    lines: tuple[Line, ...]


def sections_of(asked: Asked, answers: Mapping[str, Any]) -> list[Section]:
    """Every page with every question, answered or not; ``answers`` are values by key."""
    return [
        Section(page, tuple(Line(one.words, one.told(answers.get(one.key)), one) for one in page.questions))
        for page in asked.pages
    ]


def about_lines(about: Mapping[str, str], *, empty: bool = False) -> list[Line]:
    """What was said about the sender, label by label; with ``empty`` also what they left out."""
    capacity, publication = about.get("capacity", ""), about.get("publication", "")
    lines = [
        ("You answer", Response.Capacity(capacity).label if capacity in Response.Capacity else ""),
        ("Organisation", about.get("organisation_name", "")),
        ("Whom it represents", about.get("represents", "")),
        ("Name", about.get("name", "")),
        ("E-mail address", about.get("email", "")),
        ("Publication", PUBLICATION_HINTS[publication] if publication in Response.Publication else ""),
    ]
    of_organisations = {"Organisation", "Whom it represents"}
    for_organisation = capacity == Response.Capacity.ORGANISATION
    return [
        Line(label, text)
        for label, text in lines
        if text or (empty and (for_organisation or label not in of_organisations))
    ]


def value_of(answer: GivenAnswer, question: AskedQuestion) -> Any:
    """What was answered, as it was typed or as codes."""
    if answer.is_erased:
        return ERASED
    return answer.body if question.in_words else answer.codes


def answers_of(response: Response, asked: Asked) -> dict[str, Any]:
    """The answers of one response by key."""
    by_key = {question.key: question for question in asked.questions}
    rows = GivenAnswer.objects.filter(response=response).select_related("question")
    return {row.question.key: value_of(row, by_key[row.question.key]) for row in rows}


def about_of(response: Response, *, contact: bool) -> dict[str, str]:
    """What was said about the sender; name and address only where ``contact`` may be opened."""
    known = {
        "capacity": response.capacity,
        "organisation_name": response.organisation_name,
        "represents": response.represents,
        "publication": response.publication,
    }
    return known | (opened(getattr(response, "contact", None)) if contact else {})


@dataclass(frozen=True)
class Copy:
    """A whole response to be read."""

    response: Response
    asked: Asked
    sections: list[Section]
    about: list[Line]


def copy_of(response: Response, *, contact: bool) -> Copy:
    """``response`` as it was sent, on the version that its sender had read."""
    asked = asked_in(response.version)
    sections = sections_of(asked, answers_of(response, asked))
    return Copy(response, asked, sections, about_lines(about_of(response, contact=contact)))
