"""A response, the answers in it, how its sender may be reached, and the receipt that they were sent."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.db import models
from django.db.models import Q

from lis.engine import clock
from lis.engine.erasable import Erasable
from lis.engine.models import Noun, NounQuerySet, SecretLink, Version
from lis.engine.rights import EVERYTHING, READ_AND_ADD
from lis.notices.models import Outgoing

from ..questionnaires.models import Question
from ..rounds.models import Round

# How long after the end somebody may still copy what they have typed and not sent.
KEPT_AFTER_CLOSE = dt.timedelta(days=14)


class UnfinishedResponse(models.Model):
    """What somebody has typed and not yet sent, found by the secret in their browser.

    ``answers`` is JSON by question key, as typed, beside what they said about themselves. ``began_at`` is the
    database's clock when they began, which is what minutes of grace go by.
    """

    web_rights = EVERYTHING

    link = models.OneToOneField(SecretLink, models.PROTECT, related_name="unfinished_response")
    round = models.ForeignKey(Round, models.PROTECT, related_name="unfinished_responses")
    began_at = models.DateTimeField()
    updated_at = models.DateTimeField(default=clock.now)
    answers = models.TextField(default="{}")

    def __str__(self) -> str:
        return f"begun {self.began_at:%Y-%m-%d %H:%M}"


class ResponseQuerySet(NounQuerySet):
    """Responses with what every list of them shows."""

    def with_round(self) -> ResponseQuerySet:
        return self.with_record().select_related("round__record")


class Response(Noun):
    """What one respondent sent to a round; part of the round's questionnaire, so only the area body sees it.

    Its reference cannot be guessed. ``version`` is the round as they read it. Names and addresses lie apart.
    """

    inherits_visibility = True
    web_rights = READ_AND_ADD

    class Publication(models.TextChoices):
        IN_FULL = "in_full", "In full, with my name"
        WITHOUT_NAME = "without_name", "Without my name"
        NOT_PUBLISHED = "not_published", "Not at all"

    class Capacity(models.TextChoices):
        PERSON = "person", "As a person"
        ORGANISATION = "organisation", "For an organisation"

    class Channel(models.TextChoices):
        PAGE = "page", "Web page"
        API = "api", "API"

    round = models.ForeignKey(Round, models.PROTECT, related_name="responses")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    received_at = models.DateTimeField("received")
    channel = models.CharField(max_length=10, choices=Channel)
    publication = models.CharField(max_length=20, choices=Publication)
    capacity = models.CharField("answers", max_length=20, choices=Capacity)
    organisation_name = models.CharField("organisation", max_length=200, blank=True)
    represents = models.CharField("whom it represents", max_length=1000, blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity="person", organisation_name="") | ~Q(capacity="person"),
                name="response_of_a_person_names_no_organisation",
            )
        ]
        indexes = [models.Index(fields=["round", "received_at"], name="response_by_round")]


class GivenAnswer(Erasable):
    """The answer to one question, as it was given: text, or the codes of options as a JSON list."""

    web_rights = READ_AND_ADD

    response = models.ForeignKey(Response, models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="answer_is_one_per_question")]
        indexes = [models.Index(fields=["question"], name="answer_by_question")]

    def __str__(self) -> str:
        return f"{self.response_id} {self.question_id}"

    @property
    def codes(self) -> list[str]:
        """The options that were chosen; for a question that offers some."""
        return json.loads(self.body) if self.body else []


class Contact(models.Model):
    """Who sent a response and where a receipt goes: encrypted, apart from what they said.

    ``sealed`` is a Fernet token of JSON with ``name`` and ``email``; the key is the setting ``CONTACTS_KEY``.
    """

    response = models.OneToOneField(Response, models.PROTECT, related_name="contact")
    sealed = models.TextField()

    web_rights = EVERYTHING

    def __str__(self) -> str:
        return f"contact {self.response_id}"


class Receipt(Outgoing):
    """The mail that tells a respondent what they sent. Its words are made when it leaves and kept nowhere else."""

    response = models.OneToOneField(Response, models.PROTECT, related_name="receipt")

    def __str__(self) -> str:
        return f"receipt {self.message_id}"

    @property
    def record(self) -> Any:
        return self.response.record
