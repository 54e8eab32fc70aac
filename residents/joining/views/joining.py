"""Join with a slip: one question per page. Unknown buildings give the same pages and answers as
existing ones."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import wraps
from http import HTTPStatus

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from louzu.lib.allauth_private import record_authentication
from louzu.lib.errors import Refused
from louzu.lib.forms import refusals_on
from residents.access.actions import devices
from residents.access.once import once
from residents.joining.actions import joining, owners
from residents.joining.forms.joining import (
    ME,
    NEW,
    AccountForm,
    CodeForm,
    NameForm,
    NewPasswordForm,
    PhoneForm,
    PlaceAndCodeForm,
)
from residents.joining.links import KEY, building_of_slip
from residents.joining.queries.joining import free_username, unclaimed_accounts_of
from residents.joining.queries.owners import owner_slip_by_code
from residents.joining.queries.slips import slip_by_code
from residents.joining.views.session import (
    HALF_AN_HOUR,
    SESSION_KEY,
    AnySession,
    JoiningAnswers,
    JoiningSession,
    OwnerSession,
    joining_session,
    save_answers,
)
from residents.people.models import User
from residents.people.queries.people import contact_of
from residents.signin.forms.devices import NewPinForm
from residents.signin.limits import count_code_attempt, log_failure
from residents.signin.views.devices import keep_device


@login_not_required
@never_cache
@sensitive_post_parameters("code")
def start(request: HttpRequest) -> HttpResponseBase:
    form = PlaceAndCodeForm(request.POST or None)
    if form.is_valid():
        return _check_code(request, form, form.cleaned_data["building"])
    return render(request, "residents/join/code.html", {"form": form})


@login_not_required
@never_cache
@sensitive_post_parameters("code")
def code(request: HttpRequest, slug: str) -> HttpResponseBase:
    form = CodeForm(request.POST or None)
    if form.is_valid():
        return _check_code(request, form, slug)
    return _code_page(request, form, slug)


def _code_page(
    request: HttpRequest, form: CodeForm, slug: str, status: int = HTTPStatus.OK
) -> HttpResponse:
    """Name the building to whoever scanned its slip."""
    building = building_of_slip(slug, request.GET.get(KEY, ""))
    contact = contact_of(building, offices=building.public_page) if building else None
    context = {"form": form, "building": building, "contact": contact}
    return render(request, "residents/join/code.html", context, status=status)


def _check_code(request: HttpRequest, form: CodeForm, slug: str) -> HttpResponse:
    """Check a code. The error is the same for every reason, so that it reveals nothing."""
    counted = count_code_attempt(request, slug)
    if counted is None:
        form.add_error(None, _("试得太多了，请过一小时再试，或者请楼组长、志愿者帮忙。"))
        return _code_page(request, form, slug, HTTPStatus.TOO_MANY_REQUESTS)
    slip = slip_by_code(form.cleaned_data["code"], slug)
    owner_slip = None if slip else owner_slip_by_code(form.cleaned_data["code"], slug)
    found = slip or owner_slip
    if found is None:
        log_failure(request, "slip code", slug)
        form.add_error(
            "code", _("这个码用不了。请看看有没有抄错；还是不行，请楼组长给您印一张新的。")
        )
        return _code_page(request, form, slug)
    counted.forgive()
    request.session.cycle_key()  # against session fixation
    until = time.time() + HALF_AN_HOUR
    answers = JoiningAnswers(slip=found.pk, until=until, for_owner=owner_slip is not None)
    request.session[SESSION_KEY] = asdict(answers)
    return redirect("joining:owner" if owner_slip else "joining:household", found.building.slug)


def step(
    view: Callable[[HttpRequest, AnySession], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Decorate a page that needs a valid slip of this building."""

    @login_not_required
    @never_cache
    @sensitive_post_parameters("password", "again", "pin")
    @wraps(view)
    def page(request: HttpRequest, slug: str) -> HttpResponseBase:
        visit = joining_session(request, slug)
        if visit is None:
            messages.error(request, _("时间隔得太久了，请再输一次条上的码。"))
            return redirect("joining:code", slug)
        try:
            return view(request, visit)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("joining:code", slug)

    return page


def key_step(
    view: Callable[[HttpRequest, AnySession], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Decorate a page that creates a key, after a new person has entered a name and confirmed their
    age."""

    @step
    @wraps(view)
    def page(request: HttpRequest, visit: AnySession) -> HttpResponseBase:
        if visit.is_newcomer and not visit.answers.shown_name:
            return redirect("joining:name", visit.building.slug)
        return view(request, visit)

    return page


@step
def owner(request: HttpRequest, visit: AnySession) -> HttpResponseBase:
    """Ask whether the person is the owner, and whether the account of a signed-in person is meant."""
    if not isinstance(visit, OwnerSession):
        return redirect("joining:household", visit.building.slug)
    if request.POST.get("who") == ME and isinstance(request.user, User):
        return once(request, lambda: _join_as(request, visit), otherwise=visit.welcome_url)
    if request.method == "POST":
        return redirect("joining:name", visit.building.slug)
    context = {"visit": visit, "new": NEW, "me": ME}
    return render(request, "residents/join/owner.html", context)


@step
def household(request: HttpRequest, visit: AnySession) -> HttpResponseBase:
    if isinstance(visit, OwnerSession):
        return redirect("joining:owner", visit.building.slug)
    who = request.POST.get("who", "")
    if who == ME and isinstance(request.user, User) and not visit.slip.user:
        return once(request, lambda: _join_as(request, visit), otherwise=visit.building)
    if request.method == "POST":
        chosen = int(who) if who.isdecimal() and len(who) < 18 else None  # noqa: PLR2004 -- bigint
        save_answers(request, visit, replace(visit.answers, who=chosen))
        return redirect(_step_after_household(visit), visit.building.slug)
    waiting = [] if visit.slip.user else list(unclaimed_accounts_of(visit.slip.household))
    context = {"visit": visit, "waiting": waiting, "new": NEW, "me": ME}
    return render(request, "residents/join/household.html", context)


def _step_after_household(visit: JoiningSession) -> str:
    if visit.is_newcomer:
        return "joining:name"
    return "joining:key" if visit.slip.user else "joining:pin"


@step
def name(request: HttpRequest, visit: AnySession) -> HttpResponseBase:
    form = NameForm(request.POST or None, initial={"shown_name": visit.answers.shown_name})
    if form.is_valid():
        shown_name = form.cleaned_data["shown_name"]
        save_answers(request, visit, replace(visit.answers, shown_name=shown_name))
        return redirect("joining:phone", visit.building.slug)
    return render(request, "residents/join/name.html", {"visit": visit, "form": form})


@step
def phone(request: HttpRequest, visit: AnySession) -> HttpResponseBase:
    """Ask for a contact number. Existing numbers are not checked, so that nothing is revealed."""
    form = PhoneForm(request.POST or None, initial={"phone": visit.answers.phone})
    if form.is_valid():
        phone = form.cleaned_data["phone"]
        save_answers(request, visit, replace(visit.answers, phone=phone))
        return redirect("joining:key", visit.building.slug)
    return render(request, "residents/join/phone.html", {"visit": visit, "form": form})


@key_step
def key(request: HttpRequest, visit: AnySession) -> HttpResponseBase:
    return render(request, "residents/join/key.html", {"visit": visit})


@key_step
def password(request: HttpRequest, visit: AnySession) -> HttpResponseBase:
    form: NewPasswordForm
    if visit.is_newcomer:
        suggested = {"username": free_username(visit.person.shown_name)}
        form = AccountForm(request.POST or None, person=visit.person, initial=suggested)
    else:
        form = NewPasswordForm(request.POST or None, person=visit.person)
    if form.is_valid():
        data = form.cleaned_data
        with refusals_on(form):
            return _finish(
                request, visit, username=data.get("username", ""), password=data["password"]
            )
    return render(request, "residents/join/password.html", {"visit": visit, "form": form})


@key_step
def pin(request: HttpRequest, visit: AnySession) -> HttpResponseBase:
    form = NewPinForm(request.POST or None)
    if form.is_valid():
        return _finish(request, visit, pin=form.cleaned_data["pin"])
    return render(request, "residents/join/pin.html", {"visit": visit, "form": form})


@key_step
def passkey(request: HttpRequest, visit: AnySession) -> HttpResponseBase:
    if request.method == "POST":
        return _finish(request, visit, lead_to=f"{reverse('passkey_add')}?next={visit.welcome_url}")
    return render(request, "residents/join/passkey.html", {"visit": visit})


def _finish(
    request: HttpRequest, visit: AnySession, *, lead_to: str = "", pin: str = "", **chosen: str
) -> HttpResponseBase:
    def answer() -> HttpResponseBase:
        user = _account(visit, **chosen)
        response: HttpResponseBase = perform_login(
            request, user, redirect_url=lead_to or visit.welcome_url
        )
        request.session.pop(SESSION_KEY, None)
        record_authentication(request, user, method="slip", reauthenticated=True)
        if pin:
            keep_device(request, response, devices.bind_device(user, pin=pin))
        return response

    return once(request, answer, otherwise=visit.building)


def _account(visit: AnySession, *, username: str = "", password: str | None = None) -> User:
    newcomer = joining.NewAccount(
        shown_name=visit.answers.shown_name,
        username=username,
        phone=visit.answers.phone,
        password=password,
    )
    if isinstance(visit, OwnerSession):
        return owners.answer_as_new_owner(visit.slip, newcomer)
    if visit.slip.user:
        return joining.renew_key(visit.slip, password=password)
    if waiting := visit.waiting:
        return joining.claim_account(visit.slip, waiting, password=password)
    return joining.join_as_newcomer(visit.slip, newcomer)


def _join_as(request: HttpRequest, visit: AnySession) -> HttpResponseBase:
    assert isinstance(request.user, User)  # noqa: S101 -- checked before
    if isinstance(visit, OwnerSession):
        owners.answer_as_owner(visit.slip, request.user)
    else:
        joining.join_as(visit.slip, request.user)
    request.session.pop(SESSION_KEY, None)
    return redirect(visit.welcome_url)
