"""Do the files that describe the containers agree with the service, give nothing away, and let nothing be written?"""

import re
from fnmatch import fnmatch

import pytest
import yaml

from launch import postgres
from launch.places import ROOT
from lis import settings
from tests.deployment import FLEET

from .variables import variables

COMPOSE = (ROOT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(COMPOSE)["services"]
OURS = ("web", "worker", "beat", "migrate")
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
BUILD, IMAGE = DOCKERFILE.split("\nFROM ")[1:]

# What the service reads and no container is told, with the reason.
NOT_TOLD = {
    "DEMONSTRATION": "the demonstration's alone",
    "HOST": "where the demonstration listens",
    "PORT": "where the demonstration listens",
    "DATABASE_ROLE": "manage.py sets it for the commands of the owner",
    "DATABASE_CLUSTER": "which embedded server is meant; here there is none",
    "PG_BIN": "where PostgreSQL's programs are; the image brings its own",
}
# What the compose file asks for besides, with the reason.
COMPOSE_ALONE = {
    "CONCORDAT_VERSION": "which image",
    "WEB_PORT": "where the proxy finds the web server on this machine",
    "WORKER_PROCESSES": "goes into the worker's command line",
    "POSTGRES_PASSWORD": "PostgreSQL's superuser, who makes the roles",
    "OWNER_PASSWORD": "becomes part of DATABASE_OWNER_URL",
    "WEB_PASSWORD": "becomes part of DATABASE_URL",
    "REDIS_PASSWORD": "becomes part of CELERY_BROKER_URL and CACHE_URL",
}
# What the image tells Python and the shell rather than us.
PYTHONS = {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONUTF8"}


def in_the_image():
    """The variables that the image itself sets."""
    (line,) = re.findall(r"^ENV (.*)", IMAGE, re.MULTILINE)
    return dict(pair.split("=", 1) for pair in line.split())


def told():
    """Every variable that any of our containers finds set, or may find set."""
    return {name for service in OURS for name in SERVICES[service]["environment"]} | set(in_the_image())


def test_containers_are_told_only_what_the_service_reads():
    assert told() - PYTHONS - variables() == set()


def test_containers_are_told_everything_that_the_service_reads():
    assert variables() - told() == set(NOT_TOLD)


def test_every_variable_of_the_compose_file_is_read_by_somebody():
    asked = set(re.findall(r"(?<!\$)\$\{(\w+)", COMPOSE))

    assert asked - variables() == set(COMPOSE_ALONE)


def test_compose_stops_without_whatever_a_fleet_does_not_start_without():
    demanded = {name for name, value in SERVICES["web"]["environment"].items() if value and ":?" in value}

    assert demanded == set(FLEET) - {"FLEET"}
    assert in_the_image()["FLEET"] == "1"


@pytest.mark.parametrize("name", ["KEY", "PASSWORD", "TOKEN", "SECRET", "_URL", "AUTH"])
def test_no_secret_stands_in_the_files_and_none_has_a_default(name):
    given = [
        (variable, value)
        for service in SERVICES.values()
        for variable, value in service["environment"].items()
        if name in variable and value is not None
    ]

    assert [pair for pair in given if not re.search(r"\$\{\w+:\?", pair[1])] == []
    assert re.findall(rf"\$\{{\w*{name}\w*:?-", COMPOSE) == []
    assert re.findall(rf"^(?:ENV|ARG) .*{name}", DOCKERFILE, re.MULTILINE) == []


def test_no_password_stands_in_an_address():
    assert re.findall(r"://[^$@\s]*:(?!\$\{)[^/\s]*@", COMPOSE.replace("user:secret@host", "")) == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_container_is_closed(service):
    """No root, nothing that can be written but what dies with it and its volume, no more rights than it began with."""
    described = SERVICES[service]

    assert described["user"] not in ("", "0", "root", "0:0")
    assert described["read_only"] is True
    assert described["cap_drop"] == ["ALL"]
    assert described["security_opt"] == ["no-new-privileges:true"]
    assert described["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
    assert not {"privileged", "cap_add", "network_mode", "pid", "devices", "env_file"} & set(described)
    assert not any("docker.sock" in volume for volume in described.get("volumes", []))


def test_only_the_web_is_reached_from_outside_and_only_from_nearby():
    assert {name: service["ports"] for name, service in SERVICES.items() if "ports" in service} == {
        "web": ["${WEB_PORT:-127.0.0.1:8000}:8000"]
    }
    assert [name for name, service in SERVICES.items() if service["networks"] == ["inside"]] == [
        "migrate",
        "database",
        "redis",
    ]


def test_only_migrate_knows_the_owner_of_the_tables():
    names = [name for name in OURS if "DATABASE_OWNER_URL" in SERVICES[name]["environment"]]

    assert names == ["migrate"]
    assert {SERVICES[name]["depends_on"]["migrate"]["condition"] for name in ("web", "worker", "beat")} == {
        "service_completed_successfully"
    }


def test_roles_are_those_that_the_service_makes_elsewhere():
    environment = SERVICES["migrate"]["environment"]

    assert environment["DATABASE_URL"].startswith(f"postgres://{postgres.WEB}:")
    assert environment["DATABASE_OWNER_URL"].startswith(f"postgres://{postgres.OWNER}:")
    assert environment["DATABASE_URL"].endswith(f"/{postgres.DATABASE}")
    assert "./launch/roles.sql:/docker-entrypoint-initdb.d/roles.sql:ro" in SERVICES["database"]["volumes"]
    roles = postgres.ROLES_AND_DATABASE.read_text()
    assert set(re.findall(r"alter role (\w+)", roles)) == {postgres.OWNER, postgres.WEB}
    assert f"create database {postgres.DATABASE} owner {postgres.OWNER}" in roles


def test_image_runs_as_nobody_and_only_its_files_are_theirs():
    (user,) = re.findall(r"^USER (\S+)", IMAGE, re.MULTILINE)
    (theirs,) = re.findall(r"--owner (\d+) .* (\S+)$", IMAGE, re.MULTILINE)
    number = user.split(":")[0]

    assert int(number) > 1000
    assert {SERVICES[name]["user"] for name in OURS} == {user}
    assert theirs == (number, "/srv/concordat/data/files")
    assert {volume for name in OURS for volume in SERVICES[name]["volumes"]} == {f"files:{theirs[1]}"}
    assert settings.STORAGES["default"]["OPTIONS"]["location"] == str(settings.DATA_DIR / "files")


def test_image_holds_the_whole_service_and_nothing_that_was_left_over():
    from_here = [name for line in re.findall(r"^COPY (?!--)(.*) \S+$", BUILD, re.MULTILINE) for name in line.split()]
    into_the_image = re.findall(r"^COPY --from=build /srv/concordat/(\S+) \S+$", IMAGE, re.MULTILINE)

    assert not re.search(r"^COPY (?!--from=build )", IMAGE, re.MULTILINE)
    assert {*settings.OUR_APPS, "launch", "templates", "manage.py"} <= set(from_here) & set(into_the_image)
    assert set(into_the_image) - set(from_here) == {"data/venv", "data/static"}
    assert [name for name in from_here if not (ROOT / name).exists()] == []


def test_build_is_given_only_what_it_copies():
    """No history, no data, no file of secrets."""
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if not line.startswith("#")]
    copied = {name for line in re.findall(r"^COPY (?!--)(.*) \S+$", BUILD, re.MULTILINE) for name in line.split()}

    assert lines[0] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == copied
    assert not any(fnmatch(name, pattern) for name in (".env", ".git", ".data") for pattern in copied)


def test_a_container_is_given_longer_to_end_than_its_requests():
    assert {SERVICES[name]["stop_grace_period"] for name in OURS} == {"40s"}
    # Read, since to import it would tell this process where to count.
    (seconds,) = re.findall(r"^graceful_timeout = (\d+)", (ROOT / "lis" / "web_server.py").read_text(), re.MULTILINE)
    assert int(seconds) < 40


def test_files_name_no_host_to_fetch_from():
    images = [service["image"] for service in SERVICES.values()] + re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)

    assert [image for image in images if "/" in image] == []
