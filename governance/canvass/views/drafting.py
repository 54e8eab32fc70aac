from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.canvass.actions import drafting, opening, rewording
from governance.canvass.forms.changes import (
    ExtendForm,
    RewordCanvassForm,
    WithdrawCanvassForm,
)
from governance.canvass.forms.drafts import (
    DraftForm,
    initial_for_kind,
    initial_of_canvass,
)
from governance.canvass.forms.options import OptionRows, option_rows
from governance.canvass.kinds import ALL_KINDS, KINDS, OPTION_KINDS, CanvassKind, kind_of
from governance.canvass.models import Canvass
from governance.canvass.option_tally import AnswerKind
from governance.canvass.queries.options import files_by_name, load_options
from governance.canvass.queries.page import canvasses_for_page
from governance.canvass.queries.preview import preview_of
from governance.inbox.queries.arrivals import late_arrivals_in
from governance.journal.causes import Cause, cause_from
from louzu.lib.forms import refusals_on
from louzu.lib.markup import escape_marks
from louzu.lib.text import from_markdown, truncated
from residents.access.building import BuildingRequest, fetch, in_building, require
from residents.access.files import get_attachment
from residents.rooms.messages import Topic
from residents.uploads.rates import rate_limit

MAX_QUESTION = 120


@in_building
@rate_limit("post")
def draft(request: BuildingRequest) -> HttpResponse:
    """Two-step form: choose the kind of canvass, then write the draft. ``?from=`` names the thing of
    which it comes and from which it takes its words."""
    require(request, "canvass.draft", request.building)
    kind, thread = request.GET.get("kind", ""), request.GET.get("thread", "")
    cause = cause_from(request, needs_words=False)
    if kind not in ALL_KINDS:
        context = {
            "kinds": list(KINDS.values()),
            "option_kinds": list(OPTION_KINDS.values()),
            "thread": thread,
            "from": request.GET["from"] if cause else "",
        }
        return render(request, "canvass/choose.html", context)
    chosen = ALL_KINDS[kind]
    if request.method != "POST":
        form = initial_for_kind(chosen, request.building, thread)
        if cause:
            question = truncated(cause.words.title, MAX_QUESTION)
            form.initial.update(question=question, body=escape_marks(cause.words.text))
        return _form_page(request, form, option_rows(chosen.answers))
    return _written(request, chosen, None, cause)


@in_building
def edit(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.edit")
    kind = kind_of(canvass.purpose, canvass.preset, canvass.kind)
    if request.method != "POST":
        rows = option_rows(kind.answers, canvass=canvass)
        return _form_page(request, initial_of_canvass(canvass), rows, canvass)
    return _written(request, kind, canvass)


def _written(
    request: BuildingRequest,
    kind: CanvassKind,
    canvass: Canvass | None,
    cause: Cause | None = None,
) -> HttpResponse:
    """Save what was written as a new draft, or as ``canvass``."""
    new = canvass is None
    form = DraftForm(kind, request.building, request.POST, request.FILES, new=new)
    rows = option_rows(kind.answers, request.POST, request.FILES)
    if rows and request.POST.get("do") == "more":
        form = form.unvalidated(request.building)
        return _form_page(request, form, rows.with_one_more(), canvass)
    if _are_valid(form, rows):
        with refusals_on(form):
            data = replace(form.to_input(), options=rows.inputs if rows else ())
            if canvass:
                version = form.cleaned_data["version"]
                drafting.edit_canvass(canvass, data, version=version, by=request.user)
            else:
                thing = cause.thing if cause else None
                canvass = drafting.draft_canvass(
                    request.building, data, by=request.user, cause=thing
                )
            return redirect("canvass:preview", request.building.slug, canvass.pk)
    return _form_page(request, form, rows, canvass)


def _are_valid(form: DraftForm, rows: OptionRows | None) -> bool:
    """Validate both, so that all errors are shown at once."""
    if rows is None:
        return form.is_valid()
    valid = form.is_valid() & rows.is_valid()
    if not valid:
        return False
    follow = rows.follow(form.cleaned_data["closes_at"])
    return form.leaves_seats_to(len(rows.inputs)) and follow


@in_building
@require_POST
def remove_attachment(request: BuildingRequest, pk: int, file: int) -> HttpResponse:
    canvass = fetch(request, Canvass, pk, to="canvass.edit")
    found = get_attachment(canvass.attachments.all(), file)
    drafting.remove_attachment(canvass, found, by=request.user)
    messages.success(request, _("附件拿掉了。"))
    return redirect("canvass:edit", request.building.slug, pk)


@in_building
@require_safe
def preview(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.announce")
    late = late_arrivals_in(
        [request.building],
        canvass.closes_at,
        by=request.user,
        topic=Topic.QUESTIONS,
        written_at=canvass.opens_at,
    )
    load_options(canvass)
    context = {"canvass": canvass, "preview": preview_of(canvass), "late": late}
    return render(request, "canvass/preview.html", context)


@in_building
@require_POST
def announce(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = fetch(request, Canvass, pk, to="canvass.announce")
    sure = "sure" in request.POST
    canvass = drafting.announce_canvass(canvass, by=request.user, sure=sure)
    if canvass.secret:
        messages.success(request, _("预告出去了。接下来选三位保管人，收好了信封才能开始投票。"))
        return redirect("canvass:holders", request.building.slug, pk)
    if canvass.due_to_open:
        opening.open_canvass(canvass, by=request.user)
        messages.success(request, _("开始了，可以去敲门了。"))
    else:
        messages.success(request, _("预告出去了，邻居们都能看到。"))
    return redirect(canvass)


@in_building
def reword(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.reword")
    load_options(canvass)
    data, files = request.POST or None, request.FILES or None
    initial = {"body": canvass.body, "version": canvass.version}
    form = RewordCanvassForm(data, files, present=files_by_name(canvass), initial=initial)
    rows = option_rows(AnswerKind(canvass.kind), data, files, canvass=None if data else canvass)
    if rows and request.POST.get("do") == "more":
        form, rows = form.unvalidated(), rows.with_one_more()
    elif form.is_valid() & (rows is None or rows.is_valid()) and request.POST.get("do") == "save":
        with refusals_on(form):
            said = replace(form.to_input(), options=rows.inputs if rows else None)
            rewording.reword_canvass(canvass, said, by=request.user)
            messages.success(request, _("改好了。以前的文字也留着。"))
            return redirect(canvass)
    return render(request, "canvass/reword.html", {"canvass": canvass, "form": form, "rows": rows})


@in_building
def extend(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.extend")
    form = ExtendForm(request.POST or None, initial={"until": canvass.closes_at})
    if form.is_valid():
        with refusals_on(form):
            opening.extend_canvass(
                canvass,
                by=request.user,
                until=form.cleaned_data["until"],
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, _("延好了，邻居们会看到原因。"))
            return redirect(canvass)
    return render(request, "canvass/extend.html", {"canvass": canvass, "form": form})


@in_building
def withdraw(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.withdraw")
    form = WithdrawCanvassForm(request.POST or None)
    if form.is_valid():
        drafting.withdraw_canvass(canvass, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("撤回了。"))
        return redirect(canvass)
    return render(request, "canvass/withdraw.html", {"canvass": canvass, "form": form})


def _form_page(
    request: BuildingRequest,
    form: DraftForm,
    rows: OptionRows | None,
    canvass: Canvass | None = None,
) -> HttpResponse:
    looked_at = from_markdown(request.POST.get("body", "")) if "body" in request.POST else ""
    context = {
        "form": form,
        "rows": rows,
        "kind": form.kind,
        "source": form.kind.preset.rule_of(beside=bool(canvass and canvass.about_url)).source,
        "canvass": canvass,
        "looked_at": looked_at,
    }
    return render(request, "canvass/form.html", context)
