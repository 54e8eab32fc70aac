"""Desk pages of neighbourhoods and their committees."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from residents.desk.scoped import ScopedAdmin
from residents.places import actions
from residents.places.forms import NeighbourhoodForm
from residents.places.models import Neighbourhood


@admin.register(Neighbourhood)
class NeighbourhoodAdmin(ScopedAdmin):
    """Neighbourhoods are added and named by the keeper. The committee's staff edit its contact
    data."""

    names_people = False
    scope = "pk"
    form = NeighbourhoodForm
    list_display = ("name", "committee", "phone", "hours", "address")
    ordering = ("name",)
    fields = ("name", "committee", "phone", "hours", "address")

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:
        return () if request.user.is_superuser else ("name", "committee")

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return bool(request.user.is_superuser)

    def save_model(
        self, request: HttpRequest, obj: Neighbourhood, form: ModelForm[Model], change: bool
    ) -> None:
        actions.save_neighbourhood(obj, changed=form.changed_data, added=not change)
