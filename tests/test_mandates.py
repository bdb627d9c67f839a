"""Nobody acts outside a mandate of their board: not without one, not past its end, not beyond its scope; by no door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse

from lis.engine import clock
from lis.engine.registry import workflows
from lis.people.models import Membership, User

from .factories import asks, wordings
from .factories.people import LONG_AGO, body, department, person, superuser
from .lis.doors.api.client import api
from .test_doors import IN_ADMIN, PAGES, hidden, signed_in

pytestmark = pytest.mark.django_db

CODE = "back-to-board"


def cleared() -> Any:
    return wordings.cleared_wording(asks.submitted_ask(department(), lead_department="BEIS"), body())


# Each step that an area's people take within a mandate, and the noun before it.
WITHIN: dict[tuple[str, str], Callable[[], Any]] = {
    ("ask", "accept"): wordings.negotiated_ask,
    ("ask", "endorse"): wordings.negotiated_ask,
    ("wording", "issue"): cleared,
    ("wording", "endorse"): cleared,
}


def test_no_step_that_needs_a_mandate_is_forgotten() -> None:
    found = {
        (kind, step.verb)
        for kind, workflow in workflows.items()
        for step in workflow.steps
        if any(word.code == CODE for word in step.requires)
    }

    assert found == set(WITHIN)


def outsiders(noun: Any) -> Iterator[tuple[str, User, dt.datetime]]:
    """Negotiators of the area who hold no mandate over this at that moment, and why not."""
    now = clock.now()
    yield "without any", person("negotiator", of=body()), now
    over = person("negotiator", of=body())
    wordings.mandate(over, until_on=clock.today().isoformat())
    yield "past its end", over, now + dt.timedelta(days=2)
    elsewhere = person("negotiator", of=body())
    wordings.mandate(elsewhere, about=(asks.proposition(title="Another matter").ref,))
    yield "beyond its scope", elsewhere, now
    root = superuser()
    Membership.objects.create(user=root, organisation=body(), role="negotiator", from_on=LONG_AGO)
    yield "as a superuser", root, now


def by_page(kind: str, slug: str, user: User, noun: Any) -> tuple[int, str]:
    client, address = signed_in(user), f"/{PAGES[kind]}/{noun.ref}/steps/{slug}/"
    shown = client.get(address)
    sent = client.post(address, {**shown.context["form"].initial, **hidden(shown)})
    return sent.status_code, sent.content.decode()


def by_admin(kind: str, slug: str, user: User, noun: Any) -> tuple[int, str]:
    client, address = signed_in(user), reverse(f"admin:{IN_ADMIN[kind]}_step", args=[noun.ref, slug])
    shown = client.get(address)
    if shown.status_code != 200:
        return 409, "It has to go back to the Board."  # the desk is not for negotiators at all
    sent = client.post(address, {**shown.context["form"].initial, **hidden(shown)})
    return sent.status_code, sent.content.decode()


def by_api(kind: str, slug: str, user: User, noun: Any) -> tuple[int, str]:
    program, initial = api(user), workflows[kind].initial(workflows[kind].step(slug.replace("-", "_")), noun, None)
    sent = program.post(f"/api/v1/{PAGES[kind]}/{noun.ref}/steps/{slug}/", initial, if_match=f'"{noun.revision}"')
    assert CODE in {reason["code"] for reason in sent.json().get("reasons", [])}, sent.json()
    return sent.status_code, sent.content.decode()


@pytest.mark.parametrize(("kind", "verb"), WITHIN)
def test_outside_a_mandate_a_step_goes_back_to_the_board_by_every_door(kind: str, verb: str) -> None:
    noun = WITHIN[kind, verb]()
    slug, before = workflows[kind].step(verb).slug, noun.record.events.count()
    doors = [by_page, by_api, *([by_admin] if kind in IN_ADMIN else [])]

    for told, user, moment in outsiders(noun):
        with clock.at(moment):
            for door in doors:
                status, words = door(kind, slug, user, noun)
                assert status == 409, f"{told}, {door.__name__}"
                assert "It has to go back to the Board." in words, f"{told}, {door.__name__}"

    assert noun.record.events.count() == before
