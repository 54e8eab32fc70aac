"""Desks whose form is saved by an action, with a line in the building's journal."""

from __future__ import annotations

from typing import Any

from django.forms import ModelForm
from django.http import HttpRequest

from residents.actions.records import keep_record
from residents.desk.asker import asker
from residents.desk.scoped import ScopedAdmin


class RecordAdmin(ScopedAdmin):
    fixed: tuple[str, ...] = ()
    """Fields that say which thing it is: chosen once, when it is added."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        readonly = super().get_readonly_fields(request, obj)
        return (*readonly, *self.fixed) if obj else readonly

    def save_model(
        self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool
    ) -> None:
        keep_record(obj, changed=form.changed_data, added=not change, by=asker(request))
