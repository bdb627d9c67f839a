"""Is the service safe when its environment says nothing, and right when it says something?"""

import os
import subprocess
import sys

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils.module_loading import import_string

from launch.places import ROOT
from lis.settings.files import STORAGES
from tests.deployment import DEPLOYMENT, FLEET


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command with only this in its environment."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": os.environ.get("DATA_DIR", ".data"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", sorted({*FLEET} - {"FLEET"}))
def test_start_stops_with_one_line_when_something_is_missing(missing):
    environment = {name: value for name, value in FLEET.items() if name != missing}

    answer = manage("check", **environment)

    assert answer.returncode == 1
    assert answer.stderr.startswith(f"Concordat does not start: {missing} is not set.")
    assert answer.stderr.count("\n") == 1


@pytest.mark.parametrize("shape", [DEPLOYMENT, FLEET], ids=["alone", "fleet"])
def test_deployment_check_finds_nothing(shape):
    answer = manage("check", "--deploy", "--fail-level", "WARNING", **shape)

    assert answer.returncode == 0, answer.stderr
    assert "no issues" in answer.stdout


def test_demonstration_needs_no_settings():
    answer = manage("check", DEMONSTRATION="1")

    assert answer.returncode == 0, answer.stderr


def test_one_user_for_web_and_owner_is_refused():
    address = "postgres://same:secret@localhost/concordat"

    answer = manage("check", **DEPLOYMENT, DATABASE_URL=address, DATABASE_OWNER_URL=address)

    assert answer.returncode == 1
    assert "name the same user" in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_changing_tables_without_the_owner_is_refused():
    answer = manage("migrate", **DEPLOYMENT, DATABASE_URL="postgres://web:secret@localhost/concordat")

    assert answer.returncode == 1
    assert "DATABASE_OWNER_URL is not set" in answer.stderr


def test_other_databases_are_refused():
    answer = manage("check", **DEPLOYMENT, DATABASE_URL="sqlite:///concordat.sqlite")

    assert answer.returncode == 1
    assert "not PostgreSQL" in answer.stderr


def test_options_of_a_database_address_are_kept_beside_ours():
    address = "postgres://{}:secret@localhost/concordat?sslmode=verify-full"
    urls = {"DATABASE_URL": address.format("web"), "DATABASE_OWNER_URL": address.format("owner")}
    question = "from django.conf import settings; print(settings.DATABASES['default']['OPTIONS'])"

    answer = manage("shell", "--no-imports", "-c", question, **DEPLOYMENT, **urls, DATABASE_ROLE="owner")

    assert answer.stdout.strip() == "{'sslmode': 'verify-full', 'options': '-c lock_timeout=2s'}", answer.stderr


def test_debug_cannot_be_switched_on_from_outside():
    answer = manage("shell", "--no-imports", "-c", PRINT_DEBUG, **DEPLOYMENT, **SOMEWHERE, DEBUG="1")

    assert answer.stdout.strip() == "False", answer.stderr


PRINT_DEBUG = "from django.conf import settings; print(settings.DEBUG)"
SOMEWHERE = {"DATABASE_URL": "postgres://web:secret@localhost/concordat"}


def test_static_files_are_for_everybody_and_uploaded_ones_for_us_alone(tmp_path):
    kinds = {"staticfiles": "css/site.css", "default": "ab/cdef"}

    for kind, name in kinds.items():
        given = {**STORAGES[kind].get("OPTIONS", {}), "location": str(tmp_path / kind), "base_url": "/static/"}
        import_string(STORAGES[kind]["BACKEND"])(**given).save(name, ContentFile(b"a{}"))

    modes = {
        kind: [oct(path.stat().st_mode & 0o777) for path in (tmp_path / kind / name, (tmp_path / kind / name).parent)]
        for kind, name in kinds.items()
    }
    assert modes == {"staticfiles": ["0o644", "0o755"], "default": ["0o600", "0o700"]}


@pytest.mark.django_db
def test_pages_allow_nothing_inline_and_nothing_from_elsewhere():
    policy = Client().get("/", follow=True).headers["Content-Security-Policy"]

    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["default-src"] == "'self'"
    assert "unsafe" not in policy
    assert "http" not in policy
