"""The office's door itself: what is behind it, and what of Django's own is not."""

import pytest
from django.contrib import admin

from lis.doors.admin.site import OfficeAdminSite
from lis.people.models import Area

pytestmark = pytest.mark.django_db


def test_signing_in_and_out_and_passwords_have_one_place(client, drafter):
    assert client.get("/admin/login/").url == "/admin/"
    assert client.get("/admin/password_change/").url == "/account/password/"
    assert client.post("/admin/logout/").url == "/"
    assert client.get("/admin/").status_code == 302


def test_no_shortcut_tells_whether_a_row_is_there(client, drafter):
    assert client.get("/admin/r/1/1/").status_code == 404


def test_start_page_is_given_what_rooms_add(client, drafter):
    assert isinstance(admin.site, OfficeAdminSite)
    from_rooms = OfficeAdminSite()
    from_rooms.start_with(lambda request: {"mine": f"for {request.user.name}"})
    request = client.get("/admin/").wsgi_request

    assert from_rooms.index(request).context_data["mine"] == f"for {drafter.name}"


def test_tables_of_libraries_are_not_taken_in():
    site = OfficeAdminSite()
    site.register(admin.models.LogEntry)
    site.register(Area)

    assert list(site._registry) == [Area]
