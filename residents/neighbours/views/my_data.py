"""Personal data: show, correct, export, withdraw consent, and delete."""

from __future__ import annotations

import json
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from louzu.lib.errors import Refused
from louzu.lib.forms import refusals_on
from louzu.lib.text import from_markdown
from louzu.lib.uploads import TooManyUploads, clean_upload, token_of
from residents.access.building import BuildingRequest, for_oneself, in_building
from residents.access.files import serve_file
from residents.joining.actions import joining
from residents.people.actions import profile as profile_actions
from residents.people.forms.profile import ForgetForm, ProfileForm
from residents.people.queries.offices import leads_a_building, offices_held_by
from residents.people.queries.people import homes_of
from residents.privacy.actions import consents, forgetting
from residents.privacy.models import Consent
from residents.privacy.queries.consents import consent_choices_of
from residents.privacy.queries.personal_data import personal_data_as_json, personal_data_of
from residents.uploads.queries import kept_files_of

PRIVACY_PAGE = Path(settings.BASE_DIR) / "docs" / "privacy.md"


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    _title, _line, text = PRIVACY_PAGE.read_text().partition("\n")
    text = text.replace("\n## ", "\n# ")  # the page has a heading of its own
    return render(request, "residents/privacy.html", {"text": from_markdown(text)})


@for_oneself
@require_safe
def kept_file(request: BuildingRequest, token: str) -> HttpResponseBase:
    found = kept_files_of(request.user).filter(pk=token).first()
    if found is None or not found.thumbnail:
        raise Http404
    return serve_file(request, found.thumbnail, signed=True)


@for_oneself
@require_POST
def keep_file(request: BuildingRequest) -> HttpResponse:
    """Store one file before its form is submitted (static/js/ahead.js), like those of a form that
    is shown again.

    Returns its token. Returns a sentence with 422 if the file is refused, or with 503 if it may be
    accepted later.
    """
    file = request.FILES.get("file")
    if file is None:
        raise Http404
    try:
        clean_upload(file)
    except Refused as refusal:
        soon = isinstance(refusal, TooManyUploads)
        status = HTTPStatus.SERVICE_UNAVAILABLE if soon else HTTPStatus.UNPROCESSABLE_ENTITY
        return HttpResponse(str(refusal), status=status, content_type="text/plain; charset=utf-8")
    return HttpResponse(token_of(file), content_type="text/plain; charset=utf-8")


@for_oneself
@require_safe
def data(request: BuildingRequest) -> HttpResponse:
    kept = list(personal_data_of(request.user))
    context = {
        "kept": [each for each in kept if each.rows],
        "nothing": [each.category for each in kept if not each.rows],
        "choices": consent_choices_of(request.user),
    }
    return render(request, "residents/data.html", context)


@for_oneself
@require_safe
def data_json(request: BuildingRequest) -> HttpResponse:
    made = {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        **personal_data_as_json(request.user),
    }
    text = json.dumps(made, ensure_ascii=False, indent=2)
    return _file(text, "application/json", "louzu.json")


@for_oneself
@require_safe
def data_html(request: BuildingRequest) -> HttpResponse:
    kept = list(personal_data_of(request.user, most=None))
    text = render_to_string("residents/data_file.html", {"kept": kept, "user": request.user})
    return _file(text, "text/html", "louzu.html")


def _file(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@for_oneself
@require_POST
def consent(request: BuildingRequest, kind: str) -> HttpResponse:
    if kind not in Consent.Kind:
        raise Http404
    gives = request.POST.get("do") != "withdraw"
    if gives and kind in Consent.CHANNELS:  # given with its address (``ways:list``)
        raise Http404
    if gives:
        consents.give_consent(request.user, kind=kind)
        messages.success(request, _("记下了。什么时候想收回，都在这一页。"))
    else:
        consents.withdraw_consent(request.user, kind=kind)
        for_messages = kind in Consent.CHANNELS
        done = _("收回了，不会再发。") if for_messages else _("收回了，从现在起就不再显示。")
        messages.success(request, done)
    return redirect("mine:data")


@for_oneself
def profile(request: BuildingRequest) -> HttpResponse:
    held = list(offices_held_by(request.user))
    form = ProfileForm(request.user, held, request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            profile_actions.correct_profile(request.user, **form.profile)
            for office, contact in form.contacts:
                profile_actions.change_contact(office, contact=contact)
            messages.success(request, _("改好了。"))
            return redirect("mine:data")
    return render(request, "residents/profile.html", {"form": form})


@in_building
def leave(request: BuildingRequest) -> HttpResponse:
    """搬走: end the user's memberships in this building today."""
    homes = list(homes_of(request.user, request.building))
    if not homes:
        raise Refused(_("您不住在这栋楼。"))
    if request.method == "POST":
        for home in homes:
            joining.move_out(home, by=request.user)
        messages.success(request, _("已经登记您搬走了。谢谢您，祝一切都好。"))
        return redirect("front")
    return render(request, "residents/leave.html", {"homes": homes})


@for_oneself
def forget(request: BuildingRequest) -> HttpResponse:
    form = ForgetForm(request.POST or None)
    if form.is_valid():
        forgetting.forget_user(request.user, by=request.user)
        logout(request)
        messages.success(request, _("您的个人信息已经删除了。谢谢您在这栋楼里做的一切。"))
        return redirect("front")
    leads = leads_a_building(request.user)
    return render(request, "residents/forget.html", {"form": form, "leads": leads})
