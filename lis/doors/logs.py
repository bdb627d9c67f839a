"""What may stand in a log? When, where and what kind of thing happened; no names, no addresses, no words of people."""

import json
import logging
import traceback
from datetime import UTC, datetime

# Whose sentences are templates, with what changes beside them; tests/lis/doors/test_logs.py proves it of ours.
OURS = {"lis", "propositions", "consultations"}
LEFT_OUT = "(a library's own words, which may hold what was sent)"


class StructuredFormatter(logging.Formatter):
    """One JSON object a line.

    Messages are written as their templates, without what was filled in, and errors as their kind and the places in
    our code they came through, without their text: a database error quotes the row that it refused. Facts that are
    known to be harmless are logged with `extra={"facts": {...}}`.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": event_of(record),
            "place": f"{record.module}:{record.lineno}",
            **getattr(record, "facts", {}),
        }
        if getattr(record, "status_code", None):
            line["status"] = record.status_code
        if record.exc_info and record.exc_info[0] is not None:
            frames = traceback.extract_tb(record.exc_info[2])
            line["error"] = record.exc_info[0].__name__
            line["through"] = [f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(line, default=str)


def event_of(record: logging.LogRecord) -> str:
    """The template of a message. A library may have filled its own in already: then nobody knows what it holds."""
    ours = record.name.partition(".")[0] in OURS
    return str(record.msg) if ours or record.args else LEFT_OUT
