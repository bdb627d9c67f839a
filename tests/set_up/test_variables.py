"""Does a slip in the environment stop the start, with one line that names the variable and says what it takes?"""

import json
import os
import subprocess
import sys

import pytest

from launch.places import ROOT
from tests.deployment import DEPLOYMENT, FLEET

from .variables import variables

NUMBER, FROM_NOUGHT = "a whole number from 1 up", "a whole number from 0 up"
SWITCH, KEYS = "1 for yes or 0 for no", "50 or more random letters"
SITE = "https://asks.example.org"
# What each takes, and values that are none of it; some take any text, so that only an empty one is a slip.
TAKEN = {
    "ALLOWED_HOSTS": ("names of hosts with commas between, such as asks.example.org", [SITE, "a b", ","]),
    "API_CALLS_A_MINUTE": (NUMBER, ["0", "many"]),
    "API_CALLS_A_MINUTE_UNKNOWN": (NUMBER, ["0", "1.5"]),
    "BEHIND_PROXY": (SWITCH, ["maybe", "2"]),
    "CACHE_URL": (
        "the Redis in which all web processes count attempts, such as redis://host:6379/1",
        ["host:6379", "http://host", "redis://", "redis://host:port/1"],
    ),
    "CELERY_BROKER_URL": (
        "the Redis that wakes the workers, such as redis://host:6379/0", ["host", "redis://", "redis://host:99999/0"],
    ),
    "CONTACTS_KEY": (KEYS, [",", " , "]),
    "CSRF_TRUSTED_ORIGINS": (f"origins with commas between, such as {SITE}", ["asks.example.org", f"{SITE},asks"]),
    "DATABASE_CLUSTER": ("the name of a private server", ["../elsewhere", "a b"]),
    "DATABASE_OWNER_URL": (
        "the database as the owner of its tables, such as postgres://concordat_owner:secret@host/concordat",
        ["host", "postgres://host", "postgres://host:port/concordat"],
    ),
    "DATABASE_ROLE": ("one of web, owner", ["Web", "superuser"]),
    "DATABASE_URL": (
        "the database as the web role, such as postgres://concordat_web:secret@host/concordat",
        ["host", "postgres://host", "postgres://host:port/concordat"],
    ),
    "DATA_DIR": ("the path of a folder", []),
    "DEFAULT_FROM_EMAIL": ("the address that mail comes from, such as asks@example.org", ["asks", "asks@"]),
    "DEMONSTRATION": (SWITCH, ["ture", "-1"]),
    "EMAIL_URL": (
        "the address of a mail server, such as smtp+tls://user:secret@host:587",
        ["host:587", "smtp://", "mail://host", "smtp://host:port"],
    ),
    "FILES_ACCESS_KEY": ("the key to the bucket", []),
    "FILES_BUCKET": ("the name of a bucket", []),
    "FILES_ENDPOINT": ("the address of an object storage, such as https://host", ["host", "s3://host", "https://"]),
    "FILES_REGION": ("the name of a region", []),
    "FILES_SECRET_KEY": ("the secret to the bucket's key", []),
    "FLEET": (SWITCH, ["several"]),
    "HOST": ("the address of this machine on which to listen", []),
    "JOB_LEASE_SECONDS": (NUMBER, ["0", "-1", "60s", "1e3", "٣"]),
    "JOB_RESEND_SECONDS": (NUMBER, ["0", "a minute"]),
    "LOG_LEVEL": ("one of DEBUG, INFO, WARNING, ERROR, CRITICAL", ["LOUD", "info"]),
    "METRICS_TOKEN": ("random letters that open /metrics", []),
    "PG_BIN": ("the path of the folder with PostgreSQL's programs", []),
    "PORT": ("a whole number from 1 to 65535", ["0", "65536", "http"]),
    "PROMETHEUS_MULTIPROC_DIR": ("the path of a folder", []),
    "REVIEW_WORKING_DAYS": (NUMBER, ["0", "twenty"]),
    "SECRET_KEY": (KEYS, []),
    "SECRET_KEY_FALLBACKS": ("former keys with commas between", [","]),
    "SECURE_HSTS_SECONDS": (FROM_NOUGHT, ["a year", "-1"]),
    "SECURE_SSL_REDIRECT": (SWITCH, ["always"]),
    "SERVICE_NAME": ("the name of the service", []),
    "SITE_URL": (f"the address of the service, such as {SITE}", ["asks.example.org", "ftp://asks", "https://"]),
    "TRUSTED_PROXIES": (FROM_NOUGHT, ["one", "-1"]),
    "WEB_BIND": ("an address of this machine and a port, such as 127.0.0.1:8000", ["localhost", "0.0.0.0:http"]),
    "WEB_PROCESSES": (NUMBER, ["0", "two"]),
    "WEB_THREADS": (NUMBER, ["0", "4,5"]),
}  # fmt: skip
# Only those who start without a server of their own, or as the demonstration, read them.
BESIDE = {"DATABASE_CLUSTER", "PG_BIN"}
DEMONSTRATION = {"HOST", "PORT"}
# Starts the web server's configuration under each environment in turn, in one process: to load what it needs anew for
# every slip would take minutes.
STARTS = """
import importlib, json, os, sys
from launch import postgres_programs
for environment in json.loads(sys.stdin.read()):
    os.environ.clear()
    os.environ.update(environment)
    for name in [name for name in sys.modules if name.startswith(("lis.settings", "lis.web_server"))]:
        del sys.modules[name]
    try:
        importlib.import_module("lis.web_server")
        postgres_programs.candidates()
        print()
    except SystemExit as stopped:
        print(stopped)
"""


def starts(environments: list[dict[str, str]]) -> list[str]:
    """With which line each start stops; "" where it goes on."""
    answer = subprocess.run(
        [sys.executable, "-c", STARTS], cwd=ROOT, env=os.environ | {"PYTHONUTF8": "1"}, input=json.dumps(environments),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return answer.stdout.splitlines()


def environment(name: str, value: str) -> dict[str, str]:
    """A whole one in which this variable is read, and has this value."""
    shape = {"DEMONSTRATION": "1"} if name in DEMONSTRATION else DEPLOYMENT if name in BESIDE else FLEET
    whole = {"PATH": os.environ["PATH"], "DATA_DIR": os.environ.get("DATA_DIR", ".data"), **shape}
    return whole | {"DATABASE_OWNER_URL": "postgres://owner:secret@host/concordat", name: value}


def test_every_variable_has_what_it_takes_written_here():
    assert set(TAKEN) == variables()


def test_an_empty_value_stops_the_start_and_says_what_the_variable_takes():
    told = starts([environment(name, value) for value in ("", "  ") for name in TAKEN])

    lines = [f"Concordat does not start: {name} is empty. It takes {takes}." for name, (takes, _) in TAKEN.items()]
    assert told == lines * 2


def test_a_malformed_value_stops_the_start_and_is_not_repeated():
    slips = [(name, takes, value) for name, (takes, values) in TAKEN.items() for value in values]

    told = starts([environment(name, value) for name, _, value in slips])

    assert told == [f"Concordat does not start: {name} cannot be read. It takes {takes}." for name, takes, _ in slips]


@pytest.mark.parametrize("value", ["1", "true", "YES", " on "])
def test_a_switch_may_be_written_in_a_few_ways(value):
    assert starts([environment("SECURE_SSL_REDIRECT", value), environment("BEHIND_PROXY", value)]) == ["", ""]


def test_a_command_stops_with_that_line_alone():
    answer = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment("JOB_LEASE_SECONDS", ""),
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert answer.returncode == 1
    assert answer.stderr == "Concordat does not start: JOB_LEASE_SECONDS is empty. It takes a whole number from 1 up.\n"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("PORT", "PORT is empty. It takes a whole number from 1 to 65535."),
        ("HOST", "HOST is empty. It takes the address of this machine on which to listen."),
        ("DATA_DIR", "DATA_DIR is empty. It takes the path of a folder."),
    ],
)
def test_the_one_command_stops_with_that_line_too(name, line):
    answer = subprocess.run(
        [sys.executable, "run"], cwd=ROOT, env=environment(name, ""), capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip

    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == f"Concordat does not start: {line}\n"
