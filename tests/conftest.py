"""What every test can ask for: a database, a database of its own, the site in a real browser."""

import contextlib
import os
from collections.abc import Iterator

import pytest
from pytest_django.plugin import blocking_manager_key

from launch import postgres
from tests import databases
from tests.serving import served

pytest_plugins = ["tests.browser", "tests.redis_server"]


@pytest.fixture(scope="session")
def database_template(django_test_environment, django_db_blocker) -> Iterator[str]:
    """The name of the template that all databases of this session are cloned from, on a server that runs."""
    embedded = not os.environ.get("DATABASE_URL")
    with postgres.cluster().shared() if embedded else contextlib.nullcontext():
        with django_db_blocker.unblock():
            name = databases.template()
        yield name


TESTS_OF_ONE_CLONE = 40
CLONES = pytest.StashKey[databases.Clones]()


@pytest.fixture(scope="session")
def django_db_setup(request, database_template: str, django_db_blocker) -> Iterator[None]:
    """The database of tests that never commit: a clone in each process, each test rolled back."""
    clones = databases.Clones(database_template, TESTS_OF_ONE_CLONE)
    with django_db_blocker.unblock():
        clones.connect()
    request.config.stash[CLONES] = clones
    yield
    with django_db_blocker.unblock():
        clones.close()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before anything of a test is set up, a worn database makes way for a new one."""
    clones = item.config.stash.get(CLONES, None)
    if clones and "db" in item.fixturenames:
        with item.config.stash[blocking_manager_key].unblock():
            clones.count()


@pytest.fixture
def fresh_database(database_template: str, django_db_setup, django_db_blocker) -> Iterator[str]:
    """A database of this test's own, where it truly commits: for races, workers and browsers."""
    with django_db_blocker.unblock(), databases.clone_of(database_template) as name:
        yield name


@pytest.fixture
def site(fresh_database: str, settings) -> Iterator[str]:
    """The address of the whole site, served from this process on a database of the test's own."""
    with served() as address:
        yield address


@pytest.fixture(scope="module")
def told_database(database_template: str, django_db_setup, django_db_blocker) -> Iterator[str]:
    """A database with the whole demonstration in it, one for all tests of a module that only look."""
    with django_db_blocker.unblock(), databases.clone_of(databases.told_template()) as name:
        yield name


@pytest.fixture(scope="module")
def told_site(told_database: str) -> Iterator[str]:
    """The address of the site with the demonstration in it."""
    with served() as address:
        yield address


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker is not None and marker.kwargs.get("transaction"):
            raise pytest.UsageError(f"{item.nodeid}: the web role cannot empty tables. Ask for fresh_database instead.")
