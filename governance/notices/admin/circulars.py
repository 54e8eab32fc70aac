"""群发通知: send circulars, see how many people read them, and withdraw them."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from governance.inbox.late import URGENT, step_and_answer
from governance.inbox.queries.arrivals import late_arrivals_in
from governance.notices.actions import circulars
from governance.notices.forms.circulars import CircularForm, WithdrawCircularForm
from governance.notices.lifecycle import CIRCULAR
from governance.notices.models import Circular
from governance.notices.queries import arrivals_of, circulars_with_counts, inhabited_buildings
from governance.notices.unsent import leftovers_of
from louzu.lib.errors import Refused
from louzu.lib.forms import refusals_on
from louzu.lib.text import from_markdown
from louzu.lib.uploads import kept_uploads
from residents.access.files import serve_attachment
from residents.access.once import once
from residents.desk.filters import older_than_filter
from residents.desk.requests import staff_user
from residents.desk.scoped import ReadOnlyAdmin
from residents.rooms.messages import Topic
from residents.uploads.decoding import handling_files

NAME = "notices_circular"
LISTING = f"admin:{NAME}_changelist"


@admin.register(Circular)
class CircularAdmin(ReadOnlyAdmin):
    """A circular cannot be changed after it was sent. It can be withdrawn and sent anew."""

    scope = "neighbourhood"
    list_display = ("title", "state", "sent_at", "author", "sent_to", "still_hanging", "asks")
    list_filter = ("state", older_than_filter("sent_at", gettext_lazy("发了多久")), "asks")
    list_select_related = ("author", "job")
    search_fields = ("title",)
    ordering = ("-pk",)
    fields = (
        "state",
        "title",
        "body",
        "happens_from",
        "happens_until",
        "urgent",
        "asks",
        "author",
        "sent_at",
        "withdrawn_at",
        "withdrawn_reason",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Circular]:
        return circulars_with_counts(super().get_queryset(request))

    @admin.display(description=gettext_lazy("发给几栋楼"))
    def sent_to(self, circular: Circular) -> int:
        return int(circular.buildings)

    @admin.display(description=gettext_lazy("还挂着"))
    def still_hanging(self, circular: Circular) -> int:
        return int(circular.hanging)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        mine = [
            path("write/", wrap(self.write), name=f"{NAME}_write"),
            path("<int:pk>/files/<int:number>/<str:size>", wrap(self.file), name=f"{NAME}_file"),
            path("<int:pk>/resend/", wrap(self.resend), name=f"{NAME}_resend"),
            path("<int:pk>/withdraw/", wrap(self.withdraw), name=f"{NAME}_withdraw"),
        ]
        return [*mine, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """Add the buildings, with readers and households reached in each."""
        circular = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if circular:
            context["page"] = arrivals_of(circular, after=request.GET.get("after"))
            context["attached"] = circular.attachments.all()
            context["left"] = leftovers_of(circular)
            context["may_withdraw"] = CIRCULAR.allows(circular, "withdraw")
        return super().change_view(request, object_id, form_url, context)

    def file(self, request: HttpRequest, pk: int, number: int, size: str) -> HttpResponseBase:
        circular = get_object_or_404(self.get_queryset(request), pk=pk)
        return serve_attachment(request, circular.attachments.all(), number, size)

    def write(self, request: HttpRequest) -> HttpResponseBase:
        """Two-step form: write the text and choose buildings, then confirm."""
        return handling_files(request, lambda: self._write(request))

    def _write(self, request: HttpRequest) -> HttpResponse:
        by = staff_user(request)
        if not by.neighbourhoods_served:
            raise PermissionDenied  # a superuser belongs to no committee
        form = CircularForm(by, request.POST or None, request.FILES or None)
        if not form.is_valid() or request.POST.get("do") == "back":
            return self._page(request, "write", title=_("群发通知"), form=form)
        step, answer = step_and_answer(request.POST.get("do", ""))
        if step == "send" and form.cleaned_data["shown"] == form.digest:
            return self._send(request, form, urgent=answer == URGENT)
        return self._preview(request, form)

    def _preview(self, request: HttpRequest, form: CircularForm) -> HttpResponse:
        if form.cleaned_data["shown"]:
            messages.warning(request, _("楼有了变化，请再看一遍。"))
        circular = form.to_input()
        empty = set()
        if circular.asks:
            empty = {b.pk for b in form.addressed} - inhabited_buildings(form.addressed)
        return self._page(
            request,
            "preview",
            title=_("群发通知：请过目"),
            form=form,
            circular=circular,
            html=from_markdown(circular.body),
            late=late_arrivals_in(
                form.addressed,
                circular.happens_from,
                by=staff_user(request),
                topic=Topic.NOTICES,
                urgent=circular.urgent,
            ),
            chosen=kept_uploads(form["attached"].value()),
            unasked=[building for building in form.addressed if building.pk in empty],
        )

    def _send(self, request: HttpRequest, form: CircularForm, *, urgent: bool) -> HttpResponse:
        data = form.to_input()
        letter = replace(data, urgent=data.urgent or urgent)

        def send() -> HttpResponse:
            circular = circulars.send_circular(
                form.cleaned_data["neighbourhood"],
                form.addressed,
                letter,
                by=staff_user(request),
            )
            if circular.job:
                return redirect("mine:long_job", circular.job.pk)
            count = len(form.addressed)
            message = ngettext("发给了%(n)s栋楼。", "发给了%(n)s栋楼。", count) % {"n": count}
            messages.success(request, message)
            return redirect(f"admin:{NAME}_change", circular.pk)

        with refusals_on(form):
            return once(request, send, otherwise=reverse(LISTING))
        return self._page(request, "write", title=_("群发通知"), form=form)

    def resend(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send it to the buildings that it did not reach, and show how far that is."""
        circular = get_object_or_404(self.get_queryset(request), pk=pk)
        if request.method != "POST":
            return redirect(f"admin:{NAME}_change", pk)

        def again() -> HttpResponse:
            job = circulars.resend_circular(circular, by=staff_user(request))
            return redirect("mine:long_job", job.pk)

        try:
            return once(request, again, otherwise=reverse(f"admin:{NAME}_change", args=[pk]))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(f"admin:{NAME}_change", pk)

    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        circular = get_object_or_404(self.get_queryset(request), pk=pk)
        form = WithdrawCircularForm(request.POST or None)
        if not form.is_valid():
            return self._page(
                request, "withdraw", title=_("全部撤回"), form=form, circular=circular
            )

        def take_back() -> HttpResponse:
            circulars.withdraw_circular(
                circular, by=staff_user(request), reason=form.cleaned_data["reason"]
            )
            messages.success(request, _("全部撤回了，每栋楼都看得到原因。"))
            return redirect(f"admin:{NAME}_change", pk)

        try:
            return once(request, take_back, otherwise=reverse(LISTING))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(f"admin:{NAME}_change", pk)

    def _page(self, request: HttpRequest, name: str, **context: object) -> TemplateResponse:
        site = self.admin_site.each_context(request)
        whole = {**site, "opts": self.opts, "back": reverse(LISTING), **context}
        return TemplateResponse(request, f"admin/notices/circular/{name}.html", whole)
