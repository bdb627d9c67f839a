"""What is registered in the office, seen as a whole: no table has a looser door than its kind allows."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from lis.doors.admin.office import OfficeAdmin
from lis.doors.admin.visible import VisibleAdmin
from lis.engine.actor import Actor
from lis.engine.models import Noun
from lis.engine.rights import OUR_APPS
from tests.factories.people import actor, body, superuser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_desk(settings):
    settings.ROOT_URLCONF = "lis.urls"


def request_of(who: Actor):
    request = RequestFactory().get("/admin/")
    request.user, request.actor, request.received_at = who.user, who, who.at
    return request


def registered():
    return [pytest.param(found, id=model._meta.label) for model, found in admin.site._registry.items()]


def test_only_tables_of_ours_are_registered():
    assert {model._meta.app_label for model in admin.site._registry} <= OUR_APPS


@pytest.mark.parametrize("desk", registered())
def test_every_noun_has_the_office_s_desk_and_nothing_else_has(desk):
    assert isinstance(desk, OfficeAdmin) == issubclass(desk.model, Noun)


@pytest.mark.parametrize("desk", registered())
def test_nobody_deletes_a_row_of_a_list(desk):
    for who in (actor("administrator", of=body("CONCORDAT")), actor("lead", of=body())):
        request = request_of(who)

        assert not desk.has_delete_permission(request)
        assert "delete_selected" not in desk.get_actions(request)


@pytest.mark.parametrize("desk", registered())
def test_a_superuser_without_a_role_opens_nothing(desk):
    request = request_of(Actor.of(superuser()))

    assert not any(desk.get_model_perms(request).values())
    assert not desk.has_module_permission(request)


@pytest.mark.parametrize("desk", registered())
def test_an_administrator_opens_no_desk_and_an_officer_changes_no_reference_data(desk):
    of_officers = isinstance(desk, OfficeAdmin | VisibleAdmin)

    assert desk.has_module_permission(request_of(actor("administrator", of=body("CONCORDAT")))) != of_officers
    assert of_officers or not desk.has_change_permission(request_of(actor("lead", of=body())))
