"""Desk pages of people, with accounts and consents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.admin import EmptyFieldListFilter
from django.contrib.admin.utils import unquote
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import Form, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from louzu.lib.errors import Refused
from louzu.lib.stored import stored
from residents.access.once import once
from residents.changes.admin.related import tables_for_person
from residents.desk.phones import PhoneLookUpMixin
from residents.desk.queries.people import (
    people_of,
    pks_living_in,
    residents_by_building,
    with_rooms,
)
from residents.desk.related import RelatedRecordsMixin, RelatedTable
from residents.desk.requests import neighbourhoods_in_scope, neighbourhoods_served_by, staff_user
from residents.desk.scoped import ReadOnlyAdmin, ScopedAdmin
from residents.people.actions import accounts, offices
from residents.people.forms.accounts import NewPersonForm, PersonForm
from residents.people.forms.profile import ForgetForm
from residents.people.models import Office, User
from residents.people.queries.buildings import buildings_of
from residents.places.models import Building
from residents.privacy.actions import forgetting
from residents.privacy.models import Consent
from residents.roster_parser.place_search import parse_place_query

# allauth's admin pages are removed: there are no e-mail addresses; keys, sessions and WeChat are
# private. Django's groups give no rights (ADR 3).
admin.site.unregister([EmailAddress, UserSession, Authenticator, Group])
admin.site.unregister([SocialAccount, SocialApp, SocialToken])


@admin.register(User)
class PersonAdmin(PhoneLookUpMixin, RelatedRecordsMixin, ScopedAdmin, UserAdmin[User]):
    """People of the neighbourhood's buildings. Staff see neither passwords nor permissions.

    Phone numbers are masked. A button shows a full one, which is logged.
    """

    form = PersonForm
    add_form = NewPersonForm
    add_form_template = "admin/residents/user/add_form.html"
    change_form_template = "admin/residents/user/change_form.html"
    look_ups_read_by = _("看全号会记在楼组日志里，本人看得到。")
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
                    "serves",
                    "phone",
                    "usable_password",
                    "password1",
                    "password2",
                ),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return with_rooms(super().get_queryset(request), neighbourhoods_served_by(request))

    def in_scope(self, rows: QuerySet[Model], neighbourhoods: list[int]) -> QuerySet[Model]:
        return rows.filter(pk__in=people_of(neighbourhoods).values("pk"))

    def by_building(self, pks: Collection[int], request: HttpRequest) -> dict[int, int]:
        return residents_by_building(pks, neighbourhoods_in_scope(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        """Search by name, and by homes in the user's neighbourhoods only."""
        by_name, more = super().get_search_results(request, queryset, search_term)
        here = pks_living_in(parse_place_query(search_term), neighbourhoods_in_scope(request))
        return by_name | queryset.filter(pk__in=here), more

    @admin.display(description=_("室"))
    def rooms(self, person: User) -> str:
        return "、".join(person.rooms or ())

    @admin.display(description=_("手机"))
    def number(self, person: User) -> str:
        return person.masked_phone

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/forget/", wrap(self.forget_page), name="residents_user_forget"),
            *super().get_urls(),
        ]

    def save_model(
        self, request: HttpRequest, obj: User, form: ModelForm[Model], change: bool
    ) -> None:
        accounts.save_account(
            obj, changed=form.changed_data, added=not change, by=staff_user(request)
        )
        if place := form.cleaned_data.get("serves"):
            office = offices.appoint(
                obj, kind=Office.Kind.STAFF, place=place, by=staff_user(request)
            )
            self.admin_site.get_model_admin(Office).log_addition(request, office, [{"added": {}}])

    @method_decorator(sensitive_post_parameters("new_password1", "new_password2"))
    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 -- Django's name
        form_url: str = "",
    ) -> HttpResponse:
        """Replace Django's page, which would save the password without an action."""
        person = self.get_object(request, unquote(id))
        if person is None:
            raise Http404
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        form = SetPasswordForm(person, request.POST or None)
        if not form.is_valid():
            return self._page(request, "password", person, form)
        back = reverse("admin:residents_user_change", args=[person.pk])

        def change() -> HttpResponse:
            accounts.set_password_for(
                person, form.cleaned_data["new_password1"], by=staff_user(request)
            )
            self.log_change(request, person, stored(_("定了新密码")))
            return redirect(back)

        answer = once(request, change, otherwise=back)
        if person == request.user:
            update_session_auth_hash(request, person)
        message = gettext("%(name)s的新密码定好了，请当面告诉本人。首页会请本人自己另定一个。")
        self.message_user(request, message % {"name": person}, messages.SUCCESS)
        return answer

    def related(self, request: HttpRequest, row: User) -> Iterable[RelatedTable]:
        return tables_for_person(row, neighbourhoods_in_scope(request))

    def buildings_of(self, row: User) -> QuerySet[Building]:
        return buildings_of(row)

    def forget_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = get_object_or_404(self.get_queryset(request), pk=pk)
        form = ForgetForm(request.POST or None)
        if form.is_valid():
            self._tell(request, lambda: self._forget(request, person))
            return redirect("admin:residents_user_changelist")
        return self._page(request, "forget", person, form)

    def _forget(self, request: HttpRequest, person: User) -> str:
        """Also log it in the admin, because staff of a committee may belong to no building's
        journal."""
        nobody = forgetting.forget_user(person, by=staff_user(request))
        self.log_change(request, nobody, stored(_("按本人要求删除了个人信息")))
        return str(nobody)

    def _tell(self, request: HttpRequest, act: Callable[[], str]) -> None:
        try:
            self.message_user(request, act(), messages.SUCCESS)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)

    def _page(self, request: HttpRequest, name: str, person: User, form: Form) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": str(person),
            "person": person,
            "form": form,
            "opts": self.opts,
        }
        return render(request, f"admin/residents/user/{name}.html", context)

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser) and not (obj and obj.forgotten_at)


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    """Consents and their texts. Only the person can give or withdraw one."""

    list_display = ("user", "kind", "given_at", "withdrawn_at")
    list_select_related = ("user",)
    list_filter = ("kind", ("withdrawn_at", EmptyFieldListFilter))
    search_fields = ("user__shown_name",)
    fields = ("user", "kind", "text", "given_at", "withdrawn_at")

    def in_scope(self, rows: QuerySet[Model], neighbourhoods: list[int]) -> QuerySet[Model]:
        return rows.filter(user__in=people_of(neighbourhoods))

    def by_building(self, pks: Collection[int], request: HttpRequest) -> dict[int, int]:
        people = Consent.objects.filter(pk__in=pks).values_list("user", flat=True)
        return residents_by_building([*people], neighbourhoods_in_scope(request))
