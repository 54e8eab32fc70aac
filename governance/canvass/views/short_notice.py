from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from governance.canvass.actions import short_notice as short_notice_actions
from governance.canvass.forms.changes import (
    ShortNoticeForm,
)
from governance.canvass.queries.notice_days import days_needed, first_day, short_notice_of
from governance.canvass.queries.page import canvasses_for_page
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building


@in_building
def short_notice(request: BuildingRequest, pk: int) -> HttpResponse:
    """Agree to shorten the notice. The first of leader and committee gives the reason."""
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.shorten_notice")
    begun = short_notice_of(canvass)
    form = ShortNoticeForm(request.POST or None)
    if begun:
        del form.fields["reason"]
    if form.is_valid():
        with refusals_on(form):
            short_notice_actions.agree_to_short_notice(
                canvass, reason=form.cleaned_data.get("reason", ""), by=request.user
            )
            messages.success(request, _("记下了。楼组长和居委都同意以后，就能发出去。"))
            return redirect("canvass:preview", request.building.slug, pk)
    context = {"canvass": canvass, "form": form, "begun": begun}
    context |= {"days": days_needed(canvass), "first": first_day(canvass)}
    return render(request, "canvass/short_notice.html", context)
