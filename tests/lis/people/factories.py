"""People for tests, made dully: somebody with an address and the roles they hold."""

import datetime as dt

from lis.people.models import Membership, Organisation, Role, User
from lis.people.signing_in import confirm_address

PASSWORD = "three unlike words"


def make_person(
    email: str = "officer@somewhere.example", *roles: tuple[str, str], name: str = "Wren Oakhampton"
) -> User:
    """A person who can sign in with PASSWORD and holds ``roles``, pairs of a role and an organisation's code."""
    user = User.objects.create_user(email, PASSWORD, name=name)
    confirm_address(user)
    for role, code in roles:
        give_role(user, role, code)
    return user


def give_role(user: User, role: str, code: str, **dates: dt.date) -> Membership:
    """``role`` in the organisation last called ``code``, held since long ago unless ``dates`` say otherwise."""
    organisation = Organisation.objects.called(code).first()
    return Membership.objects.create(
        user=user, organisation=organisation, role=role, **{"from_on": dt.date(2018, 1, 1), **dates}
    )


def make_administrator(email: str = "keeper@service.example") -> User:
    """Somebody who keeps people and reference data."""
    return make_person(email, (Role.ADMINISTRATOR, "CONCORDAT"), name="Ida Marchbanks")
