"""People, bodies and actors for tests, on top of the reference data that every test database holds."""

from __future__ import annotations

import datetime as dt
from itertools import count

from lis.engine.actor import Actor
from lis.people.models import Membership, Organisation, User

_number = count(1)
LONG_AGO = dt.date(2016, 1, 1)


def body(code: str = "LAN-LEP") -> Organisation:
    """An area body of the reference data."""
    return Organisation.objects.get(code=code)


def department(code: str = "BEIS") -> Organisation:
    """The department with that code, open today whatever became of it."""
    found = Organisation.objects.called(code).first()
    if found.closes_on is not None:
        found.closes_on = None
        found.save(update_fields=["closes_on"])
    return found


def person(*roles: str, of: Organisation | None = None, name: str = "", email: str = "") -> User:
    """Somebody who holds ``roles`` in one organisation, with the password ``demo``."""
    number = next(_number)
    user = User.objects.create_user(email or f"person{number}@test.example", "demo", name=name or f"Person {number}")
    for role in roles:
        Membership.objects.create(user=user, organisation=of, role=role, from_on=LONG_AGO)
    return user


def actor(*roles: str, of: Organisation | None = None, **kwargs: str) -> Actor:
    """An actor who holds ``roles`` in one organisation."""
    return Actor.of(person(*roles, of=of, **kwargs))


def superuser(email: str = "") -> User:
    return User.objects.create_superuser(email or f"super{next(_number)}@test.example", "demo", name="Super User")
