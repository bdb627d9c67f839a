"""Do the web processes count together, and each by itself while Redis is away?"""

import pytest
from django.core.cache import cache, caches
from django.test import Client

from lis.doors import memory

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(redis_server, settings):
    """The cache as a deployment has it, on a Redis of the test's own."""
    settings.CACHES = {"default": {"BACKEND": "lis.doors.memory.SharedMemory", "LOCATION": f"{redis_server.url}/1"}}
    yield redis_server
    cache.own.clear()
    cache.close()


def test_what_one_process_counts_the_others_know(shared):
    cache.add("calls", 1)
    other = caches.create_connection("default")

    assert other.incr("calls") == 2
    assert cache.get("calls") == 2


def test_without_redis_each_process_counts_for_itself_and_then_together_again(shared, monkeypatch):
    monkeypatch.setattr(memory, "SILENCE", 0.0)
    cache.set("calls", 7)
    shared.stop()

    assert cache.get("calls") is None
    assert cache.add("calls", 1) is True
    assert cache.incr("calls") == 2

    shared.start()
    assert cache.get("calls") is None
    assert cache.add("calls", 1) is True


def test_without_redis_the_site_answers_and_still_counts_calls_and_attempts(shared, settings):
    settings.API_CALLS_A_MINUTE = (600, 3)
    shared.stop()

    calls = [Client().get("/api/v1/asks/").status_code for _ in range(6)]
    wrong = {"login": "nobody@office.example", "password": "wrong"}
    attempts = [Client().post("/account/sign-in/", wrong).content.decode() for _ in range(7)]

    assert 401 in calls
    assert calls[-1] == 429
    assert ["too many attempts" in attempt for attempt in attempts] == [False] * 5 + [True] * 2
