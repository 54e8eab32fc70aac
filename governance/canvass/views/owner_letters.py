"""Pages on which leader and committee write to owners who live elsewhere."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from governance.canvass.forms.owners import LetterForm
from governance.canvass.queries.owner_letters import (
    EnclosedQuestion,
    enclosed_questions_of,
    reply_address,
)
from governance.canvass.queries.public_text import text_key
from residents.access.building import (
    BuildingRequest,
    allowed_when_closed,
    get_from,
    in_building,
    require,
)
from residents.access.once import show_once
from residents.joining.actions.owners import end_owner_access, print_owner_slip, revoke_owner_slip
from residents.joining.links import slip_path
from residents.joining.queries.owners import (
    accesses_in,
    live_owner_slips_in,
    owners_elsewhere_in,
    rooms_of_owner,
)
from residents.people.actions import phones
from residents.people.forms.offices import LookUpForm
from residents.people.models.users import byline
from residents.people.queries.offices import leader_office_in


@in_building
@require_safe
@never_cache
def owners_elsewhere(request: BuildingRequest) -> HttpResponse:
    require(request, "residents.read_owners", request.building)
    context = {"owners": list(owners_elsewhere_in(request.building).order_by("name", "pk"))}
    return render(request, "canvass/owners_elsewhere.html", context)


@in_building
@never_cache
def owner_letter(request: BuildingRequest, owner: int) -> HttpResponse:
    """Print a letter with a new slip and the text of all questions. Its code is shown only once."""
    owners = owners_elsewhere_in(request.building).select_related("building__neighbourhood")
    found = get_from(request, owners, owner, to="residents.write_to_owners")
    form = LetterForm(request.POST or None, initial={"reply_to": reply_address(request.building)})
    back = reverse("canvass:owners_elsewhere", args=[request.building.slug])
    rooms, enclosed = rooms_of_owner(found), enclosed_questions_of(found)
    context = {"owner": found, "rooms": rooms, "form": form, "back": back}
    if not form.is_valid():
        return render(request, "canvass/owner_letter_form.html", {**context, "enclosed": enclosed})
    printed = print_owner_slip(found, by=request.user)
    letter = {
        **context,
        "address": form.cleaned_data["address"],
        "reply_to": form.cleaned_data["reply_to"],
        "printed": printed,
        "sender": byline(request.user, request.standing.office),
        "enclosed": [(one, _address_of_text(request, one)) for one in enclosed],
        "leader": leader_office_in(request.building),
        "host": request.get_host(),
        "url": request.build_absolute_uri(slip_path(request.building)),
    }
    return show_once(render(request, "canvass/owner_letter.html", letter), back=back)


@in_building
@require_POST
def revoke_letter(request: BuildingRequest, slip: int) -> HttpResponse:
    slips = live_owner_slips_in(request.building)
    revoke_owner_slip(
        get_from(request, slips, slip, to="residents.write_to_owners"), by=request.user
    )
    messages.success(request, _("收回了，信上的码不能再用。"))
    return redirect("canvass:owners_elsewhere", request.building.slug)


@in_building
@never_cache
def end_access(request: BuildingRequest, access: int) -> HttpResponse:
    found = get_from(request, accesses_in(request.building), access, to="residents.write_to_owners")
    back = reverse("canvass:owners_elsewhere", args=[request.building.slug])
    if request.method == "POST":
        end_owner_access(found, by=request.user)
        messages.success(request, _("记下了。这个人不能再替业主答复。"))
        return redirect(back)
    context = {"access": found, "rooms": rooms_of_owner(found.owner), "back": back}
    return render(request, "canvass/end_owner_access.html", context)


@in_building
@allowed_when_closed
@never_cache
def owner_phone(request: BuildingRequest, owner: int) -> HttpResponse:
    """Show an owner's number once. The look-up is logged."""
    found = get_from(
        request, owners_elsewhere_in(request.building), owner, to="residents.look_up_phone"
    )
    form = LookUpForm(request.POST or None)
    back = reverse("canvass:owners_elsewhere", args=[request.building.slug])
    context = {"owner": found, "rooms": rooms_of_owner(found), "back": back, "form": form}
    if form.is_valid():
        number = phones.look_up_phone(
            found,
            building=request.building,
            by=request.user,
            reason=form.cleaned_data["reason"],
        )
        page = render(request, "canvass/owner_phone.html", {**context, "number": number})
        return show_once(page, back=request.path)
    return render(request, "canvass/owner_phone.html", context)


def _address_of_text(request: BuildingRequest, enclosed: EnclosedQuestion) -> str:
    return request.build_absolute_uri(reverse("paper_text", args=text_key(enclosed.canvass)))
