"""How work is asked for: a row in the caller's transaction, and afterwards a nudge that may get lost."""

from __future__ import annotations

import datetime as dt
import logging
import time
from functools import partial
from typing import Any

from django.db import transaction

from ..celery import app
from ..engine import clock
from ..engine.models import Record
from .models import Job

log = logging.getLogger(__name__)

RUN = "lis.jobs.run"
# With the broker away, one request in this many seconds finds out; the others do not wait for it.
SILENCE = 10.0
_silent_until = 0.0


def enqueue(
    name: str, record: Record | None = None, *, key: str = "", due_at: dt.datetime | None = None, **arguments: Any
) -> Job:
    """Ask for the work called ``name`` (see ``registry.job``), from ``due_at`` on or at once, and return its row.

    The row belongs to the transaction of the caller: no commit, no work. ``arguments`` are keys of rows and numbers,
    never words about people. The same ``key`` asks once: the second caller gets the first caller's row.
    """
    now = clock.now()
    fields = {
        "name": name,
        "record": record,
        "arguments": arguments,
        "due_at": due_at or now,
        "sent_at": now if due_at is None or due_at <= now else None,
        "created_at": now,
    }
    if key:
        row, created = Job.objects.get_or_create(key=key, defaults=fields)
    else:
        row, created = Job.objects.create(**fields), True
    if created and row.sent_at:
        transaction.on_commit(partial(nudge, row.pk), robust=True)
    return row


def nudge(pk: int) -> bool:
    """Tell the workers of the job ``pk``; False when the broker does not answer, which loses nothing but time."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return False
    # Kombu waits for ever for a broker that is away, unless it is told how often to try.
    options = {
        **(app.conf.broker_transport_options or {}),
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
        "interval_max": 0,
        "socket_connect_timeout": 1,
        "socket_timeout": 1,
    }
    try:
        with app.connection_for_write(connect_timeout=1, transport_options=options) as connection:
            app.send_task(RUN, args=[pk], connection=connection, retry=False, ignore_result=True)
    except Exception as error:  # whatever the broker's library raises: the row is written and tick will find it
        _silent_until = time.monotonic() + SILENCE
        log.warning("The broker does not answer (%s); job %s waits for the next tick.", type(error).__name__, pk)
        return False
    return True
