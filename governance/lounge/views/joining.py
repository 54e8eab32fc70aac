"""Offers, attendance, support, following and wishes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance.lounge.actions import joining
from governance.lounge.forms.threads import AttendForm
from governance.lounge.models import Wish
from governance.lounge.queries.threads import threads_for_page
from louzu.lib.errors import Refused
from residents.access.building import BuildingRequest, fetch, in_building
from residents.uploads.rates import rate_limit


@in_building
@rate_limit("answer")
@require_POST
def offer(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.offer")
    joining.offer_help(thread, by=request.user)
    messages.success(request, _("谢谢您。发起人会看到您的称呼和室号。"))
    return redirect(thread)


@in_building
@rate_limit("answer")
@require_POST
def withdraw_offer(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.withdraw_offer")
    joining.withdraw_offer(thread, by=request.user)
    messages.success(request, _("知道了，这次您帮不上。"))
    return redirect(thread)


@in_building
@rate_limit("answer")
@require_POST
def attend(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.attend")
    form = AttendForm(request.POST)
    if not form.is_valid():
        raise Refused(_("请写来几个人，最多10个。"))
    people = form.cleaned_data["people"]
    joining.attend_invitation(thread, people=people, by=request.user)
    message = _("记下了：您要来。发起人会看到您的称呼和室号。") if people else _("记下了：您不来。")
    messages.success(request, message)
    return redirect(thread)


@in_building
@rate_limit("answer")
@require_POST
def support(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.support")
    joining.support_thread(thread, by=request.user)
    messages.success(request, _("算上您了。只记人数，不写是谁。"))
    return redirect(thread)


@in_building
@rate_limit("answer")
@require_POST
def unsupport(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.support")
    joining.withdraw_support(thread, by=request.user)
    messages.success(request, _("收回了。"))
    return redirect(thread)


@in_building
@rate_limit("answer")
@require_POST
def follow(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.follow")
    joining.follow_thread(thread, by=request.user)
    messages.success(request, _("关注了，在“我关注的”里找得到。"))
    return redirect(thread)


@in_building
@rate_limit("answer")
@require_POST
def unfollow(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.follow")
    joining.unfollow_thread(thread, by=request.user)
    messages.success(request, _("不再关注了。"))
    return redirect(thread)


@in_building
@rate_limit("post")
@require_POST
def wish(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.wish")
    joining.add_wish(thread, kind=_kind_of(request), by=request.user)
    messages.success(request, _("记下了，在您的首页“要办的事”里。"))
    return redirect(thread)


@in_building
@require_POST
def drop_wish(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.wish")
    joining.drop_wish(thread, kind=_kind_of(request), by=request.user)
    messages.success(request, _("从要办的事里拿掉了。"))
    return redirect(thread)


def _kind_of(request: BuildingRequest) -> str:
    kind = request.POST.get("kind", "")
    if kind not in Wish.Kind:
        raise Refused(_("请选一种办法。"))
    return kind
