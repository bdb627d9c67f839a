"""Words: what one side is working on, and what has been said for good."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models

from .record import Record


class WithoutVector(models.Manager):
    """Rows without their search vector: it is as long as the words, and nobody but the database reads it."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().defer("vector")


class Version(models.Model):
    """The official words of a record under a number; never changed, never deleted, and without personal data.

    ``body`` is the canonical text (see :mod:`lis.engine.canonical`); ``hash`` its SHA-256, which is what agreements
    and pins name. ``weight`` says whether it changed the substance. ``words`` is the same text without its keys, for
    search. ``authors`` are those who wrote it, so that nobody approves words of their own.
    """

    class Weight(models.TextChoices):
        SUBSTANTIVE = "substantive", "Substantive"
        EDITORIAL = "editorial", "Editorial"

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    schema = models.CharField(max_length=40)
    body = models.TextField()
    hash = models.CharField(max_length=64)
    base = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="successors")
    weight = models.CharField(max_length=12, choices=Weight.choices, default=Weight.SUBSTANTIVE)
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="versions_written")
    created_at = models.DateTimeField()
    words = models.TextField()
    vector = models.GeneratedField(
        expression=SearchVector("words", config="english"), output_field=SearchVectorField(), db_persist=True
    )

    objects = WithoutVector()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "number"], name="version_number_is_unique")]
        indexes = [
            GinIndex(fields=["vector"], name="version_words"),
            models.Index(fields=["hash"], name="version_hash"),
        ]
        ordering = ["record", "number"]

    def __str__(self) -> str:
        return f"Version {self.number}"

    @property
    def content(self) -> dict[str, Any]:
        """The body as a dictionary of the schema's parts."""
        return json.loads(self.body)


class Draft(models.Model):
    """One organisation's working copy of one part of a record's words; nobody else's eyes.

    ``base`` is the version it started from. ``revision`` counts its saves, so that two people who edit one part are
    told. Saving a draft is no event and moves nothing that another organisation can see.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="drafts")
    organisation = models.ForeignKey("lis.Organisation", on_delete=models.PROTECT, related_name="drafts")
    part = models.CharField(max_length=60)
    body = models.TextField(blank=True)
    base = models.ForeignKey(Version, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="drafts_written")
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()
    vector = models.GeneratedField(
        expression=SearchVector("body", config="english"), output_field=SearchVectorField(), db_persist=True
    )

    objects = WithoutVector()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "organisation", "part"], name="draft_part_is_unique")]
        indexes = [GinIndex(fields=["vector"], name="draft_words")]
        ordering = ["record", "part"]

    def __str__(self) -> str:
        return self.part
