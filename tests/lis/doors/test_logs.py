"""Do the logs of a deployment tell what happened without telling on anybody?"""

import json
import logging
import sys

from lis.doors.logs import StructuredFormatter


def record(message: str, *arguments, error=None, **extra) -> logging.LogRecord:
    made = logging.LogRecord("lis.people", logging.ERROR, "people/pages.py", 12, message, arguments, error)
    made.__dict__.update(extra)
    return made


def test_log_line_keeps_the_template_and_drops_what_was_filled_in():
    line = json.loads(StructuredFormatter().format(record("Sign-in of %s refused", "jane@lancashire.example")))

    assert line["event"] == "Sign-in of %s refused"
    assert line["level"] == "ERROR"
    assert line["place"] == "pages:12"
    assert "jane" not in json.dumps(line)


def test_log_line_names_an_error_without_its_words():
    try:
        raise ValueError("Key (email)=(jane@lancashire.example) already exists")
    except ValueError:
        line = StructuredFormatter().format(record("Not stored", error=sys.exc_info()))

    assert json.loads(line)["error"] == "ValueError"
    assert "test_logs.py" in line
    assert "jane" not in line


def test_log_line_carries_harmless_facts_and_the_status():
    line = json.loads(StructuredFormatter().format(record("Import", facts={"rows": 22}, status_code=500)))

    assert (line["rows"], line["status"]) == (22, 500)
