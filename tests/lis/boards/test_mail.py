"""Who gets a mail of a board, once each: papers out, papers due, a mandate given, a report back due."""

from __future__ import annotations

import datetime as dt

import pytest

from lis.boards.jobs import remind_of_boards
from lis.boards.papers_due import papers_due_on
from lis.calendar_days.days import add_working_days
from lis.engine import clock
from lis.notices.models import Notice
from tests.factories import boards
from tests.factories.asks import take
from tests.factories.people import body, person

pytestmark = pytest.mark.django_db


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("person__email", flat=True))


def on_day(day: dt.date) -> None:
    """What the daily work does at ten o'clock on that day, and once more an hour later."""
    for hour in (10, 11):
        with clock.at(dt.datetime.combine(day, dt.time(hour), tzinfo=clock.LONDON)):
            remind_of_boards(None)


def test_members_are_told_that_the_papers_are_out():
    member = person("board_member", of=body(), email="member@test.example")
    person("board_member", of=body(), email="unseated@test.example")
    made = boards.report(boards.meeting(boards.seated(boards.board(), member)))

    boards.published(made.meeting)

    notice = Notice.objects.get(kind="pack")
    assert told("pack") == ["member@test.example"]
    assert "declare your interest" in notice.body
    assert f"/meetings/{made.meeting.ref}/" in notice.body


def test_secretaries_are_reminded_before_papers_are_due_and_once():
    meeting = boards.meeting(held_on=clock.today() + dt.timedelta(days=40))
    due = papers_due_on(meeting.held_on)
    secretaries = sorted(
        body().memberships.filter(role="secretary").values_list("user__email", flat=True)
    )  # fmt: skip

    on_day(add_working_days(due, -3))
    assert told("papers_due") == []
    on_day(add_working_days(due, -2))
    on_day(due)
    assert told("papers_due") == secretaries
    take("change", meeting, boards.secretary(), title="Later", held_on=(meeting.held_on + dt.timedelta(60)).isoformat())
    on_day(papers_due_on(meeting.held_on + dt.timedelta(days=60)))
    assert len(told("papers_due")) == 2 * len(secretaries) + 1


def test_nobody_is_reminded_of_papers_that_are_out():
    made = boards.report(boards.meeting(held_on=clock.today() + dt.timedelta(days=40)))
    boards.published(made.meeting)

    on_day(papers_due_on(made.meeting.held_on))

    assert told("papers_due") == []


def test_holders_learn_of_their_mandate_and_when_their_report_is_due():
    on = boards.board()
    boards.holder(on, user=person("negotiator", of=body(), email="chair@test.example"))
    report = clock.today() + dt.timedelta(days=60)
    given = boards.delegation(on=on, report_back_on=report.isoformat())

    assert told("mandate") == ["chair@test.example"]
    on_day(add_working_days(report, -6))
    assert told("report_back_due") == []
    on_day(add_working_days(report, -5))
    on_day(report)
    assert told("report_back_due") == ["chair@test.example"]
    assert told("report_back_overdue") == []
    on_day(report + dt.timedelta(days=1))
    secretaries = list(body().memberships.filter(role="secretary").values_list("user__email", flat=True))
    assert told("report_back_overdue") == sorted(["chair@test.example", *secretaries])

    before = Notice.objects.count()
    take("report_back", given, boards.secretary(), note="A shorter list.")
    on_day(report + dt.timedelta(days=30))
    assert Notice.objects.count() == before
