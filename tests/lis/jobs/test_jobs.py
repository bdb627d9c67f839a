"""A job's life: asked for with the change, taken by one worker, done once, tried again, given up."""

import datetime as dt
import threading
import uuid

import pytest
from celery import Celery
from django.db import IntegrityError, connection, transaction

from lis.engine import clock
from lis.exports.models import Download
from lis.jobs import queue, registry, running
from lis.jobs.jobs import sweep_done_jobs
from lis.jobs.models import Job
from lis.jobs.queue import enqueue
from lis.jobs.registry import GiveUp, job, kind_of
from lis.jobs.ticking import tick

NOON = dt.datetime(2019, 7, 11, 12, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


@job("test_note", lease=dt.timedelta(seconds=30), max_tries=3)
def note(attempt, what="noted"):
    Download.objects.create(what=what, format="csv", rows=attempt.job.tries)


@job("test_break", max_tries=2)
def break_down(attempt):
    Download.objects.create(what="broken", format="csv", rows=0)
    raise OSError("The disk is full.\nSecond line")


@job("test_give_up")
def give_up(attempt):
    raise GiveUp("There is nothing to send.")


def noted():
    return list(Download.objects.order_by("pk").values_list("what", flat=True))


@pytest.fixture
def sent(monkeypatch):
    """The keys of the jobs that the workers were told of."""
    keys = []
    monkeypatch.setattr(queue, "nudge", lambda pk: keys.append(pk) or True)
    monkeypatch.setattr("lis.jobs.ticking.nudge", lambda pk: keys.append(pk) or True)
    return keys


def test_enqueue_writes_a_row_and_nudges_only_after_the_commit(db, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), clock.at(NOON):
        asked = enqueue("test_note", what="x")
        before = list(sent)

    asked.refresh_from_db()
    assert before == []
    assert sent == [asked.pk]
    assert (asked.state, asked.due_at, asked.arguments, asked.tries) == ("waiting", NOON, {"what": "x"}, 0)


def test_enqueue_of_a_later_time_waits_for_the_clock(db, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), clock.at(NOON):
        later = enqueue("test_note", due_at=NOON + 60 * SECOND)

    assert sent == []
    with clock.at(NOON + 59 * SECOND):
        assert running.run(later.pk) is False
        assert tick() == 0
    with clock.at(NOON + 60 * SECOND):
        tick()
    assert later.pk in sent


def test_enqueue_with_the_same_key_asks_once(db):
    first = enqueue("test_note", key="ask 7")
    second = enqueue("test_note", key="ask 7")

    assert first == second
    assert Job.objects.filter(key="ask 7").count() == 1


def test_enqueue_with_the_broker_away_loses_nothing(db, settings, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(queue, "_silent_until", 0.0)
    monkeypatch.setattr(queue.app, "connection_for_write", lambda **options: 1 / 0)

    with django_capture_on_commit_callbacks(execute=True):
        asked = enqueue("test_note")

    assert Job.objects.get(pk=asked.pk).state == "waiting"
    assert queue.nudge(asked.pk) is False


def test_every_process_nudges_through_the_services_own_application(settings):
    assert queue.app.main == "concordat"
    assert queue.app.conf.broker_url == settings.CELERY_BROKER_URL


def test_nudge_does_not_hang_when_nobody_listens_at_the_broker(monkeypatch):
    monkeypatch.setattr(queue, "_silent_until", 0.0)
    closed = Celery("closed", broker="redis://127.0.0.1:1/0", set_as_current=False)
    monkeypatch.setattr(queue, "app", closed)
    started = dt.datetime.now()

    answered = queue.nudge(1)

    assert answered is False
    assert dt.datetime.now() - started < 5 * SECOND
    # The next request does not even try.
    monkeypatch.setattr(closed, "connection_for_write", lambda **options: pytest.fail("tried again at once"))
    assert queue.nudge(2) is False


def test_run_does_the_work_once(db):
    asked = enqueue("test_note")

    assert running.run(asked.pk) is True
    assert running.run(asked.pk) is False

    asked.refresh_from_db()
    assert noted() == ["noted"]
    assert (asked.state, asked.tries, asked.lease, asked.lease_until) == ("done", 1, None, None)
    assert asked.done_at is not None


def test_run_of_a_job_that_is_not_there_does_nothing(db):
    assert running.run(987_654) is False


def test_a_failing_job_leaves_no_effect_rests_and_fails_at_last_with_the_reason(db):
    with clock.at(NOON):
        asked = enqueue("test_break")
        assert running.run(asked.pk) is False
        asked.refresh_from_db()
        assert (asked.state, asked.due_at, asked.tries) == ("waiting", NOON + 5 * SECOND, 1)
        assert asked.error == "OSError: The disk is full."
        assert running.run(asked.pk) is False
    with clock.at(NOON + 5 * SECOND):
        assert running.run(asked.pk) is False

    asked.refresh_from_db()
    assert (asked.state, asked.tries, asked.lease) == ("failed", 2, None)
    assert noted() == []
    with clock.at(NOON + 90 * SECOND):
        assert running.run(asked.pk) is False


@pytest.mark.parametrize(
    ("tries", "seconds"), [(1, 5), (2, 10), (3, 20), (4, 40), (8, 640), (10, 2560), (11, 3600), (500, 3600)]
)
def test_pause_after_doubles_up_to_an_hour(tries, seconds):
    assert running.pause_after(tries) == seconds * SECOND


def test_a_job_that_gives_up_fails_at_once_with_its_sentence(db):
    asked = enqueue("test_give_up")

    running.run(asked.pk)

    asked.refresh_from_db()
    assert (asked.state, asked.error, asked.tries) == ("failed", "There is nothing to send.", 1)


def test_a_failed_job_can_be_run_again_and_no_other(db):
    asked = enqueue("test_give_up")
    assert running.run_again(asked) is False
    running.run(asked.pk)

    assert running.run_again(asked) is True

    asked.refresh_from_db()
    assert (asked.state, asked.tries, asked.error) == ("waiting", 0, "")


def test_a_kind_unknown_to_this_worker_waits_for_one_that_knows_it(db):
    asked = enqueue("of_the_next_version")

    running.run(asked.pk)

    asked.refresh_from_db()
    assert asked.state == "waiting"
    assert "knows no work called of_the_next_version" in asked.error


def test_when_failed_is_told_the_last_error(db, monkeypatch):
    told = []
    monkeypatch.setitem(
        registry._kinds,
        "test_told",
        type(kind_of("test_note"))("test_told", give_up, when_failed=lambda row, error: told.append((row.pk, error))),
    )
    asked = enqueue("test_told")

    running.run(asked.pk)

    assert told == [(asked.pk, "There is nothing to send.")]


def test_a_lost_worker_lets_its_lease_run_out_and_the_job_is_taken_up_again(db, sent):
    with clock.at(NOON):
        asked = enqueue("test_note")
        lost = running.claim(asked.pk)
    with clock.at(NOON + 30 * SECOND):
        assert running.claim(asked.pk) is None
    with clock.at(NOON + 31 * SECOND):
        tick()
        assert asked.pk in sent
        assert running.run(asked.pk) is True

    with pytest.raises(running.LeaseLost):
        lost.finish()
    assert Download.objects.get().rows == 2


def test_a_slow_worker_whose_job_was_given_away_keeps_nothing_of_what_it_did(db):
    with clock.at(NOON):
        asked = enqueue("test_note")
    other = {}

    def slow(attempt, what="slow"):
        Download.objects.create(what="slow", format="csv", rows=0)
        Job.objects.filter(pk=asked.pk).update(lease=other.setdefault("lease", uuid.uuid4()))

    with clock.at(NOON), pytest.MonkeyPatch.context() as patch:
        patch.setitem(registry._kinds, "test_note", type(kind_of("test_note"))("test_note", slow))
        assert running.run(asked.pk) is False

    assert noted() == []


def test_a_job_that_takes_its_workers_with_it_is_given_up(db, sent):
    with clock.at(NOON):
        asked = enqueue("test_note")
    for hour in range(3):
        with clock.at(NOON + dt.timedelta(hours=hour)):
            assert running.claim(asked.pk) is not None

    with clock.at(NOON + dt.timedelta(hours=3)):
        tick()

    asked.refresh_from_db()
    assert (asked.state, asked.error) == ("failed", "The worker was lost 3 times in the middle of this work.")


def test_tick_sends_what_nobody_took_again_but_not_at_every_beat(db, sent, settings):
    settings.JOB_RESEND_SECONDS = 60
    with clock.at(NOON):
        asked = enqueue("test_note")
        tick()
        assert asked.pk not in sent
    with clock.at(NOON + 61 * SECOND):
        tick()
        tick()

    assert sent.count(asked.pk) == 1


def test_tick_stops_at_a_silent_broker_and_tells_the_workers_at_the_next_beat(db, monkeypatch):
    monkeypatch.setattr("lis.jobs.ticking.nudge", lambda pk: False)
    with clock.at(NOON):
        asked = enqueue("test_note", due_at=NOON + SECOND)
    with clock.at(NOON + 2 * SECOND):
        assert tick() == 0

    asked.refresh_from_db()
    assert asked.sent_at is None


def test_two_clocks_start_regular_work_once_a_period(db, sent):
    days = ["sweep_done_jobs 18088", "sweep_done_jobs 18089"]  # days since 1 January 1970
    with clock.at(NOON):
        tick()
        tick()
    with clock.at(NOON + dt.timedelta(days=1)):
        tick()

    assert list(Job.objects.filter(name="sweep_done_jobs").order_by("pk").values_list("key", flat=True)) == days


def test_sweep_deletes_what_was_done_a_month_ago(db):
    with clock.at(NOON):
        old = enqueue("test_note")
        running.run(old.pk)
        waiting = enqueue("test_note")
    with clock.at(NOON + dt.timedelta(days=31)):
        young = enqueue("test_note")
        running.run(young.pk)

        sweep_done_jobs(None)

    assert set(Job.objects.filter(name="test_note")) == {waiting, young}


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "running"},
        {"state": "done"},
        {"lease": uuid.UUID(int=1)},
        {"progress": 3, "total": 2},
        {"key": ""},
    ],
)
def test_the_database_refuses_a_job_that_contradicts_itself(db, wrong):
    asked = enqueue("test_note")

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=asked.pk).update(**wrong)


def test_two_kinds_of_one_name_are_refused():
    def other(attempt):
        """Work of another module."""

    other.__module__ = "elsewhere"
    with pytest.raises(ValueError, match="Two kinds of work are called test_note"):
        job("test_note")(other)


def test_progress_is_seen_while_the_work_goes_on_and_holds_the_job(fresh_database):
    seen = []

    @job("test_progress", lease=dt.timedelta(seconds=30))
    def work(attempt):
        before = Job.objects.get(pk=attempt.job.pk).lease_until
        attempt.report(3, 10)
        # As somebody else sees it, over another connection.
        watcher = threading.Thread(target=watch, args=(attempt.job.pk, before))
        watcher.start()
        watcher.join()

    def watch(pk, before):
        try:
            row = Job.objects.get(pk=pk)
            seen.append((row.state, row.progress, row.total, row.lease_until > before))
        finally:
            connection.close()

    asked = enqueue("test_progress")

    assert running.run(asked.pk) is True

    asked.refresh_from_db()
    assert seen == [("running", 3, 10, True)]
    assert (asked.progress, asked.total) == (10, 10)


def test_twenty_workers_at_once_do_a_job_once(fresh_database):
    asked = enqueue("test_note")
    start = threading.Barrier(20)
    answers = []

    def worker():
        try:
            start.wait()
            answers.append(running.run(asked.pk))
        finally:
            connection.close()

    workers = [threading.Thread(target=worker) for _ in range(20)]
    for thread in workers:
        thread.start()
    for thread in workers:
        thread.join()

    asked.refresh_from_db()
    assert sorted(answers) == [False] * 19 + [True]
    assert (asked.state, asked.tries) == ("done", 1)
    assert noted() == ["noted"]
