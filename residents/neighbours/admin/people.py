"""Desk pages of memberships and offices."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.contrib import admin, messages
from django.contrib.admin import EmptyFieldListFilter
from django.db.models import Model, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from residents.changes.admin.related import tables_for_membership, tables_for_office
from residents.desk.bulk import BulkAction
from residents.desk.filters import BuildingFilter
from residents.desk.queries.people import lives_in
from residents.desk.related import RelatedRecordsMixin, RelatedTable
from residents.desk.requests import neighbourhoods_in_scope, staff_user
from residents.desk.scoped import ReadOnlyAdmin, ScopedAdmin
from residents.joining.actions import joining
from residents.people.actions import offices
from residents.people.forms.offices import OfficeForm
from residents.people.models import Membership, Office
from residents.places.models import Building


@admin.register(Membership)
class MembershipAdmin(RelatedRecordsMixin, ReadOnlyAdmin):
    """Memberships, read-only. People join with a slip, or with a helper."""

    scope = "household__building__neighbourhood"
    list_display = ("user", "household", "building", "since", "until", "may_answer")
    list_select_related = ("user", "household__flat", "household__building")
    list_filter = (
        ("household__building", BuildingFilter),
        ("until", EmptyFieldListFilter),
        "may_answer",
    )
    search_fields = ("user__shown_name", "household__flat__room")
    fields = ("user", "household", "since", "until", "may_answer")
    bulk = (
        BulkAction(
            "move_out",
            _("登记为今天搬离"),
            description=_(
                "从今天起，他们不再是这户的成员，在楼里的职务和这户的入户条一起停下。谁办的，楼里都看得到。"
            ),
            action=joining.move_out,
        ),
        BulkAction(
            "let_answer",
            _("可以代表全家答复"),
            undone_by="stop_answering",
            description=_("他们可以代表这户答复征询。谁办的，楼里都看得到。"),
            action=partial(joining.set_may_answer, may_answer=True),
        ),
        BulkAction(
            "stop_answering",
            _("不能代表全家答复"),
            undone_by="let_answer",
            description=_("他们不能再代表这户答复征询。谁办的，楼里都看得到。"),
            action=partial(joining.set_may_answer, may_answer=False),
        ),
    )

    def related(self, request: HttpRequest, row: Membership) -> Iterable[RelatedTable]:
        return tables_for_membership(row)

    @admin.display(description=_("楼组"), ordering="household__building")
    def building(self, membership: Membership) -> Building:
        return membership.household.building


@admin.register(Office)
class OfficeAdmin(RelatedRecordsMixin, ScopedAdmin):
    """Offices. Adding a row appoints a person, and a button ends an office. Rows are not edited."""

    list_display = ("kind", "user", "building", "neighbourhood", "since", "until", "appointed_by")
    list_select_related = ("user", "building", "neighbourhood", "appointed_by")
    list_filter = (
        "kind",
        ("building", BuildingFilter),
        ("until", EmptyFieldListFilter),
    )
    search_fields = ("user__shown_name", "building__door_number", "building__nickname")
    autocomplete_fields = ("user", "building")
    fields = ("user", "kind", "building", "neighbourhood", "since", "deputed", "contact")
    form = OfficeForm
    scope = "building__neighbourhood"
    bulk = (
        BulkAction(
            "end_today",
            _("从今天起结束职务"),
            undone_by="resume",
            description=_("从今天起，他们不再担任下面的职务，能做的事也随着停下。谁办的会记下来。"),
            action=offices.end_office,
        ),
        BulkAction(
            "resume",
            _("恢复今天结束的职务"),
            undone_by="end_today",
            description=_("今天误结束的职务，从今天起重新担任，不设结束的日子。谁办的会记下来。"),
            action=offices.resume_office,
        ),
    )

    def related(self, request: HttpRequest, row: Office) -> Iterable[RelatedTable]:
        return tables_for_office(row, neighbourhoods_in_scope(request))

    def in_scope(self, rows: QuerySet[Model], neighbourhoods: list[int]) -> QuerySet[Model]:
        return rows.filter(
            Q(building__neighbourhood__in=neighbourhoods) | Q(neighbourhood__in=neighbourhoods)
        )

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def save_model(
        self, request: HttpRequest, obj: Office, form: ModelForm[Model], change: bool
    ) -> None:
        data = form.cleaned_data
        office = (
            offices.appoint_or_refuse(  # what another did since the form was checked is refused
                data["user"],
                kind=data["kind"],
                place=data["building"] or data["neighbourhood"],
                by=staff_user(request),
                since=data["since"],
                deputed=data["deputed"],
                contact=data["contact"],
            )
        )
        obj.pk = office.pk
        if office.building and not lives_in(office.user, office.building):
            sentence = _("%(person)s没有登记住在%(building)s，请核对是不是选对了人。")
            self.message_user(
                request,
                sentence % {"person": office.user, "building": office.building},
                messages.WARNING,
            )
