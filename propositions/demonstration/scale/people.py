"""Who works in each body of a country? As many people as it takes to write, answer and clear, all of them invented."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from lis.engine import clock
from lis.people.models import Membership, Organisation, Role, User

from ..story import SINCE
from .words import Writer

AREA_POSTS = (Role.DRAFTER, Role.DRAFTER, Role.LEAD, Role.NEGOTIATOR, Role.CONSULTATION_OFFICER)
DEPARTMENT_POSTS = (Role.REVIEWER, Role.REVIEWER, Role.CLEARER, Role.COORDINATOR)


def staff(body: Organisation, writer: Writer) -> list[User]:
    """The people of ``body``, one for each post and in the order of the posts; made where they are missing.

    They can act and be written to, and cannot sign in.
    """
    posts = AREA_POSTS if body.is_area_body else DEPARTMENT_POSTS
    people = []
    for number, role in enumerate(posts, start=1):
        facts = {"name": writer.name(), "job_title": role.label, "password": make_password(None)}
        user, new = User.objects.get_or_create(
            email=f"{role.value.replace('_', '-')}-{number}.{body.code.lower()}@scale.example",
            defaults={**facts, "joined_at": clock.now()},
        )
        if new:
            Membership.objects.create(user=user, organisation=body, role=role, from_on=SINCE)
        people.append(user)
    return people
