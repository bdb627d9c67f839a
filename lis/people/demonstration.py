"""Who can be played in the demonstration: invented people with one password, and nowhere else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from lis.engine import clock

from .models import Membership, Organisation, Role, User
from .signing_in import confirm_address

PASSWORD = "demo"
# Before the first event of the sample story, so that everybody may act in it as well as today.
SINCE = dt.date(2018, 1, 1)


@dataclass(frozen=True)
class Account:
    """A person of the demonstration: how they sign in, who they are, and what they do where."""

    email: str
    name: str
    job_title: str
    organisation: str
    roles: tuple[Role, ...]


LANCASHIRE, CHESHIRE_WARRINGTON = "LAN-LEP", "CHW-LEP"
ACCOUNTS = (
    Account("drafter@lancashire.example", "Imogen Tarleton", "Strategy officer", LANCASHIRE, (Role.DRAFTER,)),
    Account("lead@lancashire.example", "Marcus Oyelade", "Head of strategy", LANCASHIRE, (Role.LEAD,)),
    Account("secretary@lancashire.example", "Bethany Kirkbride", "Board secretary", LANCASHIRE, (Role.SECRETARY,)),
    Account("negotiator@lancashire.example", "Tomasz Heyhurst", "Negotiator", LANCASHIRE, (Role.NEGOTIATOR,)),
    Account(
        "chair@lancashire.example",
        "Harriet Lowsley",
        "Chair of the board",
        LANCASHIRE,
        (Role.BOARD_MEMBER, Role.NEGOTIATOR),
    ),
    Account(
        "chief-executive@lancashire.example",
        "Devesh Ravenscar",
        "Chief executive",
        LANCASHIRE,
        (Role.NEGOTIATOR,),
    ),
    Account(
        "drafter@cheshire-warrington.example",
        "Olwen Pargetter",
        "Policy officer",
        CHESHIRE_WARRINGTON,
        (Role.DRAFTER,),
    ),
    Account(
        "lead@cheshire-warrington.example",
        "Callum Etchells",
        "Strategy director",
        CHESHIRE_WARRINGTON,
        (Role.LEAD,),
    ),
    Account(
        "consultation@cheshire-warrington.example",
        "Maeve Ollerton",
        "Consultation officer",
        CHESHIRE_WARRINGTON,
        (Role.CONSULTATION_OFFICER,),
    ),
    Account("reviewer@beis.example", "Farida Wexcombe", "Policy adviser", "BEIS", (Role.REVIEWER,)),
    Account("clearer@beis.example", "Jonah Appletree", "Deputy director", "BEIS", (Role.CLEARER,)),
    Account("coordinator@beis.example", "Sinead Thornbeck", "Local growth coordinator", "BEIS", (Role.COORDINATOR,)),
    Account("reviewer@dfe.example", "Leopold Achebe-Moss", "Policy adviser", "DfE", (Role.REVIEWER,)),
    Account("clearer@dfe.example", "Ruth Winterslow", "Deputy director", "DfE", (Role.CLEARER,)),
    Account("reviewer@defra.example", "Gethin Marlpool", "Policy adviser", "Defra", (Role.REVIEWER,)),
    Account("clearer@defra.example", "Yasmin Coldbeck", "Deputy director", "Defra", (Role.CLEARER,)),
    Account("coordinator@clgu.example", "Nadia Fairbourne", "Area coordinator", "CLGU", (Role.COORDINATOR,)),
    Account("admin@concordat.example", "Edwin Skelding", "Service administrator", "CONCORDAT", (Role.ADMINISTRATOR,)),
)


@transaction.atomic
def create_demonstration_people() -> list[User]:
    """Create every account that is missing, in the order of ``ACCOUNTS``. Needs the reference data.

    Raises ``ImproperlyConfigured`` outside the demonstration: a known password must not exist there.
    """
    if not settings.DEMONSTRATION:
        raise ImproperlyConfigured("The accounts of the demonstration exist only in the demonstration.")
    password = make_password(PASSWORD)
    return [_create(account, password) for account in ACCOUNTS]


def _create(account: Account, password: str) -> User:
    facts = {"name": account.name, "job_title": account.job_title, "password": password, "joined_at": clock.now()}
    user, new = User.objects.get_or_create(email=account.email, defaults=facts)
    if new:
        confirm_address(user)
    organisation = Organisation.objects.called(account.organisation).first()
    if organisation is None:
        raise Organisation.DoesNotExist(f"There is no {account.organisation}. Load the reference data first.")
    for role in account.roles:
        Membership.objects.get_or_create(user=user, organisation=organisation, role=role, defaults={"from_on": SINCE})
    return user
