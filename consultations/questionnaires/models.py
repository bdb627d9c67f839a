"""The questions of a round, page by page, and the record under which its responses are kept."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models

from lis.engine.models import Noun
from lis.engine.rights import EVERYTHING

from ..rounds.models import Element, Round

CODE = RegexValidator(r"^[a-z][a-z0-9_]*\Z", "Use small letters, figures and underscores, and begin with a letter.")


class Questionnaire(Noun):
    """What a round asks. Made with its round and seen by its area body alone.

    Responses are parts of this record and not of the round's: everybody may see an open round.
    """

    round = models.OneToOneField(Round, models.PROTECT, related_name="questionnaire", editable=False)

    @property
    def organisation(self) -> Any:
        return self.round.organisation


class QuestionPage(models.Model):
    """One page of questions, as the respondent meets them."""

    # Questions may be taken out while the round is a draft; triggers keep them afterwards.
    web_rights = EVERYTHING

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="pages")
    position = models.PositiveSmallIntegerField(default=1)
    heading = models.CharField(max_length=160)
    introduction = models.TextField(max_length=4000, blank=True)

    class Meta:
        ordering = ["questionnaire", "position", "pk"]

    def __str__(self) -> str:
        return self.heading


class Question(models.Model):
    """One question. ``key`` names it in exports and over the API, and is its own within the questionnaire."""

    class Kind(models.TextChoices):
        TEXT = "text", "One line of text"
        LONG_TEXT = "long_text", "Several paragraphs"
        SINGLE = "single", "One of several options"
        MULTIPLE = "multiple", "Any of several options"
        AGREE = "agree", "How far people agree"

    web_rights = EVERYTHING

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="questions")
    page = models.ForeignKey(QuestionPage, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=1)
    key = models.CharField(max_length=40, validators=[CODE])
    kind = models.CharField(max_length=20, choices=Kind)
    words = models.CharField("question", max_length=500)
    hint = models.CharField(max_length=500, blank=True)
    required = models.BooleanField("must be answered", default=False)
    element = models.ForeignKey(
        Element, models.SET_NULL, null=True, blank=True, related_name="questions", verbose_name="is about"
    )

    class Meta:
        ordering = ["page__position", "page", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["questionnaire", "key"], name="question_key_is_unique")]

    def __str__(self) -> str:
        return self.words

    @property
    def has_options(self) -> bool:
        return self.kind in (self.Kind.SINGLE, self.Kind.MULTIPLE, self.Kind.AGREE)

    @property
    def offered(self) -> list[tuple[str, str]]:
        """Code and words of each answer that it offers, in order; none for a question that is answered in words."""
        if self.kind == self.Kind.AGREE:
            return list(AGREE_SCALE)
        return [(option.code, option.words) for option in self.options.all()] if self.has_options else []


class Option(models.Model):
    """One answer that a question offers. An agree-scale has its own five and needs none of these."""

    web_rights = EVERYTHING

    question = models.ForeignKey(Question, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField(default=1)
    code = models.CharField(max_length=40, validators=[CODE])
    words = models.CharField("option", max_length=200)

    class Meta:
        ordering = ["question", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["question", "code"], name="option_code_is_unique")]

    def __str__(self) -> str:
        return self.words


# From strong agreement to strong disagreement, with room for those who cannot say.
AGREE_SCALE = (
    ("strongly_agree", "Strongly agree"),
    ("agree", "Agree"),
    ("neither", "Neither agree nor disagree"),
    ("disagree", "Disagree"),
    ("strongly_disagree", "Strongly disagree"),
    ("cannot_say", "I cannot say"),
)
