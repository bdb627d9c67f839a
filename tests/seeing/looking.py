"""Everything that an answer tells its reader: status, headers, body, and the SQL that was asked for it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lis.notices.models import Notice

from .stage import BEASTS

# New each time, whatever happened: tokens against forgery, one-time keys; in SQL savepoints, cursors and sessions.
_NEW_EACH_TIME = (
    (re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+'), r"\1…"),
    (re.compile(r'(name="key" value=")[^"]+'), r"\1…"),
    (re.compile(r'("?csrf_?token"?[:=] ?"?)[A-Za-z0-9]{20,}', re.I), r"\1…"),
    (re.compile(r"(csrftoken=)[^;]+"), r"\1…"),
    (re.compile(r"expires=[^;]+"), "expires=…"),
)
_NEW_IN_SQL = (
    (re.compile(r'"s\d+_x\d+"'), '"savepoint"'),
    (re.compile(r'"_django_curs_\w+"'), '"cursor"'),
    (re.compile(r"'[a-z0-9]{32}'"), "'session'"),
    (re.compile(r"(\"django_session\".\"expire_date\" > )'[^']+'"), r"\1'now'"),
)


@dataclass(frozen=True)
class Seen:
    """One answer, without what is new each time."""

    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: tuple[str, ...]
    body: str
    sql: tuple[str, ...]


def without_tokens(text: str) -> str:
    for pattern, kept in _NEW_EACH_TIME:
        text = pattern.sub(kept, text)
    return text


def body_of(response: Any) -> bytes:
    """The whole body, of a file that is streamed as well."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def text_of(response: Any) -> str:
    """All that can be read in an answer; of an office file, all of its parts, unpacked."""
    content = body_of(response)
    if content[:2] != b"PK":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "\n".join(f"{name}\n{package.read(name).decode()}" for name in package.namelist())


def beasts_in(response: Any, text: str) -> list[str]:
    """The beasts of the stage that an answer speaks of, in its headers too."""
    told = f"{text}\n{response.headers}\n{response.cookies}".lower()
    return [beast for beast in BEASTS if beast in told]


def look(client: Client, address: str) -> Seen:
    """What this reader is told at ``address``."""
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
        body = without_tokens(body_of(response).decode("latin-1"))
    sql = []
    for query in asked.captured_queries:
        text = query["sql"]
        for pattern, kept in _NEW_IN_SQL:
            text = pattern.sub(kept, text)
        sql.append(text)
    headers = tuple(
        sorted((name, without_tokens(value)) for name, value in response.headers.items() if name != "Expires")
    )
    cookies = tuple(sorted(without_tokens(morsel.OutputString()) for morsel in response.cookies.values()))
    return Seen(response.status_code, headers, cookies, body, tuple(sql))


def look_undone(client: Client, address: str) -> Seen:
    """The same, leaving no trace of the looking itself, which the next look would see: a table fetched is listed."""
    with transaction.atomic():
        seen = look(client, address)
        transaction.set_rollback(True)
    return seen


def mail_of(person: Any) -> list[tuple[Any, ...]]:
    """Every mail written to ``person``, word for word."""
    notices = Notice.objects.filter(person=person).order_by("pk")
    return list(notices.values_list("kind", "record__ref", "subject", "body", "state", "created_at", "message_id"))
