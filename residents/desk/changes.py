"""Changes to one record by a form that previews the outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from louzu.lib.forms import refusals_on
from louzu.lib.quoting import quoted
from louzu.lib.stored import stored
from residents.access.once import once
from residents.desk.change_forms import ChangeForm
from residents.desk.related import RecordLink, change_url
from residents.desk.requests import staff_user
from residents.desk.scoped import ScopedAdmin
from residents.places.models.spans import DatedRecord, not_closed


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A change of one record. ``action`` applies the cleaned form on behalf of ``by``, and may raise
    Refused."""

    name: str
    """Segment of the URL."""
    label: str | Promise
    form: type[ChangeForm]
    action: Callable[..., object]
    applies: Callable[[Any], bool]
    """Whether the change is offered for a record."""
    leads_to: Callable[[Any], list[RecordLink]] | None = None
    """Returns links to the changed records after the change, the page to show first. None means the
    record itself."""


class RecordChangesMixin(ScopedAdmin):
    """Records with a page for each change, and buttons on the record's page."""

    changes: tuple[RecordChange, ...] = ()

    def get_urls(self) -> list[URLPattern]:
        mine = [
            path(
                f"<int:pk>/{one.name}/",
                self.admin_site.admin_view(partial(self._page_of_change, one=one)),
                name=self._name_of(one),
            )
            for one in self.changes
        ]
        return [*mine, *super().get_urls()]

    def get_fields(self, request: HttpRequest, obj: object = None) -> Any:
        return [*super().get_fields(request, obj), *_dates(obj)]

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), *_dates(obj))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        """Leave closed records out of the choices of autocomplete fields."""
        found, twice = super().get_search_results(request, queryset, search_term)
        chosen = request.path == reverse("admin:autocomplete")
        if chosen and issubclass(self.model, DatedRecord):
            found = found.filter(not_closed())
        return found, twice

    def render_change_form(
        self, request: HttpRequest, context: dict[str, object], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = kwargs.get("obj")
        offered = row and [
            (one.label, reverse(f"admin:{self._name_of(one)}", args=[row.pk]))
            for one in self.changes
            if one.applies(row)
        ]
        return super().render_change_form(request, {**context, "changes": offered}, *args, **kwargs)

    def _page_of_change(self, request: HttpRequest, pk: int, one: RecordChange) -> HttpResponse:
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        if not one.applies(row):
            sentence = _("“%(what)s”现在办不了，可能别人刚办过。")
            messages.warning(request, sentence % {"what": quoted(str(one.label))})
            return redirect(change_url(row))
        form = one.form(row, request.POST or None)
        wants = request.POST.get("do", "")
        if request.method != "POST" or wants == "back" or not form.is_valid():
            return self._shown(request, one, row, form)
        if wants == "yes":
            done = partial(self._done, request, one, row, form)
            return once(request, done, otherwise=change_url(row))
        return self._looked_at(request, one, row, form)

    def _looked_at(
        self, request: HttpRequest, one: RecordChange, row: object, form: ChangeForm
    ) -> HttpResponse:
        """Try the change and roll it back, so that the preview shows errors."""
        outcome = form.outcome()
        with refusals_on(form), transaction.atomic():
            one.action(form, by=staff_user(request))
            transaction.set_rollback(True)
        return self._shown(request, one, row, form, outcome=None if form.errors else outcome)

    def _done(
        self, request: HttpRequest, one: RecordChange, row: Model, form: ChangeForm
    ) -> HttpResponse:
        outcome = form.outcome()
        if outcome.version != request.POST.get("shown"):
            messages.warning(request, _("您看的时候登记又有了变动。请把下面的再看一遍，再确认。"))
            return self._looked_at(request, one, row, form)
        with refusals_on(form):
            one.action(form, by=staff_user(request))
            self.log_change(request, row, stored(one.label))
            words = {"what": one.label, "record": row}
            message = _("办好了：%(record)s，%(what)s。") % words
            now = one.leads_to(form) if one.leads_to else []
            links = format_html_join("、", '<a href="{}">{}</a>', ((it.url, it.text) for it in now))
            messages.success(request, format_html("{}{}", message, links))
            return redirect(now[0].url if now else change_url(row))
        return self._shown(request, one, row, form)

    def _shown(
        self, request: HttpRequest, one: RecordChange, row: Any, form: ChangeForm, **more: object
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("%(record)s：%(what)s")
            % {
                "record": row,
                "what": one.label,
            },
            "opts": self.opts,
            "form": form,
            "change": one,
            "record": row,
            "back": change_url(row),
            **more,
        }
        return TemplateResponse(request, "admin/residents/change.html", context)

    def _name_of(self, one: RecordChange) -> str:
        return f"{self.label}_{one.name}"


def _dates(row: object) -> list[str]:
    return [name for name in ("since", "until") if getattr(row, name, None)]
