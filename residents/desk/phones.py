"""Page that shows a whole phone number once and logs the view."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from rules import has_perm

from louzu.lib.errors import Refused
from louzu.lib.phone_numbers import mask_phones
from residents.access.once import show_once
from residents.desk.related import change_url
from residents.desk.requests import staff_user
from residents.people.actions.phones import look_up_phone
from residents.people.forms.offices import LookUpForm
from residents.places.models import Building

LOOK_UP = "residents.look_up_phone"


class PhoneLookUpMixin(ModelAdmin[Any]):
    """For admins of models with a ``phone``. Lists and forms show it masked."""

    look_ups_read_by: str | Promise
    """A sentence that tells who can read the log entry."""

    def buildings_of(self, row: Any) -> Iterable[Building]:
        """Return the buildings of the row. The right to see phones in one of them is enough."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.phone_page)
        return [path("<int:pk>/phone/", view, name=self._phone_page), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, object], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = kwargs.get("obj")
        page = reverse(f"admin:{self._phone_page}", args=[row.pk]) if row and row.phone else ""
        return super().render_change_form(request, {**context, "phone_page": page}, *args, **kwargs)

    def phone_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the number to people who work for the row's building today. Superusers without an
        office may not see it."""
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        allowed = (b for b in self.buildings_of(row) if has_perm(LOOK_UP, request.user, b))
        building = next(allowed, None)
        if building is None:
            raise PermissionDenied
        form = LookUpForm(request.POST or None)
        if not form.is_valid():
            return self._phone_answer(request, row, form=form)
        reason = form.cleaned_data["reason"]
        try:
            number = look_up_phone(row, building=building, reason=reason, by=staff_user(request))
        except Refused as refusal:
            self.message_user(request, str(refusal), "error")
            return redirect(change_url(row))
        page = self._phone_answer(request, row, numbers=number.split("、"))
        return show_once(page, back=request.path)

    def _phone_answer(
        self,
        request: HttpRequest,
        row: Any,
        *,
        form: LookUpForm | None = None,
        numbers: Sequence[str] = (),
    ) -> HttpResponse:
        """Show the form, or the numbers if there are any."""
        context = {
            **self.admin_site.each_context(request),
            "form": form,
            "numbers": numbers,
            "title": _("%(whose)s的电话") % {"whose": row},
            "opts": self.opts,
            "masked": mask_phones(row.phone or ""),
            "read_by": self.look_ups_read_by,
            "back": change_url(row),
        }
        return render(request, "admin/residents/phone.html", context)

    @property
    def _phone_page(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_phone"
