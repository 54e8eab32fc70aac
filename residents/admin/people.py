"""The desk of people."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.admin import EmptyFieldListFilter
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.forms import Form, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from rules import has_perm

from louzu.lib.errors import Refused
from residents import actions
from residents.desk import Bulk, OneBuilding, ReadOnlyDesk, ScopedAdmin, asker, served_by
from residents.door import shown_once
from residents.forms import ForgetForm, LookUpForm, OfficeForm
from residents.models import Building, Consent, Membership, Office, User
from residents.queries import (
    buildings_of,
    living_in,
    living_there,
    people_of,
    residents_by_building,
    with_rooms,
)
from residents.queries.stuck import stuck_in
from residents.worklist import waits

# allauth's own lists are nobody's business here: no e-mail is kept; keys and sessions are their owners'.
admin.site.unregister([EmailAddress, UserSession, Authenticator])

waits("offices", stuck_in)
LOOK_UP = "residents.look_up_phone"


@admin.register(Membership)
class MembershipAdmin(ReadOnlyDesk):
    """Nobody is put into a household here: one joins with its slip, or by a helper at the door."""

    scope = "household__building__neighbourhood"
    list_display = ("user", "household", "building", "since", "until", "may_answer")
    list_select_related = ("user", "household__flat", "household__building")
    list_filter = (
        ("household__building", OneBuilding),
        ("until", EmptyFieldListFilter),
        "may_answer",
    )
    search_fields = ("user__shown_name", "household__flat__room")
    fields = ("user", "household", "since", "until", "may_answer")
    bulk = (
        Bulk(
            "move_out", _("登记为今天搬离"),
            tells=_("从今天起，他们不再是这户的成员，在楼里的职务和这户的入户条一起停下。谁办的，楼里都看得到。"),
            does=actions.move_out,
        ),
        Bulk(
            "let_answer", _("可以代表全家答复"), undone_by="stop_answering",
            tells=_("他们可以代表这户答复征询。谁办的，楼里都看得到。"),
            does=partial(actions.let_answer, may_answer=True),
        ),
        Bulk(
            "stop_answering", _("不能代表全家答复"), undone_by="let_answer",
            tells=_("他们不能再代表这户答复征询。谁办的，楼里都看得到。"),
            does=partial(actions.let_answer, may_answer=False),
        ),
    )  # fmt: skip

    @admin.display(description=_("楼组"), ordering="household__building")
    def building(self, membership: Membership) -> Building:
        return membership.household.building


@admin.register(Office)
class OfficeAdmin(ScopedAdmin):
    """Appointing is adding a line; an office is ended by its own button, never edited away."""

    list_display = ("kind", "user", "building", "neighbourhood", "since", "until", "appointed_by")
    list_select_related = ("user", "building", "neighbourhood", "appointed_by")
    list_filter = (
        "kind",
        ("building", OneBuilding),
        ("until", EmptyFieldListFilter),
    )
    search_fields = ("user__shown_name", "building__door_number", "building__nickname")
    autocomplete_fields = ("user", "building")
    fields = ("user", "kind", "building", "neighbourhood", "since", "deputed", "contact")
    form = OfficeForm
    scope = "building__neighbourhood"
    bulk = (
        Bulk(
            "end_today", _("从今天起结束职务"), undone_by="resume",
            tells=_("从今天起，他们不再担任下面的职务，能做的事也随着停下。谁办的会记下来。"),
            does=actions.end_office,
        ),
        Bulk(
            "resume", _("恢复今天结束的职务"), undone_by="end_today",
            tells=_("今天误结束的职务，从今天起重新担任，不设结束的日子。谁办的会记下来。"),
            does=actions.resume_office,
        ),
    )  # fmt: skip

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
            by=asker(request),
            since=said["since"],
            deputed=said["deputed"],
            contact=said["contact"],
        )
        obj.pk = office.pk
        if office.building and not living_there(office.user, office.building):
            told = _("%(person)s没有登记住在%(building)s，请核对是不是选对了人。")
            self.message_user(
                request,
                told % {"person": office.user, "building": office.building},
                messages.WARNING,
            )


@admin.register(User)
class PersonAdmin(ScopedAdmin, UserAdmin[User]):
    """Who belongs to the neighbourhood's buildings; a staff member sees no password and no rights.

    Of a phone number the middle is masked; the whole is shown once, by a button, on record.
    """

    change_form_template = "admin/residents/user/change_form.html"
    list_display = ("__str__", "rooms", "number", "is_active")
    list_filter = ("is_active",)
    search_fields = ("shown_name", "username")
    ordering = ("shown_name",)
    readonly_fields = ("number", "last_login", "date_joined", "forgotten_at")
    fieldsets = (
        (None, {"fields": ("username", "shown_name", "number", "is_active")}),
        (_("时间"), {"fields": ("last_login", "date_joined", "forgotten_at")}),
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

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_rooms(super().get_queryset(request), served_by(request))

    def in_scope(self, rows: QuerySet[Any], neighbourhoods: list[int]) -> QuerySet[Any]:
        return rows.filter(pk__in=people_of(neighbourhoods).values("pk"))

    def by_building(self, pks: Collection[int], request: HttpRequest) -> dict[int, int]:
        return residents_by_building(pks, _places_of(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By name, and by the room where they live here: where else somebody lives is not asked."""
        by_name, more = super().get_search_results(request, queryset, search_term)
        room = search_term.strip()
        if not room:
            return by_name, more
        here = living_in(room, _places_of(request))
        return by_name | queryset.filter(pk__in=here), more

    @admin.display(description=_("室"))
    def rooms(self, person: User) -> str:
        return "、".join(person.rooms or ())  # type: ignore[attr-defined]  # with_rooms brings it

    @admin.display(description=_("手机"))
    def number(self, person: User) -> str:
        return person.masked_phone

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/phone/", wrap(self.phone_page), name="residents_user_phone"),
            path("<int:pk>/forget/", wrap(self.forget_page), name="residents_user_forget"),
            *super().get_urls(),
        ]

    def phone_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The whole number, once, for who works for one of the person's buildings today."""
        person = get_object_or_404(self.get_queryset(request), pk=pk)
        place = next((b for b in buildings_of(person) if has_perm(LOOK_UP, request.user, b)), None)
        if place is None:
            raise PermissionDenied
        form = LookUpForm(request.POST or None)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            try:
                number = actions.look_up_phone(
                    person, building=place, reason=reason, by=asker(request)
                )
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
                return redirect("admin:residents_user_change", pk)
            page = self._page(request, "phone", person, form, number=number)
            return shown_once(page, back=request.path)
        return self._page(request, "phone", person, form)

    def forget_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """At the person's own request: for whoever cannot do it on a phone."""
        person = get_object_or_404(self.get_queryset(request), pk=pk)
        form = ForgetForm(request.POST or None)
        if form.is_valid():
            self._tell(request, lambda: str(actions.forget(person, by=asker(request))))
            return redirect("admin:residents_user_changelist")
        return self._page(request, "forget", person, form)

    def _tell(self, request: HttpRequest, act: Callable[[], str]) -> None:
        try:
            self.message_user(request, act(), messages.SUCCESS)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)

    def _page(
        self, request: HttpRequest, name: str, person: User, form: Form, **more: str
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request), **more,
            "title": str(person), "person": person, "form": form, "opts": self.opts,
        }  # fmt: skip
        return render(request, f"admin/residents/user/{name}.html", context)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People join by their household's slip."""
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)


@admin.register(Consent)
class ConsentAdmin(ReadOnlyDesk):
    """Who agreed to what, and to which words; only the person gives and withdraws."""

    list_display = ("user", "kind", "given_at", "withdrawn_at")
    list_select_related = ("user",)
    list_filter = ("kind", ("withdrawn_at", EmptyFieldListFilter))
    search_fields = ("user__shown_name",)
    fields = ("user", "kind", "text", "given_at", "withdrawn_at")

    def in_scope(self, rows: QuerySet[Any], neighbourhoods: list[int]) -> QuerySet[Any]:
        return rows.filter(user__in=people_of(neighbourhoods))

    def by_building(self, pks: Collection[int], request: HttpRequest) -> dict[int, int]:
        people = Consent.objects.filter(pk__in=pks).values_list("user", flat=True)
        return residents_by_building([*people], _places_of(request))


def _places_of(request: HttpRequest) -> list[int] | None:
    """The neighbourhoods that the desk of people is about; None for the keepers': all."""
    return None if request.user.is_superuser else served_by(request)
