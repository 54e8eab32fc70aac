"""Desk pages whose forms are saved by an action, with a journal entry."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from louzu.lib.errors import Refused
from residents.desk.phones import PhoneLookUpMixin
from residents.desk.requests import staff_user
from residents.desk.scoped import ScopedAdmin
from residents.people.actions.phones import set_phone
from residents.people.actions.records import save_record
from residents.places.models import Building


class RecordAdmin(ScopedAdmin):
    fixed: tuple[str, ...] = ()
    """Fields that identify the record. They can be set only when it is added."""

    def get_readonly_fields(
        self, request: HttpRequest, obj: object = None
    ) -> list[str] | tuple[str, ...]:
        readonly = super().get_readonly_fields(request, obj)
        return (*readonly, *self.fixed) if obj else readonly

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.get_full_path())

    def save_model(
        self, request: HttpRequest, obj: Any, form: ModelForm[Model], change: bool
    ) -> None:
        fields = {field.name for field in self.opts.concrete_fields}
        changed = [name for name in form.changed_data if name in fields]
        save_record(obj, changed=changed, added=not change, by=staff_user(request))


class PhoneRecordAdmin(PhoneLookUpMixin, RecordAdmin):
    """A record with a masked phone, which is shown in full after a logged look-up, and changed by
    typing a new one. ``form`` is a ``RecordPhoneForm``."""

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out the fields that show and clear the phone if there is none."""
        left_out = () if obj and obj.phone else ("masked_phone", "clear_phone")
        return [name for name in super().get_fields(request, obj) if name not in left_out]

    def buildings_of(self, row: Any) -> list[Building]:
        return [row.building]

    @method_decorator(sensitive_post_parameters("new_phone"))
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(
        self, request: HttpRequest, obj: Any, form: ModelForm[Model], change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        number: str | None = getattr(form, "number", None)
        if number is not None:
            set_phone(obj, number, by=staff_user(request))
