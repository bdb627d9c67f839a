"""Administrators see what waits and what failed, and start failed work again; nobody else sees it."""

import pytest

from lis.jobs.models import Job
from lis.jobs.queue import enqueue
from lis.people.models import Organisation
from tests.factories.people import body, person, superuser

LIST = "/admin/lis/job/"


@pytest.fixture
def failed(db):
    row = enqueue("test_note", secret=123456)
    Job.objects.filter(pk=row.pk).update(state="failed", error="OSError: The disk is full.", tries=8)
    return row


@pytest.fixture
def administrator(db):
    service = Organisation.objects.filter(kind="service").first()
    service = service or Organisation.objects.create(code="SVC", name="The service", kind="service")
    return person("administrator", of=service)


def test_administrators_read_jobs_and_cannot_write_them(failed, administrator, client):
    client.force_login(administrator)

    listed = client.get(LIST).content.decode()
    page = client.get(f"{LIST}{failed.pk}/change/")

    assert "OSError: The disk is full." in listed
    assert page.status_code == 200
    assert "123456" not in listed + page.content.decode()
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{failed.pk}/change/", {"state": "done"}).status_code == 403
    assert client.post(f"{LIST}{failed.pk}/delete/", {"post": "yes"}).status_code == 403


def test_administrators_run_failed_work_again_and_only_that(failed, administrator, client, monkeypatch):
    told = []
    monkeypatch.setattr("lis.jobs.admin.nudge", told.append)
    waiting = enqueue("test_note")
    client.force_login(administrator)

    chosen = {"action": "run_selected_again", "_selected_action": [failed.pk, waiting.pk]}
    page = client.post(LIST, chosen, follow=True).content.decode()

    failed.refresh_from_db()
    assert (failed.state, failed.tries, failed.error) == ("waiting", 0, "")
    assert told == [failed.pk]
    assert f"Job {failed.pk} (test_note) will run again." in page
    assert f"Job {waiting.pk} (test_note) has not failed, so it was left alone." in page


def test_nobody_else_sees_jobs(failed, client):
    client.force_login(person("drafter", of=body()))
    assert client.get(LIST).status_code == 403
    client.force_login(superuser())
    assert client.get(LIST).status_code == 302
    client.logout()
    assert client.get(LIST).status_code == 302
