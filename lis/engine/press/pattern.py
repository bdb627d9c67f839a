"""What did a story leave behind? Its rows, taken apart into what stays, what is said anew and what points to what."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction

from ..models import Counter, Event, Record, Version
from ..rights import OUR_APPS

# A value of a row as it will be printed: called with the copy that is being made.
Cell = Callable[[Any], Any]
Key = tuple[type[models.Model], Any]
# What the press works out for itself once the rest of a row is known.
HASHED = ("hash", "prev", "input_hash", "digest", "salt")
# Takes the steps of one story and answers the words in it that each copy replaces.
Story = Callable[[], Sequence[str]]
# The ledger first and in this order: an event's hash covers its record, its version and the event that caused it.
LEDGER_FIRST = (Record, Version, Event)


class Unwritten(Exception):
    """Raised to take back what was told, once its rows are read."""


@dataclass
class Row:
    """One row of a pattern: as the steps wrote it, and a cell for each column of a copy."""

    source: models.Model
    cells: dict[str, Cell] = field(default_factory=dict)

    @property
    def model(self) -> type[models.Model]:
        return type(self.source)


class Pattern:
    """The rows of one told story. ``tokens`` are the words in it that each copy replaces by its own.

    ``cast`` names the bodies, people and other rows of which each copy has its own; ``cells`` (by ``model.column``)
    say what a room writes there anew for each copy.
    """

    def __init__(
        self,
        sources: Iterable[models.Model],
        tokens: Sequence[str],
        cast: Mapping[Key, str],
        cells: Mapping[str, Callable[[Row], Cell]],
    ) -> None:
        self.rows = sorted((Row(source) for source in sources), key=_order)
        self.places: dict[Key, int] = {(row.model, row.source.pk): place for place, row in enumerate(self.rows)}
        self.tokens, self.cast = tokens, cast
        # A version names others by their hashes, which are new in every copy.
        replaced = [*tokens, *(row.source.hash for row in self.rows if row.model is Version)]
        # The longest first: a reference begins with the code of its area.
        longest_first = sorted(replaced, key=len, reverse=True)
        self.splitter = re.compile(f"({'|'.join(map(re.escape, longest_first))})")
        for row in self.rows:
            for column in columns_of(row.model):
                own = cells.get(f"{row.model._meta.model_name}.{column.attname}")
                row.cells[column.attname] = own(row) if own else self._cell(row, column)

    def _cell(self, row: Row, column: models.Field) -> Cell:
        value = getattr(row.source, column.attname)
        if value is None or column.attname in HASHED:
            return _constant(None)
        if column.remote_field is not None:
            return self._reference(column.target_field.model, value)
        if column.primary_key:
            place = self.places[row.model, value]
            return lambda copy: copy.keys[place]
        match column:
            case models.UUIDField() if column.unique:
                return lambda copy: uuid4()
            case models.DateTimeField():
                return lambda copy: value + copy.setting.shift
            case models.DateField():
                return lambda copy: value + dt.timedelta(days=copy.setting.shift.days)
            case ArrayField():
                parts = [self._words(str(part)) for part in value]
                return lambda copy: [part(copy) for part in parts]
            case models.JSONField():
                return self._words(json.dumps(value, ensure_ascii=False), in_json=True)
            case models.CharField() | models.TextField():
                return self._words(value, in_json=column.name == "body" and value[:1] in ("{", "["))
        return _constant(value)

    def _reference(self, model: type[models.Model], value: Any) -> Cell:
        """The key of another row: of this story, of the cast, or one that stays."""
        place, name = self.places.get((model, value)), self.cast.get((model, value))
        if place is not None:
            return lambda copy: copy.keys[place]
        return _constant(value) if name is None else lambda copy: copy.setting.cast[name].pk

    def _words(self, value: str, in_json: bool = False) -> Cell:
        """Words with those of the copy in the places of the tokens."""
        parts = self.splitter.split(value)
        if len(parts) == 1:
            return _constant(value)

        def told(copy: Any) -> str:
            words = copy.words_in_json if in_json else copy.words
            return "".join(words[part] if place % 2 else part for place, part in enumerate(parts))

        return told


def _constant(value: Any) -> Cell:
    return lambda copy: value


def _order(row: Row) -> tuple[int, str, int]:
    place = LEDGER_FIRST.index(row.model) if row.model in LEDGER_FIRST else len(LEDGER_FIRST)
    return place, row.model._meta.db_table, row.source.pk


def columns_of(model: type[models.Model]) -> list[models.Field]:
    """The columns of a table that are written, those that the database makes itself left out."""
    return [column for column in model._meta.concrete_fields if not isinstance(column, models.GeneratedField)]


def patterns_of(
    set_stage: Callable[[], tuple[Mapping[str, models.Model], Iterable[Story]]],
    *,
    without: Iterable[type[models.Model]] = (),
    cells: Mapping[str, Callable[[Row], Cell]] | None = None,
) -> list[Pattern]:
    """Set the stage, tell each story, read the rows that it left, take everything back: one pattern for each story.

    ``set_stage`` answers the cast by name and the stories. Rows of the models in ``without`` are not printed.
    """
    left_out = {Counter, *without}
    printed = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OUR_APPS and model not in left_out
    ]
    found: list[Pattern] = []
    try:
        with transaction.atomic():
            cast, stories = set_stage()
            named = {(type(row), row.pk): name for name, row in cast.items()}
            for story in stories:
                before = _last_keys(printed)
                tokens = story()
                after = _last_keys(printed)
                touched = [model for model in printed if after[model] > before[model]]
                sources = [row for model in touched for row in _rows_after(model, before[model])]
                found.append(Pattern(sources, tokens, named, cells or {}))
            raise Unwritten
    except Unwritten:
        return found


def _last_keys(of: list[type[models.Model]]) -> dict[type[models.Model], int]:
    """The highest key of each table, in one query."""
    quote = connection.ops.quote_name
    each = (
        f"SELECT coalesce(max({quote(model._meta.pk.column)}), 0), {place} FROM {quote(model._meta.db_table)}"
        for place, model in enumerate(of)
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return {of[place]: last for last, place in cursor.fetchall()}


def _rows_after(model: type[models.Model], last: int) -> Iterable[models.Model]:
    rows = model._default_manager.filter(pk__gt=last).order_by("pk")
    return rows.select_related("behalf") if model is Event else rows
