"""The desk of people."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.contrib.auth.admin import UserAdmin
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from residents import actions
from residents.desk import ScopedAdmin, person_at
from residents.models import Membership, Office, User

# allauth's own lists are nobody's business here: no e-mail is kept, and a session is its owner's.
admin.site.unregister([EmailAddress, UserSession])


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    scope = "household__building__neighbourhood"
    list_display = ("user", "household", "since", "until", "may_answer")
    list_select_related = ("user", "household__flat")
    search_fields = ("user__shown_name", "household__flat__room")
    autocomplete_fields = ("user", "household")


@admin.register(Office)
class OfficeAdmin(ScopedAdmin):
    """Appointing is adding a line; an office is ended by its own button, never edited away."""

    list_display = ("kind", "user", "building", "neighbourhood", "since", "until")
    list_select_related = ("user", "building", "neighbourhood")
    list_filter = ("kind", ("building", RelatedOnlyFieldListFilter))
    search_fields = ("user__shown_name",)
    autocomplete_fields = ("user", "building")
    fields = ("user", "kind", "building", "neighbourhood", "since", "deputed", "contact")
    actions = ("end_today",)

    def in_scope(self, rows: QuerySet[Any], neighbourhoods: list[int]) -> QuerySet[Any]:
        return rows.filter(
            Q(building__neighbourhood__in=neighbourhoods) | Q(neighbourhood__in=neighbourhoods)
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def save_model(
        self, request: HttpRequest, obj: Office, form: ModelForm[Any], change: bool
    ) -> None:
        said = form.cleaned_data
        office = actions.appoint(
            said["user"],
            kind=said["kind"],
            place=said["building"] or said["neighbourhood"],
            by=person_at(request),
            since=said["since"],
            deputed=said["deputed"],
            contact=said["contact"],
        )
        obj.pk = office.pk

    @admin.action(description=_("从今天起结束职务"))
    def end_today(self, request: HttpRequest, chosen: QuerySet[Office]) -> None:
        for office in chosen.current().exclude(until__isnull=False):  # type: ignore[attr-defined]
            actions.end_office(office, by=person_at(request))


@admin.register(User)
class PersonAdmin(ScopedAdmin, UserAdmin[User]):
    """Who belongs to the neighbourhood's buildings; a staff member sees no password and no rights."""

    list_display = ("shown_name", "username", "is_active")
    list_filter = ("is_active",)
    search_fields = ("shown_name", "username")
    ordering = ("shown_name",)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "shown_name", "phone", "is_active")}),
        (_("时间"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "username",
                    "shown_name",
                    "phone",
                    "usable_password",
                    "password1",
                    "password2",
                )
            },
        ),
    )

    def in_scope(self, rows: QuerySet[Any], neighbourhoods: list[int]) -> QuerySet[Any]:
        homes = Membership.objects.filter(household__building__neighbourhood__in=neighbourhoods)
        offices = Office.objects.filter(
            Q(building__neighbourhood__in=neighbourhoods) | Q(neighbourhood__in=neighbourhoods)
        )
        belonging = Q(memberships__in=homes) | Q(offices__in=offices)
        return rows.filter(pk__in=User.objects.filter(belonging).values("pk"))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People join by their household's slip."""
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)
