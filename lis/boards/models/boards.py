"""A board, who sits on it, and the posts to which it can give a mandate."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lis.engine.models import Noun, NounQuerySet
from lis.people.models import Organisation


class BoardQuerySet(NounQuerySet):
    """Boards with the body that they decide for."""

    def with_body(self) -> BoardQuerySet:
        return self.with_record().select_related("organisation")


class Board(Noun):
    """Those who decide for an area body: what may be put forward, and who may negotiate it.

    It *sits* until it is *dissolved*. Members come and go by steps of the board, and so do the holders of the posts
    to which it delegates, each with the days from when and until when.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="boards", editable=False)
    name = models.CharField(max_length=160)

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["record__ref"]

    @property
    def sits(self) -> bool:
        """Whether it still meets."""
        return self.status == "sitting"


class DatedQuerySet(models.QuerySet[Any]):
    """Seats and posts by the days on which they are held."""

    def current(self, on: dt.date) -> DatedQuerySet:
        """Those held on ``on``: from their first day on, up to but without the day on which they end."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gt=on), from_on__lte=on)


class BoardMemberQuerySet(DatedQuerySet):
    """Seats with the people who hold them."""

    def with_email(self) -> BoardMemberQuerySet:
        """With each seat’s person and, as ``email``, the address by which forms name the seat."""
        return self.select_related("person").annotate(email=F("person__email")).order_by("person__name", "pk")


class BoardMember(models.Model):
    """A seat on a board, held by one person from a day on and up to, but without, the day on which it ends."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats")
    capacity = models.CharField(max_length=80, help_text="For example: Chair, Member, Observer.")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = BoardMemberQuerySet.as_manager()

    class Meta:
        ordering = ["board", "from_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "person"], condition=Q(until_on__isnull=True), name="board_member_sits_once"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(from_on__lte=F("until_on")),
                name="board_member_from_before_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.capacity}"


class Post(models.Model):
    """A post of an area body, such as its chief executive: mandates name posts, so that successors may act."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["organisation", "name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="post_name_once")]

    def __str__(self) -> str:
        return self.name


class PostHolding(models.Model):
    """Who holds a post, from a day on and up to, but without, the day on which they leave it. One person at a time.

    Nobody gives a post to themselves: the database refuses it.
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts_held")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts_given")

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["post", "from_on"]
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=Q(until_on__isnull=True), name="post_is_held_by_one"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(from_on__lte=F("until_on")), name="post_from_before_until"
            ),
            models.CheckConstraint(condition=~Q(given_by=F("person")), name="post_never_from_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.post}"
