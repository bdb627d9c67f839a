"""What a strategy is written in: the national frame with its stages, themes, words, vocabularies and programmes."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from lis.engine import clock
from lis.people.models import Organisation


class Framework(models.Model):
    """A national frame for strategies, such as a prospectus or a piece of guidance, held wholly as data.

    ``sign_off`` says what Government agrees: the whole document, or its shared priorities only.
    """

    class Status(models.TextChoices):
        CURRENT = "current", "Current"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class SignOff(models.TextChoices):
        WHOLE_DOCUMENT = "government_agrees_whole_document", "Government agrees the whole document"
        SHARED_PRIORITIES = "shared_priorities_agreed", "Shared priorities are agreed with Government"

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    issued_by = models.CharField(max_length=160, help_text="The code of the department that issued it.")
    status = models.CharField(max_length=12, choices=Status)
    sign_off = models.CharField(max_length=40, choices=SignOff)
    horizon_years = models.PositiveSmallIntegerField(null=True, blank=True)
    proposition_fields = models.JSONField(default=list, blank=True)
    rules = models.JSONField(default=list, blank=True, help_text="Sentences that officers are reminded of.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def says(self, key: str) -> str:
        """The framework's own word for ``key`` (area, ask, officer); the plain word when it has none."""
        return next((term.label for term in self.terms.all() if term.key == key), key.replace("_", " ").capitalize())


class Stage(models.Model):
    """A stage that every strategy under the framework passes, in order."""

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="stages")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["framework", "number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="stage_number_once"),
            models.UniqueConstraint(fields=["framework", "name"], name="stage_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    """A heading that the framework gives: a foundation, a grand challenge, a sector or a part of the document."""

    class Kind(models.TextChoices):
        FOUNDATION = "foundation", "Foundation"
        GRAND_CHALLENGE = "grand_challenge", "Grand challenge"
        SECTOR = "sector", "Sector"
        PART = "part", "Part of the document"

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="themes")
    kind = models.CharField(max_length=20, choices=Kind)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    is_chapter = models.BooleanField("makes the chapters of the document", default=False)

    class Meta:
        ordering = ["framework", "kind", "number"]
        constraints = [models.UniqueConstraint(fields=["framework", "kind", "name"], name="theme_name_once")]

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """What the framework calls a thing: an ask is an "Ask of Government" in one, a "Shared priority" in another."""

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="terms")
    key = models.SlugField(max_length=40)
    label = models.CharField(max_length=120)

    class Meta:
        ordering = ["framework", "key"]
        constraints = [models.UniqueConstraint(fields=["framework", "key"], name="term_key_once")]

    def __str__(self) -> str:
        return self.label


class Wave(models.Model):
    """A group of areas announced together under a framework, in a year and month, and on a day if that is known."""

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="waves")
    number = models.PositiveSmallIntegerField()
    announced = models.CharField(max_length=10)

    class Meta:
        ordering = ["framework", "number"]
        constraints = [models.UniqueConstraint(fields=["framework", "number"], name="wave_number_once")]

    def __str__(self) -> str:
        return f"Wave {self.number}"


class Vocabulary(models.Model):
    """A list of words to choose from, kept by the administrators."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "vocabularies"

    def __str__(self) -> str:
        return self.name


class VocabularyTermQuerySet(models.QuerySet["VocabularyTerm"]):
    """Terms by vocabulary and by whether they may still be chosen."""

    def of(self, vocabulary: str) -> VocabularyTermQuerySet:
        """The terms of the vocabulary with that code, in their order."""
        return self.filter(vocabulary__code=vocabulary)

    def open_on(self, date: dt.date) -> VocabularyTermQuerySet:
        """Those that may be chosen on ``date``; a retired term stays on old records."""
        return self.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=date))


class VocabularyTerm(models.Model):
    """One word of a vocabulary. Records keep its ``code``, which never changes; its label may be put better."""

    vocabulary = models.ForeignKey(Vocabulary, models.PROTECT, related_name="terms")
    code = models.CharField(max_length=80)
    label = models.CharField(max_length=160)
    position = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True, help_text="The first day on which it can no longer be chosen.")
    facts = models.JSONField(
        default=dict, blank=True, help_text="What the rules read, such as whether a stance blocks."
    )

    objects = VocabularyTermQuerySet.as_manager()

    class Meta:
        ordering = ["vocabulary", "position", "label"]
        constraints = [models.UniqueConstraint(fields=["vocabulary", "code"], name="vocabulary_term_code_once")]

    def __str__(self) -> str:
        return self.label


class Cue(models.Model):
    """Words in an ask that suggest its type or a department: shown to the officer, never applied silently.

    ``term`` is the code of an ask type, or of a department. A cue that is ``whole`` matches whole words only, without
    regard to case; another matches the beginning of a word.
    """

    class Kind(models.TextChoices):
        ASK_TYPE = "ask_type", "Type of ask"
        DEPARTMENT = "department", "Department"

    kind = models.CharField(max_length=12, choices=Kind)
    term = models.CharField(max_length=80)
    words = models.JSONField(default=list)
    whole = models.BooleanField("whole words only", default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["kind", "position"]
        constraints = [models.UniqueConstraint(fields=["kind", "term"], name="cue_term_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.term}"


class Programme(models.Model):
    """A national programme or deal that an ask, a position or a collaboration points at."""

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)
    department = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="programmes", help_text="Who ran it first."
    )
    closes_on = models.DateField("closed on", null=True, blank=True)
    checked = models.CharField(max_length=10, default="known", help_text="“seen” in a public source, or “known”.")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="programme_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


def vocabulary_choices(code: str, on: dt.date | None = None) -> list[tuple[str, str]]:
    """The (code, label) pairs of a vocabulary that may be chosen on ``on``, today if left out."""
    return list(VocabularyTerm.objects.of(code).open_on(on or clock.today()).values_list("code", "label"))


def vocabulary_labels(code: str) -> dict[str, str]:
    """The label of each code of a vocabulary, retired ones too, for showing what old records say."""
    return labels_of(code)[code]


def labels_of(*codes: str) -> dict[str, dict[str, str]]:
    """The same of several vocabularies, by the vocabulary's code, in one query."""
    found: dict[str, dict[str, str]] = {code: {} for code in codes}
    terms = VocabularyTerm.objects.filter(vocabulary__code__in=codes)
    for vocabulary, code, label in terms.values_list("vocabulary__code", "code", "label"):
        found[vocabulary][code] = label
    return found
