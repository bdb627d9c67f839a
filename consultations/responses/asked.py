"""What a round asked, as its respondents read it: the pages and questions of a version, which never changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lis.engine.models import Version

from ..rounds.models import Round
from ..rounds.parts import TITLE

TEXT_KINDS = ("text", "long_text")
SEVERAL = "multiple"


@dataclass(frozen=True)
class AskedQuestion:
    """One question, with the code and the words of each answer that it offers.

    ``about`` is the number of the element of the round that it is about, 0 for none.
    """

    key: str
    kind: str
    words: str
    hint: str
    required: bool
    options: tuple[tuple[str, str], ...]
    about: int = 0

    @property
    def name(self) -> str:
        """What its field is called in forms."""
        return f"answers.{self.key}"

    @property
    def first_id(self) -> str:
        """Where in its page the answer begins."""
        return f"id_{self.name}" if self.in_words else f"id_{self.name}_0"

    @property
    def in_words(self) -> bool:
        return self.kind in TEXT_KINDS

    def told(self, value: Any) -> str:
        """An answer as a person reads it: its words, or those of the options, a line each."""
        if self.in_words:
            return value or ""
        offered = dict(self.options)
        codes = [value] if isinstance(value, str) else value or []
        return "\n".join(offered.get(code, code) for code in codes if code)


@dataclass(frozen=True)
class AskedPage:
    """One page of questions; ``number`` counts from 1."""

    number: int
    heading: str
    introduction: str
    questions: tuple[AskedQuestion, ...]


@dataclass(frozen=True)
class Asked:
    """The questionnaire of one version of a round, and the words around it."""

    version: Version
    words: dict[str, Any]
    pages: tuple[AskedPage, ...]

    @property
    def title(self) -> str:
        return self.words[TITLE]

    @property
    def questions(self) -> list[AskedQuestion]:
        return [question for page in self.pages for question in page.questions]


def asked_in(version: Version) -> Asked:
    """The questionnaire that ``version`` of a round holds."""
    content = version.content
    questions: dict[int, list[AskedQuestion]] = {page["number"]: [] for page in content["pages"]}
    for one in content["questions"]:
        options = tuple((option["code"], option["words"]) for option in one["options"])
        questions[one["page"]].append(
            AskedQuestion(
                one["key"], one["type"], one["words"], one["hint"], one["required"], options, one.get("about", 0)
            )
        )
    pages = tuple(
        AskedPage(page["number"], page["heading"], page["introduction"], tuple(questions[page["number"]]))
        for page in content["pages"]
    )
    return Asked(version, content, pages)


def asked_now(round_: Round) -> Asked | None:
    """What ``round_`` asks as it was last scheduled; None before that."""
    version = Version.objects.filter(record_id=round_.pk).order_by("-number").first()
    return asked_in(version) if version else None
