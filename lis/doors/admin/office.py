"""The admin of a noun: what an area officer works at, row by row and step by step."""

from __future__ import annotations

from typing import Any

from django.urls import path

from .adding import AddPage
from .bulk import BulkSteps
from .changing import ChangePage
from .history import HistoryPages
from .lists import ListPage
from .nouns import NounAdmin
from .stepping import StepPages


class OfficeAdmin(AddPage, ChangePage, StepPages, BulkSteps, HistoryPages, ListPage, NounAdmin):
    """One kind of noun in the admin. A room says its ``workflow`` and, where it differs, columns, filters and facts.

    Everything comes from the workflow's table: who may add, write and take which step, with what form, and why not
    now. Rows are those that the actor may see, on every page; nothing is deleted; the history is the ledger.
    """

    def get_urls(self) -> list[Any]:
        step = path(
            "<path:object_id>/steps/<slug:slug>/",
            self.admin_site.admin_view(self.step_view),
            name=f"{self.opts.app_label}_{self.opts.model_name}_step",
        )
        # Django's last pattern takes any address for a reference, so ours goes first.
        return [step, *super().get_urls()]
