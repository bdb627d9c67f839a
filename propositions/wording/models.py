"""Other words for an ask, as one body is working on them."""

from __future__ import annotations

from django.db import models

from lis.engine.models import Noun, NounQuerySet
from lis.engine.rights import READ_AND_ADD

OPEN = ("drafted", "cleared")


class WordingQuerySet(NounQuerySet):
    """Wordings with their body, their ask and the version that they start from."""

    def with_record(self) -> WordingQuerySet:
        return self.select_related(
            "record", "record__area", "organisation", "base", "ask__record__area", "ask__proposition__record",
            "ask__proposition__body",
        )  # fmt: skip

    def open(self) -> WordingQuerySet:
        """Those that are neither issued nor dropped; a body has one of an ask at a time."""
        return self.in_status(*OPEN)


class Wording(Noun):
    """A counter-wording: what one body would rather have the ask say, seen inside that body alone.

    Drafted on the version that is its ``base``, cleared by another person, then issued, which makes its words the
    next version of the ask that both sides read; or dropped. When the ask has moved on meanwhile it stays as it is
    and has to be joined with the newer words before it can be issued.
    """

    ask = models.ForeignKey("propositions.Ask", on_delete=models.PROTECT, related_name="wordings")
    organisation = models.ForeignKey("lis.Organisation", on_delete=models.PROTECT, related_name="wordings")
    base = models.ForeignKey("lis.Version", on_delete=models.PROTECT, related_name="wordings_on")

    objects = WordingQuerySet.as_manager()

    class Meta:
        ordering = ["ask", "pk"]

    @property
    def is_open(self) -> bool:
        """Whether it can still become words of the ask."""
        return self.status in OPEN

    @property
    def clearing_roles(self) -> tuple[str, ...]:
        """The roles that clear and issue words in its body, first the one whose turn it is."""
        return ("lead", "negotiator") if self.organisation.is_area_body else ("clearer",)

    @property
    def writing_roles(self) -> tuple[str, ...]:
        return ("drafter", "lead") if self.organisation.is_area_body else ("reviewer",)


class Endorsement(models.Model):
    """Under a joint delegation, the holder of one post stands behind certain words before another acts on them.

    ``version`` is what they endorsed: cleared words that are to be issued, or the version of the ask that is to be
    accepted. Inserted once and never changed.
    """

    version = models.ForeignKey("lis.Version", on_delete=models.PROTECT, related_name="endorsements")
    delegation = models.ForeignKey("lis.Record", on_delete=models.PROTECT, related_name="endorsements_under")
    post = models.CharField(max_length=200)
    event = models.ForeignKey("lis.Event", on_delete=models.PROTECT, related_name="endorsements")

    web_rights = READ_AND_ADD

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "delegation", "post"], name="endorsement_is_one_per_post")
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.post} on {self.version}"
