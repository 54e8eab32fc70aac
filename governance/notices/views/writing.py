"""Pages for writing notices."""

from __future__ import annotations

from dataclasses import replace

import rules
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance.inbox.late import URGENT, step_and_answer
from governance.inbox.queries.arrivals import LateArrivals, late_arrivals_in
from governance.inbox.queries.sms import sms_forecast_in
from governance.journal.causes import Cause, cause_from
from governance.notices.actions import posting as posting_actions
from governance.notices.actions import writing
from governance.notices.forms.notices import (
    NoticeForm,
    PaperPhotoForm,
    PostingForm,
    WithdrawNoticeForm,
    initial_from,
)
from governance.notices.inputs import NoticeInput
from governance.notices.models import Notice
from governance.notices.queries import notices_for_page
from louzu.lib.forms import refusals_on
from louzu.lib.text import from_markdown
from louzu.lib.uploads import kept_uploads
from residents.access.building import BuildingRequest, fetch, in_building, require
from residents.access.files import get_attachment
from residents.rooms.messages import Topic
from residents.uploads.rates import rate_limit


@in_building
@rate_limit("post")
def write(request: BuildingRequest) -> HttpResponse:
    """Write a notice, or with ``?kind=posting`` a public posting with a canvass.

    ``?from=`` names the thing of which it tells and from which it takes its words, ``?period=`` the
    period of a posting that is proposed.
    """
    require(request, "notices.write", request.building)
    posting = request.GET.get("kind") == "posting"
    if posting:
        require(request, "notices.ask", request.building)
    cause = cause_from(request)
    form = _form(request, posting=posting, cause=cause)
    if form.is_valid() and _saves(request):
        with refusals_on(form):
            if late := _late(request, form):
                return _form_page(request, form, cause, late=late)
            notice = writing.draft_notice(
                request.building,
                _input(request, form),
                by=request.user,
                cause=cause.thing if cause else None,
            )
            return _post_or_say(request, notice)
    return _form_page(request, form, cause)


@in_building
def edit(request: BuildingRequest, pk: int) -> HttpResponse:
    notice = fetch(request, notices_for_page(), pk, to="notices.edit")
    form = _form(request, posting=notice.is_posting, notice=notice)
    if form.is_valid() and _saves(request):
        version = form.cleaned_data["version"] or 0
        with refusals_on(form, stale=lambda: form.against(notice)):
            if late := _late(request, form, notice):
                return _form_page(request, form, late=late)
            edited = writing.edit_notice(
                notice, _input(request, form), version=version, by=request.user
            )
            return _post_or_say(request, edited)
    return _form_page(request, form)


def _form(
    request: BuildingRequest,
    *,
    posting: bool,
    notice: Notice | None = None,
    cause: Cause | None = None,
) -> NoticeForm:
    sheet = PostingForm if posting else NoticeForm
    return sheet(
        request.POST or None,
        request.FILES or None,
        instance=notice,
        may_ask=rules.has_perm("notices.ask", request.user, request.building),
        initial={
            "period": request.GET.get("period"),
            **(initial_from(cause.words) if cause else {}),
        },
    )


def _step_and_answer(request: BuildingRequest) -> tuple[str, str]:
    return step_and_answer(request.POST.get("do", ""))


def _saves(request: BuildingRequest) -> bool:
    return _step_and_answer(request)[0] in {"post", "draft", "save"}


def _input(request: BuildingRequest, form: NoticeForm) -> NoticeInput:
    urgent = _step_and_answer(request)[1] == URGENT
    return replace(form.to_input(), urgent=True) if urgent else form.to_input()


def _late(
    request: BuildingRequest, form: NoticeForm, notice: Notice | None = None
) -> LateArrivals | None:
    """Return whom the message would not reach in time, unless the author has answered that."""
    step, answer = _step_and_answer(request)
    data = form.to_input()
    if answer or step == "draft":
        return None
    if notice and notice.announced and notice.happens_from == data.happens_from:
        return None
    return late_arrivals_in(
        [request.building],
        data.happens_from,
        by=request.user,
        topic=Topic.NOTICES,
        urgent=data.urgent,
        written_at=data.shows_from,
    )


def _post_or_say(request: BuildingRequest, notice: Notice) -> HttpResponse:
    step, _answer = _step_and_answer(request)
    if step == "post":
        notice = posting_actions.post_notice(notice, by=request.user)
        hanging = _("已经贴上公示栏了。") if notice.was_shown else _("到时候会自动贴上公示栏。")
        messages.success(request, hanging)
    elif step == "draft":
        messages.success(request, _("草稿存好了，别人看不到。"))
    else:
        messages.success(request, _("改好了。"))
    return redirect(notice)


def _form_page(
    request: BuildingRequest,
    form: NoticeForm,
    cause: Cause | None = None,
    *,
    late: LateArrivals | None = None,
) -> HttpResponse:
    looked_at = request.POST.get("do") == "preview"
    context = {
        "form": form,
        "sms": sms_forecast_in(request.building),
        "notice": form.instance if form.instance.pk else None,
        "looked_at": form.cleaned_data if looked_at else {},
        "preview": from_markdown(form["body"].value() or "") if looked_at else "",
        "chosen": kept_uploads(form["attached"].value()),
        "theirs": form.theirs,
        "posting": isinstance(form, PostingForm),
        "cause": cause,
        "late": late,
        "step": _step_and_answer(request)[0],
    }
    return render(request, "notices/form.html", context)


@in_building
def add_paper_photo(request: BuildingRequest, pk: int) -> HttpResponse:
    notice = fetch(request, notices_for_page(), pk, to="notices.add_paper_photo")
    form = PaperPhotoForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        data = form.cleaned_data
        with refusals_on(form):
            writing.add_paper_photo(notice, data["photo"], seen_on=data["seen_on"], by=request.user)
            messages.success(request, _("照片放好了。"))
            return redirect(notice)
    return render(request, "notices/paper.html", {"notice": notice, "form": form})


@in_building
def withdraw(request: BuildingRequest, pk: int) -> HttpResponse:
    notice = fetch(request, Notice, pk, to="notices.withdraw")
    form = WithdrawNoticeForm(request.POST or None)
    if form.is_valid():
        posting_actions.withdraw_notice(notice, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("已经撤下了。"))
        return redirect(notice)
    return render(request, "notices/withdraw.html", {"notice": notice, "form": form})


@in_building
@require_POST
def post(request: BuildingRequest, pk: int) -> HttpResponse:
    """Post a draft, and ask before whether it is urgent if it would come too late."""
    notice = fetch(request, Notice, pk, to="notices.post")
    answer = _step_and_answer(request)[1]
    late = late_arrivals_in(
        [request.building],
        notice.happens_from,
        by=request.user,
        topic=Topic.NOTICES,
        urgent=notice.urgent or bool(answer),
        written_at=notice.shows_from,
    )
    if late:
        return render(request, "notices/late.html", {"notice": notice, "late": late})
    notice = posting_actions.post_notice(notice, urgent=answer == URGENT, by=request.user)
    messages.success(request, _("已经贴上公示栏了。"))
    return redirect(notice)


@in_building
@require_POST
def discard(request: BuildingRequest, pk: int) -> HttpResponse:
    writing.discard_notice(fetch(request, Notice, pk, to="notices.discard"), by=request.user)
    messages.success(request, _("草稿作废了。"))
    return redirect("notices:board", request.building.slug)


@in_building
@require_POST
def remove_attachment(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    notice = fetch(request, notices_for_page(), pk, to="notices.edit")
    found = get_attachment(notice.attachments.all(), number)
    writing.remove_attachment(notice, found, by=request.user)
    messages.success(request, _("附件拿掉了。"))
    return redirect("notices:edit", request.building.slug, notice.pk)
