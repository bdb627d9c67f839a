"""How is a pattern printed? With new keys, words and hashes, row by row, and written to the database in one stream."""

from __future__ import annotations

import datetime as dt
import io
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from ..canonical import digest
from ..erasable import Erasable, salted_digest
from ..ledger import chain_hash, input_hash
from ..models import Event, Record, Version
from .pattern import Pattern, Row, columns_of

KEYS_AT_ONCE = 1_000


@dataclass(frozen=True)
class Setting:
    """What one copy has of its own: ``words`` by token, ``cast`` by name, and how much later it happened."""

    words: Mapping[str, str]
    cast: Mapping[str, models.Model]
    shift: dt.timedelta


class Copy:
    """One printing of a pattern, row by row; what is hashed is remembered for the rows that follow."""

    def __init__(self, press: Press, pattern: Pattern, setting: Setting) -> None:
        self.press, self.setting = press, setting
        self.words = dict(setting.words)
        self.words_in_json = {token: json.dumps(said, ensure_ascii=False)[1:-1] for token, said in self.words.items()}
        self.keys: list[int] = []
        for row in pattern.rows:
            part_of = row.model._meta.pk.remote_field
            # The key of a noun is its record's.
            place = pattern.places.get((Record, row.source.pk)) if part_of else None
            self.keys.append(press.key(row.model) if place is None else self.keys[place])
        self.ledger: dict[tuple[type[models.Model], int], models.Model] = {}
        self.last_hash: dict[int, str] = {}

    def row(self, row: Row) -> dict[str, Any]:
        """The values of one row, by column, with its hashes."""
        values = {column: cell(self) for column, cell in row.cells.items()}
        if issubclass(row.model, Erasable) and values["body"] is not None:
            values["salt"] = secrets.token_hex(16)
            values["digest"] = salted_digest(values["body"], values["salt"])
        if row.model is Record:
            self.ledger[Record, values["id"]] = Record(**values)
        elif row.model is Version:
            self._seal_version(row.source, values)
        elif row.model is Event:
            self._stamp(row.source, values)
        return values

    def _seal_version(self, source: Version, values: dict[str, Any]) -> None:
        values["hash"] = digest(values["body"])
        self.words[source.hash] = self.words_in_json[source.hash] = values["hash"]
        self.ledger[Version, values["id"]] = Version(**values)

    def _stamp(self, source: Event, values: dict[str, Any]) -> None:
        """Chain the event to the one before it, as the ledger does."""
        record = self.ledger[Record, values["record_id"]]
        given = input_hash(values["verb"], json.loads(values["body"]))
        values["input_hash"] = salted_digest(given, values["salt"])
        values["prev"] = self.last_hash.get(record.pk, "")
        event = Event(**values)
        event.record = record
        event.version = self.ledger.get((Version, values["version_id"]))
        event.cause = self.ledger.get((Event, values["cause_id"]))
        event.behalf = self._body(source, values["behalf_id"])
        values["hash"] = event.hash = self.last_hash[record.pk] = chain_hash(event)
        self.ledger[Event, values["id"]] = event

    def _body(self, source: Event, key: int | None) -> Any:
        if key == source.behalf_id:
            return source.behalf
        return next(one for one in self.setting.cast.values() if isinstance(one, type(source.behalf)) and one.pk == key)


class Press:
    """Prints patterns and keeps the rows until ``flush`` writes them."""

    def __init__(self) -> None:
        self.waiting: dict[type[models.Model], list[dict[str, Any]]] = {}
        self._keys: dict[type[models.Model], list[int]] = {}

    def print(self, pattern: Pattern, setting: Setting) -> None:
        """Print ``pattern`` once in ``setting``."""
        copy = Copy(self, pattern, setting)
        for row in pattern.rows:
            self.waiting.setdefault(row.model, []).append(copy.row(row))

    def flush(self) -> int:
        """Write everything that was printed and answer how many rows it was; the caller holds the transaction."""
        written = 0
        for model, rows in self.waiting.items():
            write_rows(model, rows)
            written += len(rows)
        self.waiting = {}
        return written

    def key(self, model: type[models.Model]) -> int:
        """A new key, taken from the table's own sequence."""
        if not self._keys.get(model):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                    [model._meta.db_table, model._meta.pk.column, KEYS_AT_ONCE],
                )
                self._keys[model] = [key for (key,) in reversed(cursor.fetchall())]
        return self._keys[model].pop()


def write_rows(model: type[models.Model], rows: list[dict[str, Any]]) -> None:
    """Write ``rows``, each a value by column, in one COPY; the database's guards judge them as any others."""
    columns = columns_of(model)
    lines = io.StringIO()
    for row in rows:
        lines.write("\t".join(_in_copy(row[column.attname]) for column in columns) + "\n")
    lines.seek(0)
    quote = connection.ops.quote_name
    names = ", ".join(quote(column.column) for column in columns)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN", lines)


_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _in_copy(value: Any) -> str:
    """A value as COPY reads it."""
    match value:
        case None:
            return "\\N"
        case bool():
            return "t" if value else "f"
        case str():
            return value.translate(_ESCAPED)
        case list():
            parts = (part.replace("\\", "\\\\").replace('"', '\\"') for part in value)
            return ("{" + ",".join(f'"{part}"' for part in parts) + "}").translate(_ESCAPED)
    return str(value)
