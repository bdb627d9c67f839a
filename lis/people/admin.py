"""Where administrators keep areas, organisations, people and their roles: they invite, grant, end and close."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from lis.doors.admin.reference import ReferenceAdmin, ReferenceInline
from lis.engine import clock

from .forms import InvitePersonForm, MembershipForm
from .invitations import invite, send_invitation
from .models import Area, Membership, Organisation, User
from .second_factor import remove_second_factor
from .signing_in import confirm_address


@admin.register(Area)
class AreaAdmin(ReferenceAdmin):
    officers_read = True
    list_display = ("code", "name", "kind", "wave", "checked")
    list_filter = ("kind", "wave")
    search_fields = ("code", "name", "ons_code")

    def get_readonly_fields(self, request: HttpRequest, obj: Area | None = None) -> tuple[str, ...]:
        # References begin with the code, and references never change.
        return ("code",) if obj else ()


@admin.register(Organisation)
class OrganisationAdmin(ReferenceAdmin):
    officers_read = True
    list_display = ("code", "name", "kind", "opens_on", "closes_on", "checked")
    list_filter = ("kind",)
    search_fields = ("code", "name")

    def get_readonly_fields(self, request: HttpRequest, obj: Organisation | None = None) -> tuple[str, ...]:
        return ("code", "kind", "area") if obj else ()


class MembershipsOfPerson(ReferenceInline):
    """The roles of a person, to read: they are given and ended one by one, each with its own entry in the history."""

    model = Membership
    fk_name = "user"
    fields = readonly_fields = ("organisation", "role", "from_on", "until_on", "granted_by")
    extra = 0
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(ReferenceAdmin):
    list_display = ("name", "email", "job_title", "is_active", "invited_at", "joined_at")
    list_filter = ("is_active",)
    search_fields = ("name", "email")
    fields = ("name", "email", "job_title", "is_active", "invited_at", "joined_at")
    readonly_fields = ("invited_at", "joined_at")
    actions = ("invite_again", "sign_out_everywhere", "drop_second_factor")

    def get_form(self, request: HttpRequest, obj: User | None = None, **options: Any) -> type[ModelForm]:
        return super().get_form(request, obj, **options) if obj else InvitePersonForm

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return self.fields if obj else tuple(InvitePersonForm.base_fields)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        # Only accepting the invitation opens an account, and nobody closes their own by mistake.
        closed = ("is_active",) if obj.joined_at is None or obj == request.user else ()
        return (*self.readonly_fields, *closed)

    def get_inlines(self, request: HttpRequest, obj: User | None) -> list[Any]:
        return [MembershipsOfPerson] if obj else []

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            invite(obj, form.first_membership(), by=request.user)
            messages.info(request, f"An invitation goes to {obj.email}. If it does not arrive, send it again.")
            return
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data and obj.joined_at is not None:
            confirm_address(obj)
        if {"email", "is_active"} & set(form.changed_data):
            obj.end_sessions()

    @admin.action(description="Send the invitation again")
    def invite_again(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            if person.joined_at is None:
                send_invitation(person, by=request.user)
                messages.success(request, f"A new invitation goes to {person.email}.")
            else:
                messages.warning(request, f"{person} has come in already, so no invitation was sent.")

    @admin.action(description="Sign out everywhere")
    def sign_out_everywhere(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            person.end_sessions()
            self.log_change(request, person, "Signed out everywhere.")
            messages.success(request, f"{person} is signed out everywhere.")

    @admin.action(description="Remove the second factor (phone lost)")
    def drop_second_factor(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            if person == request.user:
                messages.error(request, "You cannot remove your own second factor here. Use your account page.")
                continue
            remove_second_factor(person)
            self.log_change(request, person, "Removed the second factor.")
            messages.success(request, f"{person} sets up a new second factor when signing in next.")


@admin.register(Membership)
class MembershipAdmin(ReferenceAdmin):
    form = MembershipForm
    list_display = ("user", "organisation", "role", "from_on", "until_on", "granted_by")
    list_filter = ("role",)
    list_select_related = ("user", "organisation", "granted_by")
    search_fields = ("user__name", "user__email", "organisation__name", "organisation__code")
    actions = ("end_today",)

    def get_form(self, request: HttpRequest, obj: Membership | None = None, **options: Any) -> type[ModelForm]:
        form = super().get_form(request, obj, **options)
        return type(form.__name__, (form,), {"giver": request.user})

    def get_readonly_fields(self, request: HttpRequest, obj: Membership | None = None) -> tuple[str, ...]:
        # A role that changes is ended and given anew, so that one can read who held what and when.
        return ("user", "organisation", "role", "from_on") if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        own = obj is not None and obj.user_id == request.user.pk
        return super().has_change_permission(request, obj) and not own

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        if not change:
            obj.granted_by = request.user
        super().save_model(request, obj, form, change)
        obj.user.end_sessions()

    @admin.action(description="End today")
    def end_today(self, request: HttpRequest, memberships: QuerySet[Membership]) -> None:
        today = clock.today()
        for membership in memberships.select_related("user", "organisation"):
            if membership.user == request.user:
                messages.error(request, "You cannot end a role of your own. Ask another administrator.")
            elif not membership.is_current_on(today):
                messages.warning(request, f"{membership}: this role is not held today.")
            else:
                membership.until_on = today
                membership.save(update_fields=["until_on"])
                membership.user.end_sessions()
                self.log_change(request, membership, "Ended.")
                messages.success(request, f"{membership}: ended.")
