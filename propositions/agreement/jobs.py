"""Work of the calendar: an ask that was deferred comes back on its date."""

from __future__ import annotations

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.models import Event, Record
from lis.engine.registry import workflows
from lis.jobs.registry import job
from lis.jobs.running import Run

from ..asks.models import Ask


@job("bring_back_ask")
def bring_back_ask(attempt: Run, event: int) -> None:
    """Bring back the ask that was deferred by the event with that key, unless somebody has moved it since.

    Nothing depends on this work being on time: once the date has come, either side may take the ask up as well.
    """
    deferred = Event.objects.select_related("record").get(pk=event)
    list(Record.objects.select_for_update(no_key=True).filter(pk=deferred.record_id))
    ask = Ask.objects.with_record().get(pk=deferred.record_id)
    moved = ask.record.events.filter(number__gt=deferred.number).exclude(to_status=deferred.to_status).exists()
    if moved or ask.back_on > clock.today():
        return
    workflows["ask"].follow(
        "come_back", ask, cause=deferred, by=Actor.of_service("The calendar"), at=clock.now()
    )  # fmt: skip
