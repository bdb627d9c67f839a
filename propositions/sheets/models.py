"""A filled spreadsheet that came back, row by row, with what would become of each."""

from __future__ import annotations

from django.db import models

from lis.engine.rights import EVERYTHING


class FilledSheet(models.Model):
    """What one upload of a filled spreadsheet held. Its good rows are the items of ``batch``; only its maker sees it.

    ``rows`` holds each row as it was filled: line, reference, values, outcome ("changes", "unchanged", "refused") and
    a sentence. It is kept for a month, so that nothing that was typed is lost, and swept then.
    """

    batch = models.OneToOneField(
        "propositions.Batch", on_delete=models.CASCADE, primary_key=True, related_name="filled_sheet"
    )
    name = models.CharField(max_length=160)
    sha256 = models.CharField("SHA-256", max_length=64)
    rows = models.JSONField(default=list)

    web_rights = EVERYTHING

    def __str__(self) -> str:
        return self.name
