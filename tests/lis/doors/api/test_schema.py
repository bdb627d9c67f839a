"""The API describes itself without a gap, and people can read the description without a script."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from django.core.management import call_command

from lis.doors.api.kinds import KINDS
from lis.doors.api.schema import whole_schema

pytestmark = pytest.mark.urls("tests.lis.doors.api.addresses")


@pytest.fixture
def schema() -> Any:
    whole_schema.cache_clear()
    yield whole_schema()
    whole_schema.cache_clear()


@pytest.mark.urls("lis.urls")
def test_description_of_the_whole_service_is_valid_and_without_a_warning() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=io.StringIO())


def test_description_of_these_addresses_is_valid_and_without_a_warning() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=io.StringIO())


def test_every_verb_has_its_own_operation_with_the_fields_of_its_form(schema: dict[str, Any]) -> None:
    operation = schema["paths"]["/api/v1/propositions/{ref}/steps/submit/"]["post"]
    component = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]

    assert operation["operationId"] == "propositions_step_submit"
    assert operation["tags"] == ["propositions"]
    assert operation["summary"] == "Submit to Government"
    assert sorted(operation["responses"]) == [
        "200", "400", "401", "403", "404", "406", "409", "412", "413", "415", "428", "429", "503",
    ]  # fmt: skip
    assert [one["name"] for one in operation["parameters"] if one["in"] == "header"] == ["Idempotency-Key", "If-Match"]
    assert schema["components"]["schemas"][component]["required"] == ["agreed_on", "meeting"]


def test_names_of_operations_are_used_once(schema: dict[str, Any]) -> None:
    names = [one["operationId"] for methods in schema["paths"].values() for one in methods.values()]

    assert len(names) == len(set(names))
    assert {"propositions_list", "propositions_retrieve", "propositions_create", "asks_events"} <= set(names)


def test_what_a_row_may_lack_is_described_as_null(schema: dict[str, Any]) -> None:
    event = schema["components"]["schemas"]["Event"]["properties"]

    assert [name for name, one in event.items() if one.get("nullable")] == ["organisation", "version"]


@pytest.mark.urls("lis.urls")
def test_every_name_in_the_description_leads_to_a_shape(schema: dict[str, Any]) -> None:
    named = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(schema)))

    assert named - set(schema["components"]["schemas"]) == set()


@pytest.mark.django_db
def test_schema_is_served_as_yaml_and_as_json(client: Any) -> None:
    assert client.get("/api/v1/schema/").content.startswith(b"openapi: 3")
    assert client.get("/api/v1/schema/", headers={"Accept": "application/json"}).json()["openapi"].startswith("3")


@pytest.mark.django_db
@pytest.mark.urls("lis.urls")
def test_reference_explains_every_kind_of_problem(client: Any) -> None:
    page = client.get("/api/v1/").content.decode()

    for code, kind in KINDS.items():
        assert f'id="problem-{code}"' in page
        assert kind.title in page
    assert "There is a problem" not in page


@pytest.mark.django_db
@pytest.mark.urls("lis.urls")
def test_console_runs_under_our_policy_without_a_line_of_script_in_it(client: Any) -> None:
    answer = client.get("/api/v1/console/")

    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert b"<style" not in answer.content
    assert b"<script>" not in answer.content
    assert b"style=" not in answer.content
