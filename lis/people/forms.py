"""What people type to come in: signing in, choosing a password, proving a second factor, inviting somebody."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.exceptions import ValidationError

from lis.doors.forms import DateField
from lis.engine import clock

from .models import ROLES_OF, Membership, Organisation, Role, User

PASSWORD_HINT = "At least 12 characters. Three words that do not belong together are easy to remember."


def _plain(form: forms.Form, labels: dict[str, str], hints: dict[str, str] | None = None) -> None:
    """Our words for the form's fields. Placeholders go: they vanish as soon as somebody types."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.label = labels.get(name, field.label)
        field.help_text = (hints or {}).get(name, "")


class SignInForm(account.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"login": "E-mail address", "password": "Password"})
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ForgottenPasswordForm(account.ResetPasswordForm):
    """The address to which a link for a new password goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"email": "E-mail address"})


class NewPasswordForm(account.ResetPasswordKeyForm):
    """A new password, typed twice, for whoever holds the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"password1": "New password", "password2": "New password again"}, {"password1": PASSWORD_HINT})


class ChangePasswordForm(account.ChangePasswordForm):
    """The present password and a new one, typed twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {"oldpassword": "Your password now", "password1": "New password", "password2": "New password again"}
        _plain(self, words, {"password1": PASSWORD_HINT})


class ConfirmPasswordForm(account.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"password": "Password"})


class SecondFactorForm(mfa.AuthenticateForm):
    """The code that the app shows, or one of the recovery codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_code(self, "Code", "Six figures from your app, or one of your recovery codes.")


class ConfirmSecondFactorForm(mfa.ReauthenticateForm):
    """A code once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_code(self, "Code", "Six figures from your app, or one of your recovery codes.")


class SetUpSecondFactorForm(ActivateTOTPForm):
    """The first code that the app shows, as proof that it was set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_code(self, "Code from the app", "Six figures. They change every 30 seconds.")

    @property
    def spaced_secret(self) -> str:
        """The key in groups of four letters, to be typed into an app that cannot read pictures."""
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))


def _name_code(form: forms.Form, label: str, hint: str) -> None:
    _plain(form, {"code": label}, {"code": hint})
    form.fields["code"].widget.attrs["inputmode"] = "numeric"
    form.fields["code"].max_length = 10


class AcceptInvitationForm(account.SetPasswordForm):
    """The first password of somebody who was invited."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"password1": "Password", "password2": "Password again"}, {"password1": PASSWORD_HINT})


class OrganisationField(forms.ModelChoiceField):
    """Organisations by name and code: two of one name have lived at different times."""

    def label_from_instance(self, organisation: Organisation) -> str:
        closed = "" if organisation.is_open_on(clock.today()) else ", closed"
        return f"{organisation.name} ({organisation.code}{closed})"


class InvitePersonForm(forms.ModelForm):
    """Whom to invite, and to what: the first role is given together with the invitation."""

    organisation = OrganisationField(Organisation.objects.all())
    role = forms.ChoiceField(choices=Role.choices)
    from_on = DateField(what="The first day", label="From", initial=clock.today)
    until_on = DateField(
        what="The end", label="Until", required=False, help_text="The first day without the role, if it ends."
    )

    class Meta:
        model = User
        fields = ("name", "email", "job_title")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError("There is already a person with this e-mail address. Give them a role instead.")
        return email

    def first_membership(self) -> Membership:
        """The role that comes with the invitation, not yet saved."""
        names = ("organisation", "role", "from_on", "until_on")
        return Membership(**{name: self.cleaned_data[name] for name in names})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        organisation, role = cleaned.get("organisation"), cleaned.get("role")
        if organisation and role and role not in ROLES_OF[Organisation.Kind(organisation.kind)]:
            self.add_error("role", "There is no such role in this kind of body. Choose another role or another body.")
        start, end = cleaned.get("from_on"), cleaned.get("until_on")
        if end and start and end < start:
            self.add_error("until_on", "A role cannot end before it begins.")
        return cleaned


class MembershipForm(forms.ModelForm):
    """A role for a person. Refused when the administrator means themselves; ``giver`` is set by the admin."""

    giver: User

    organisation = OrganisationField(Organisation.objects.all())

    class Meta:
        model = Membership
        fields = ("user", "organisation", "role", "from_on", "until_on")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("user") == self.giver:
            self.add_error("user", "You cannot give a role to yourself. Ask another administrator.")
        return cleaned
