"""Write down what was promised about a matter, and close it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance.matters.actions import promises as actions
from governance.matters.forms.promises import (
    PromiseForm,
    PromiseKeptForm,
    WaiveForm,
    initial_of_promise,
)
from governance.matters.models import Promise
from governance.matters.queries.lists import matters_for_page
from governance.matters.queries.promises import promises_for_page
from governance.matters.views.writing import knows_names
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building, require
from residents.uploads.rates import rate_limit


@in_building
@rate_limit("post")
def make_promise(request: BuildingRequest, pk: int) -> HttpResponse:
    matter = fetch(request, matters_for_page(request.user), pk, to="matters.promise")
    form = PromiseForm(request.building, request.POST or None, names=knows_names(request))
    if form.is_valid():
        with refusals_on(form):
            actions.make_promise(matter, form.to_input(), by=request.user)
            messages.success(request, _("记下了，做到了再来勾。"))
            return redirect(matter)
    return render(request, "matters/promise.html", {"matter": matter, "form": form})


@in_building
@rate_limit("post")
def word_promise(request: BuildingRequest, pk: int, promise: int) -> HttpResponse:
    """Write or change what the neighbours read. The leader sees what was offered beside it."""
    found = _promise(request, pk, promise, to="matters.word_promise")
    form = PromiseForm(
        request.building,
        request.POST or None,
        names=knows_names(request),
        initial=initial_of_promise(found),
    )
    if form.is_valid():
        version = form.cleaned_data["version"]
        with refusals_on(form):
            actions.word_promise(found, form.to_input(), version=version, by=request.user)
            messages.success(request, _("写好了。"))
            return redirect(found.matter)
    context = {"matter": found.matter, "promise": found, "form": form}
    return render(request, "matters/promise.html", context)


@in_building
@rate_limit("post")
def keep_promise(request: BuildingRequest, pk: int, promise: int) -> HttpResponse:
    found = _promise(request, pk, promise, to="matters.keep_promise")
    form = PromiseKeptForm(request.POST or None)
    if form.is_valid():
        said, on = form.cleaned_data["said"], form.cleaned_data["on"]
        with refusals_on(form):
            actions.keep_promise(found, said=said, on=on, by=request.user)
            messages.success(request, _("做到了，谢谢您。"))
            return redirect(found.matter)
    return render(request, "matters/keep.html", {"promise": found, "form": form})


@in_building
def waive_promise(request: BuildingRequest, pk: int, promise: int) -> HttpResponse:
    found = _promise(request, pk, promise, to="matters.waive_promise")
    form = WaiveForm(request.POST or None)
    if form.is_valid():
        actions.waive_promise(found, said=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("记下了原因。"))
        return redirect(found.matter)
    return render(request, "matters/waive.html", {"promise": found, "form": form})


@in_building
@require_POST
def reopen_promise(request: BuildingRequest, pk: int, promise: int) -> HttpResponse:
    found = _promise(request, pk, promise, to="matters.reopen_promise")
    actions.reopen_promise(found, by=request.user)
    messages.success(request, _("重新打开了。"))
    return redirect(found.matter)


def _promise(request: BuildingRequest, pk: int, promise: int, *, to: str) -> Promise:
    """Return a promise of a matter of this building, if the reader may do ``to`` with it. One of
    which the reader may not know is as one that does not exist."""
    found = promises_for_page().filter(matter=pk, matter__building=request.building)
    rows = found.readable_by(request.standing, request.user)
    one = get_object_or_404(rows, pk=promise)
    require(request, to, one)
    return one
