"""How is the service doing? Figures for Prometheus: what waits, how late it is, what failed and what was refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.db import Error
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from lis.doors.counting import counted
from lis.engine import clock
from lis.jobs.models import Job
from lis.jobs.registry import kinds
from lis.notices.models import Outgoing

UNFINISHED = (Job.State.WAITING, Job.State.RUNNING, Job.State.FAILED)
NOT_SENT = (Outgoing.State.WAITING, Outgoing.State.FAILED)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for whoever shows the token; for everybody else there is no such address."""
    shown = request.headers.get("Authorization", "")
    # Compared even where no token is set, so that the time tells nobody whether there is one.
    if not constant_time_compare(shown, f"Bearer {settings.METRICS_TOKEN}") or not settings.METRICS_TOKEN:
        raise Http404
    work = CollectorRegistry()
    work.register(WaitingWork())
    return HttpResponse(generate_latest(work) + counted(), content_type=CONTENT_TYPE_LATEST)


class WaitingWork:
    """Jobs and mail as the database has them at the moment of asking."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            figures = [*jobs(clock.now()), *mails(clock.now())]
        except Error:
            figures = []
        yield GaugeMetricFamily("concordat_database_up", "Whether the database answers.", value=bool(figures))
        yield from figures

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing: to be asked for names when registered would cost the queries twice."""
        return []


def jobs(now: dt.datetime) -> list[GaugeMetricFamily]:
    """Background work that is not done, by its kind; kinds of which nothing waits are there with nought."""
    number = GaugeMetricFamily("concordat_jobs", "Background jobs not done.", labels=["kind", "state"])
    late = GaugeMetricFamily("concordat_job_late_seconds", "How long the oldest job is overdue.", labels=["kind"])
    rows = (
        Job.objects.exclude(state=Job.State.DONE)
        .values("name", "state")
        .annotate(number=Count("pk"), due=Min("due_at"), until=Min("lease_until"))
    )
    found = {(row["name"], row["state"]): row for row in rows}
    for kind in sorted({*kinds(), *(name for name, _ in found)}):
        waiting, running = found.get((kind, Job.State.WAITING)), found.get((kind, Job.State.RUNNING))
        since = [waiting["due"]] if waiting else []
        # Work whose worker is lost is overdue from the end of its lease on.
        since += [running["until"]] if running else []
        late.add_metric([kind], seconds_since(since, now))
        for state in UNFINISHED:
            number.add_metric([kind, state.value], found.get((kind, state), {"number": 0})["number"])
    return [number, late]


def mails(now: dt.datetime) -> list[GaugeMetricFamily]:
    """Mail that has not left, by the kind of mail."""
    number = GaugeMetricFamily("concordat_mails", "Mails not sent.", labels=["kind", "state"])
    late = GaugeMetricFamily("concordat_mail_late_seconds", "How long the oldest mail has waited.", labels=["kind"])
    for model in Outgoing.__subclasses__():
        rows = model.objects.exclude(state=Outgoing.State.SENT).values("state")
        found = {row["state"]: row for row in rows.annotate(number=Count("pk"), first=Min("created_at"))}
        kind, waiting = model._meta.model_name, found.get(Outgoing.State.WAITING)
        late.add_metric([kind], seconds_since([waiting["first"]] if waiting else [], now))
        for state in NOT_SENT:
            number.add_metric([kind, state.value], found.get(state, {"number": 0})["number"])
    return [number, late]


def seconds_since(moments: list[dt.datetime], now: dt.datetime) -> float:
    """How long ago the first of them was; nought where there is none, or it is still to come."""
    return max([0.0, *((now - moment).total_seconds() for moment in moments)])


urlpatterns = [path("metrics", metrics, name="metrics")]
