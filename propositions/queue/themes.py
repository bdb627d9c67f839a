"""How many asks has each area under each theme?"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

# An ask whose proposition stands under no theme is counted too, else rows would not add up.
NO_THEME = "No theme"


@dataclass
class AreaRow:
    """One area: its asks by theme, and all of them, each counted once."""

    code: str
    name: str
    counts: dict[str, int] = field(default_factory=dict)
    total: int = 0


def themes_by_area(asks: QuerySet) -> tuple[list[str], list[AreaRow]]:
    """The themes and the areas of ``asks``, both by name, in two queries; an ask under two themes counts in both."""
    plain = asks.order_by()
    of_area = ("record__area__code", "record__area__name")
    rows = {
        code: AreaRow(code, name, total=number)
        for code, name, number in plain.values_list(*of_area).annotate(number=Count("pk", distinct=True))
    }
    themes = set()
    by_theme = plain.values_list("record__area__code", "proposition__themes__name")
    for code, theme, number in by_theme.annotate(number=Count("pk", distinct=True)):
        rows[code].counts[theme or NO_THEME] = number
        themes.add(theme or NO_THEME)
    ordered = sorted(themes - {NO_THEME}) + sorted(themes & {NO_THEME})
    return ordered, sorted(rows.values(), key=lambda row: row.name)
