"""Who takes part, for whom and since when: areas, organisations, people and the roles that they hold."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from lis.engine import clock

from .querysets import MembershipQuerySet, OrganisationQuerySet, UserManager


class Area(models.Model):
    """A place that writes a strategy: a LEP area, or a group of them such as a combined authority or a corridor.

    ``code`` starts every reference of the area (``LAN-07.3``), so it never changes.
    """

    code = models.CharField(
        max_length=8,
        unique=True,
        validators=[RegexValidator(r"^[A-Z][A-Z0-9]{1,7}\Z", "Use two to eight capital letters or figures.")],
    )
    ons_code = models.CharField("ONS code", max_length=9, blank=True)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)
    wave = models.PositiveSmallIntegerField(null=True, blank=True, help_text="The wave in which it was announced.")
    checked = models.CharField(max_length=10, default="known", help_text="“seen” in a public source, or “known”.")
    parents = models.ManyToManyField("self", symmetrical=False, related_name="children", blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["ons_code"], condition=~Q(ons_code=""), name="area_ons_code_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def body_on(self, date: dt.date) -> Organisation | None:
        """The organisation that acts for the area on ``date``; a corridor has none."""
        return self.organisations.filter(kind=Organisation.Kind.AREA_BODY).open_on(date).first()


class Organisation(models.Model):
    """A body that takes part: an area's own body, a department, the unit that coordinates, or this service.

    It lives from ``opens_on`` up to, but without, ``closes_on``; what it did passes to its successors. A code may
    come back under the same or another name, as MHCLG did.
    """

    class Kind(models.TextChoices):
        AREA_BODY = "area_body", "Area body"
        DEPARTMENT = "department", "Department"
        COORDINATING_UNIT = "coordinating_unit", "Coordinating unit"
        SERVICE = "service", "This service"

    code = models.CharField(max_length=16)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=Kind)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="organisations")
    opens_on = models.DateField("opened on", null=True, blank=True)
    closes_on = models.DateField("closed on", null=True, blank=True, help_text="The first day without it.")
    checked = models.CharField(max_length=10, default="known", help_text="“seen” in a public source, or “known”.")
    successors = models.ManyToManyField("self", symmetrical=False, related_name="predecessors", blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["code", "opens_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "opens_on"], nulls_distinct=False, name="organisation_code_once_from_a_date"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(closes_on__isnull=True), name="organisation_code_open_once"
            ),
            models.UniqueConstraint(
                fields=["area"],
                condition=Q(kind="area_body", closes_on__isnull=True),
                name="organisation_one_open_body_an_area",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind="coordinating_unit", closes_on__isnull=True),
                name="organisation_one_open_coordinating_unit",
            ),
            models.CheckConstraint(
                condition=Q(kind="area_body", area__isnull=False) | (~Q(kind="area_body") & Q(area__isnull=True)),
                name="organisation_area_for_area_bodies_only",
                violation_error_message="An area body names its area; no other organisation has one.",
            ),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True) | Q(closes_on__isnull=True) | Q(opens_on__lt=F("closes_on")),
                name="organisation_opens_before_it_closes",
                violation_error_message="An organisation closes after the day on which it opened.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        others = Organisation.objects.called(self.code).exclude(pk=self.pk)
        if any(self._lives_beside(other) for other in others):
            raise ValidationError({"code": "Another organisation has this code at that time. Close it first."})

    def _lives_beside(self, other: Organisation) -> bool:
        first, last = dt.date.min, dt.date.max
        return (self.opens_on or first) < (other.closes_on or last) and (other.opens_on or first) < (
            self.closes_on or last
        )

    @property
    def is_department(self) -> bool:
        return self.kind == self.Kind.DEPARTMENT

    @property
    def is_area_body(self) -> bool:
        return self.kind == self.Kind.AREA_BODY

    def is_open_on(self, date: dt.date) -> bool:
        """Whether the organisation exists on ``date``."""
        return (self.opens_on is None or self.opens_on <= date) and (self.closes_on is None or date < self.closes_on)

    def successors_on(self, date: dt.date) -> list[Organisation]:
        """Who carries on its work on ``date``, by code: itself while it is open, else its successors', followed on.

        Empty when it closed without a successor, or when ``date`` lies before it opened.
        """
        found: dict[int, Organisation] = {}
        seen: set[int] = set()
        waiting = [self]
        while waiting:
            organisation = waiting.pop()
            if organisation.pk in seen:
                continue
            seen.add(organisation.pk)
            if organisation.is_open_on(date):
                found[organisation.pk] = organisation
            elif organisation.closes_on is not None and organisation.closes_on <= date:
                waiting.extend(organisation.successors.all())
        return sorted(found.values(), key=lambda organisation: organisation.code)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address. What they may do comes from their memberships and nothing else.

    Invited (``joined_at`` empty, inactive), then active, then perhaps closed (inactive again). Never deleted: the
    ledger names them.
    """

    email = models.EmailField(
        "e-mail address",
        unique=True,
        error_messages={"unique": "There is already a person with this e-mail address."},
    )
    name = models.CharField("full name", max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField("may sign in", default=True)
    invited_at = models.DateTimeField(null=True, blank=True, editable=False)
    joined_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Part of what a session is checked against at each request: raising it ends all sessions of the person.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "email"]
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once_in_any_case",
                violation_error_message="There is already a person with this e-mail address.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Whether they may enter the admin at all; what they find there is decided model by model."""
        return self.is_active and self.memberships.current().holding(*OFFICE_ROLES).exists()

    def end_sessions(self) -> None:
        """Sign the person out everywhere, from their next request on."""
        User.objects.filter(pk=self.pk).update(session_epoch=F("session_epoch") + 1)
        self.refresh_from_db(fields=["session_epoch"])

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django asks this hook for the current secret key and for each older one.
        return salted_hmac(
            "lis.people.models.User.session", f"{self.session_epoch}:{self.password}", secret=secret, algorithm="sha256"
        ).hexdigest()


class Role(models.TextChoices):
    """What a person does in an organisation."""

    DRAFTER = "drafter", "Drafter"
    LEAD = "lead", "Lead"
    SECRETARY = "secretary", "Secretary"
    NEGOTIATOR = "negotiator", "Negotiator"
    BOARD_MEMBER = "board_member", "Board member"
    CONSULTATION_OFFICER = "consultation_officer", "Consultation officer"
    REVIEWER = "reviewer", "Reviewer"
    CLEARER = "clearer", "Clearer"
    COORDINATOR = "coordinator", "Coordinator"
    ADMINISTRATOR = "administrator", "Administrator"


OFFICE_ROLES = (Role.DRAFTER, Role.LEAD, Role.SECRETARY, Role.CONSULTATION_OFFICER, Role.ADMINISTRATOR)
"""Roles whose work is done in the admin; everybody else uses the pages."""

AREA_ROLES = (
    Role.DRAFTER, Role.LEAD, Role.SECRETARY, Role.NEGOTIATOR, Role.BOARD_MEMBER, Role.CONSULTATION_OFFICER,
)  # fmt: skip
DEPARTMENT_ROLES = (Role.REVIEWER, Role.CLEARER, Role.COORDINATOR)
ROLES_OF = {
    Organisation.Kind.AREA_BODY: AREA_ROLES,
    Organisation.Kind.DEPARTMENT: DEPARTMENT_ROLES,
    Organisation.Kind.COORDINATING_UNIT: DEPARTMENT_ROLES,
    Organisation.Kind.SERVICE: (Role.ADMINISTRATOR,),
}


class Membership(models.Model):
    """One role of one person in one organisation, from a day on and up to, but without, the day on which it ends.

    Read at each request, so an end takes effect on its day without anybody doing anything. Nobody gives one to
    themselves: the database refuses it.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="person")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=Role)
    from_on = models.DateField("from", default=clock.today)
    until_on = models.DateField(
        "until", null=True, blank=True, help_text="The first day without the role. Leave empty while it is held."
    )
    granted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, editable=False, related_name="memberships_granted"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "role", "from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role", "from_on"], name="membership_once_from_a_date"
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(until_on__isnull=True),
                name="membership_open_once",
                violation_error_message="This person already holds this role there. End that one first.",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(from_on__lte=F("until_on")),
                name="membership_from_before_until",
                violation_error_message="A role cannot end before it begins.",
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("user")),
                name="membership_never_from_oneself",
                violation_error_message="Nobody can give a role to themselves. Ask another administrator.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()} of {self.organisation}"

    def clean(self) -> None:
        super().clean()
        if self.organisation_id and self.role and self.role not in ROLES_OF[Organisation.Kind(self.organisation.kind)]:
            kind = self.organisation.get_kind_display().lower()
            raise ValidationError(
                {"role": f"There is no {self.get_role_display().lower()} in this kind of body: {kind}."}
            )

    def is_current_on(self, date: dt.date) -> bool:
        """Whether the role is held on ``date``."""
        return self.from_on <= date and (self.until_on is None or date < self.until_on)
