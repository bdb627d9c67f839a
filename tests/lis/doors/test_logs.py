"""Do the logs of a deployment tell what happened without telling on anybody?"""

import ast
import io
import json
import logging
import re
import sys

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.test import Client

from launch.places import ROOT
from lis.doors.logs import StructuredFormatter
from lis.front import pages
from tests.factories import asks
from tests.factories.people import department, person


def record(message: str, *arguments, error=None, **extra) -> logging.LogRecord:
    made = logging.LogRecord("lis.people", logging.ERROR, "people/pages.py", 12, message, arguments, error)
    made.__dict__.update(extra)
    return made


def test_log_line_of_a_library_that_filled_its_words_in_leaves_them_out():
    made = record("Invalid HTTP_HOST header: 'jane@lancashire.example'")
    made.name = "django.security.DisallowedHost"

    line = json.loads(StructuredFormatter().format(made))

    assert line["event"] == "(a library's own words, which may hold what was sent)"
    assert (line["logger"], line["place"]) == ("django.security.DisallowedHost", "pages:12")


def test_our_own_messages_are_templates():
    """What changes stands beside the words, so that the words can be kept."""
    logged, filled_in = 0, []
    for path in (path for app in settings.OUR_APPS for path in (ROOT / app).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and re.fullmatch(r"(log|logger|logging)\.\w+", ast.unparse(node.func)):
                if node.func.attr == "getLogger":
                    continue
                logged += 1
                if not isinstance(node.args[0], ast.Constant):
                    filled_in.append(f"{path}:{node.lineno}")

    assert logged > 4
    assert filled_in == []


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


@pytest.fixture
def told():
    """Every line that a deployment would log meanwhile, as one text."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(StructuredFormatter())
    loggers = [logging.getLogger(name) for name in ("", "django", "lis.doors.counting")]
    levels = [logger.level for logger in loggers]
    for logger in loggers[:2]:
        logger.addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.DEBUG if logger.name == "lis.doors.counting" else logging.INFO)
    yield stream
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


@pytest.mark.django_db
def test_log_of_what_is_refused_and_what_fails_holds_nothing_that_was_sent(told, monkeypatch):
    """In the query, the body, a header, a path, a cookie, a secret link and the database's own refusal."""
    beis = department()
    ask = asks.submitted_ask(beis)
    side = asks.side(ask, beis)
    reviewer = Client(raise_request_exception=False)
    reviewer.force_login(person("reviewer", of=beis, email="quokka@beis.example", name="Quokka"))
    anybody = Client(enforce_csrf_checks=True, raise_request_exception=False)

    answers = [
        reviewer.get("/asks/Quokka-99.9/?q=quokka@lancashire.example"),
        reviewer.get(f"/asks/{ask.ref}/?quokka=1"),
        reviewer.post(
            f"/sides/{side.ref}/steps/ask/", {"expected": side.revision, "key": "k", "question": "Quokka" * 20_000}
        ),
        reviewer.get("/api/v1/asks/Quokka/?quokka", headers={"User-Agent": "Quokka", "Referer": "http://quokka/"}),
        anybody.post("/account/sign-in/?next=/quokka/", {"login": "quokka@beis.example", "password": "quokka"}),
        Client().post("/account/sign-in/", {"login": "quokka@beis.example", "password": "quokka"}),
        anybody.get("/account/invitation/quokka/"),
        anybody.get("/", headers={"Host": "quokka.example"}),
        anybody.get("/", headers={"Cookie": "sessionid=quokka"}),
    ]
    monkeypatch.setattr(pages, "render", refused_by_the_database)
    answers.append(anybody.get("/?quokka"))

    assert [answer.status_code for answer in answers] == [404, 200, 400, 400, 403, 200, 410, 400, 200, 500]
    lines = [json.loads(line) for line in told.getvalue().splitlines()]
    answered = [line for line in lines if line["event"] == "Answered."]
    assert [line["status"] for line in answered] == [answer.status_code for answer in answers]
    assert answered[1].items() >= {"route": "ask_detail", "method": "GET", "status": 200}.items()
    assert [line["error"] for line in lines if line["level"] == "ERROR" and "error" in line][-1] == "IntegrityError"
    assert "quokka" not in told.getvalue().lower()
    assert ask.ref not in told.getvalue()


def refused_by_the_database(*args, **kwargs):
    raise IntegrityError("Key (email)=(quokka@beis.example) already exists")
