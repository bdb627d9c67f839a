"""Everybody who could come to a door, one person for each role: the cast that lifecycles are tried with."""

from __future__ import annotations

from lis.engine.actor import ANONYMOUS, Actor
from lis.people.models import Membership, Organisation, User

from .people import LONG_AGO, department, superuser

# Who they are in the test's words, the roles that they hold and where. BEIS has the side that is tried, DfE has a
# side on the same ask and Defra has none.
CAST = {
    "anonymous": None,
    "superuser": None,
    "administrator": (["administrator"], "CONCORDAT"),
    "drafter": (["drafter"], "LAN-LEP"),
    "lead": (["lead"], "LAN-LEP"),
    "secretary": (["secretary"], "LAN-LEP"),
    "negotiator": (["negotiator"], "LAN-LEP"),
    "board-member": (["board_member"], "LAN-LEP"),
    "consultation-officer": (["consultation_officer"], "LAN-LEP"),
    "elsewhere": (["drafter", "lead"], "CHW-LEP"),
    "reviewer": (["reviewer"], "BEIS"),
    "clearer": (["clearer"], "BEIS"),
    "coordinator": (["coordinator"], "BEIS"),
    "reviewer-beside": (["reviewer"], "DfE"),
    "clearer-beside": (["clearer"], "DfE"),
    "reviewer-apart": (["reviewer"], "Defra"),
    "clearer-apart": (["clearer"], "Defra"),
    "coordinator-of-all": (["coordinator"], "CLGU"),
}
AREA = {"drafter", "lead", "secretary", "negotiator", "board-member", "consultation-officer"}
BEIS = {"reviewer", "clearer", "coordinator"}
# Whoever reads an ask that was submitted to BEIS and DfE.
BOTH_SIDES = AREA | BEIS | {"reviewer-beside", "clearer-beside", "coordinator-of-all"}


def cast() -> dict[str, Actor]:
    """One actor for each of the cast, every one another person."""
    played = {name: part for name, part in CAST.items() if part}
    people = User.objects.bulk_create(User(email=f"{name}@cast.example", name=name) for name in played)
    bodies = {code: _body(code) for _, code in played.values()}
    Membership.objects.bulk_create(
        Membership(user=user, organisation=bodies[code], role=role, from_on=LONG_AGO)
        for user, (roles, code) in zip(people, played.values(), strict=True)
        for role in roles
    )
    actors = {user.name: Actor.of(user) for user in people}
    return {**actors, "anonymous": ANONYMOUS, "superuser": Actor.of(superuser())}


def _body(code: str) -> Organisation:
    return department(code) if code in ("BEIS", "DfE", "Defra", "CLGU") else Organisation.objects.get(code=code)
