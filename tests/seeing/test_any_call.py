"""Whatever is called, and whoever calls: the API answers as its description says, and never with a failure of ours.

Every operation is called a few times as every part; those who take part in nothing call it once. CALLS=50 in the
environment makes it that many, for everybody.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks

from lis.wsgi import application
from tests.lis.doors.api.client import Program, api

from .calling import Known, calls
from .doors import PARTS
from .stage import Stage

CALLS = int(os.environ.get("CALLS", "0"))
# They are refused before anything of a call is looked at, all but the few that are open to everybody.
OUTSIDE = {"anonymous", "administrator", "superuser"}
CHECKS = [
    schemathesis.checks.not_a_server_error, checks.status_code_conformance, checks.content_type_conformance,
    checks.response_headers_conformance, checks.response_schema_conformance,
]  # fmt: skip
# How many operations that write each part gets done at least, so that refusals are not all that is looked at.
WRITES = {
    "anonymous": 1, "drafter": 6, "lead": 15, "secretary": 1, "negotiator": 1, "neighbour": 4, "reviewer": 3,
    "clearer": 4, "stranger": 2, "coordinator": 1, "administrator": 1, "superuser": 1,
}  # fmt: skip


@contextlib.contextmanager
def on_one_connection() -> Iterator[None]:
    """The web server's handler gives up a connection that is in a transaction; here all calls are in one."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@cache
def operations() -> list[Any]:
    """Every operation of the description, as it is served."""
    config = SchemathesisConfig()
    config.projects.get_default().generation.update(with_security_parameters=False)
    json = {"Accept": "application/vnd.oai.openapi+json"}
    description = schemathesis.openapi.from_wsgi("/api/v1/schema/", application, config=config, headers=json)
    return [found.ok() for found in description.get_all_operations()]


def wrong_answers(operation: Any, known: Known, program: Program, number: int, times: int, done: set[str]) -> list[str]:
    """What was wrong with an answer of ``operation``, called so many ``times``; ``done`` collects what was written.

    Every call is undone.
    """

    @seed(number)
    @settings(
        max_examples=times, deadline=None, phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(calls(operation, known))
    def call(case: Case) -> None:
        with transaction.atomic():
            response = case.call(headers=program.headers)
            if response.status_code < 300 and case.method != "GET":
                # What the database demands at a commit, it demands here.
                connection.check_constraints()
                done.add(operation.label)
            transaction.set_rollback(True)
        case.validate_response(response, checks=CHECKS)

    try:
        call()
    except (FailureGroup, Exception) as error:
        return [f"{operation.label}: {error}"]
    return []


@pytest.mark.parametrize("part", PARTS)
def test_every_answer_is_one_that_the_description_allows(stage: Stage, part: str) -> None:
    program, done, found = api(stage.people.get(part)), set(), []
    with on_one_connection():
        addresses = {operation.path for operation in operations() if operation.method == "get"}
    known = Known(program, addresses)
    times = CALLS or (1 if part in OUTSIDE else 2)

    with on_one_connection():
        for operation in operations():
            number = zlib.crc32(f"{part} {operation.label}".encode())
            found += wrong_answers(operation, known, program, number, times, done)

    assert not found, "\n\n".join(found)
    assert len(done) >= WRITES[part], sorted(done)
