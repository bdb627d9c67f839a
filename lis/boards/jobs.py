"""What boards remind people of: papers that are due, and reports back that are due or late."""

from __future__ import annotations

import datetime as dt

from lis.calendar_days.days import add_working_days
from lis.engine import clock
from lis.engine.models import Event
from lis.jobs.registry import job
from lis.jobs.running import Run

from .mail import tell_papers_are_due, tell_report_is_due
from .models import Delegation, Meeting
from .papers_due import papers_due_on

# How many working days before its day somebody is reminded.
BEFORE_PAPERS, BEFORE_REPORT = 2, 5


@job("remind_of_boards", every=dt.timedelta(days=1))
def remind_of_boards(attempt: Run) -> None:
    """Write the mails that are due. Each is written once, for the event that set its day, however often this runs."""
    today = clock.today()
    for meeting in Meeting.objects.with_record().in_status("draft").filter(held_on__gte=today):
        due = papers_due_on(meeting.held_on)
        if today >= add_working_days(due, -BEFORE_PAPERS):
            # A new date of the meeting is a new day for its papers.
            set_by = meeting.record.events.filter(verb__in=("arrange", "change")).latest("number")
            tell_papers_are_due(meeting, due, set_by)
    waiting = Delegation.objects.with_record().in_status("in_force").filter(report_back_on__isnull=False)
    for delegation in waiting:
        given = Event.objects.get(record=delegation.record, verb="give")
        if today > delegation.report_back_on:
            tell_report_is_due(delegation, given, overdue=True)
        elif today >= add_working_days(delegation.report_back_on, -BEFORE_REPORT):
            tell_report_is_due(delegation, given, overdue=False)
