"""What the navigation offers and which of its lines is the current one."""

import pytest
from django.test import RequestFactory

from lis.doors import context
from lis.doors.context import NavigationItem, navigation_for, offers_navigation


@pytest.fixture
def rooms(monkeypatch):
    monkeypatch.setattr(context, "_sources", [])

    @offers_navigation(20)
    def papers(request):
        return [NavigationItem("Papers", "/papers/")]

    @offers_navigation(10)
    def asks(request):
        return [NavigationItem("Asks", "/asks/", count=3), NavigationItem("Closed", "/asks/closed/")]


@pytest.mark.parametrize(
    ("path", "current"),
    [("/asks/", ["Asks"]), ("/asks/LAN-07.3/", ["Asks"]), ("/asks/closed/", ["Closed"]), ("/account/", [])],
)
def test_navigation_marks_the_nearest_line(rooms, path, current):
    items = navigation_for(RequestFactory().get(path))

    assert [item.label for item in items] == ["Asks", "Closed", "Papers"]
    assert [item.label for item in items if item.current] == current
