"""The changes that staff make to buildings, flats, households and owners at the desk, one form each."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from residents.changes.actions import buildings, closing, merging, moving, sales
from residents.changes.forms.buildings import (
    CloseBuildingForm,
    MergeBuildingForm,
    ReopenBuildingForm,
    SplitBuildingForm,
)
from residents.changes.forms.flats import MergeFlatsForm, SplitFlatForm
from residents.changes.forms.homes import CloseFlatForm, MoveForm, ReopenForm
from residents.changes.forms.sales import MergeOwnersForm, SaleForm, SplitOwnerForm
from residents.changes.queries.closing import household_on
from residents.desk.changes import RecordChange
from residents.desk.related import RecordLink, link_to
from residents.people.models import User
from residents.places.models import Building, Flat, Household, Owner
from residents.roster.queries import roster


def sell(form: SaleForm, *, by: User) -> None:
    sales.sell_flats(
        form.sold,
        to=form.owner,
        on=form.cleaned_data["day"],
        who_lives=form.residents_after_sale,
        by=by,
    )


def move(form: MoveForm, *, by: User) -> None:
    on, newcomers = form.cleaned_data["day"], form.to_input()
    if form.home is None:
        moving.move_in(form.flat, on=on, newcomers=newcomers, by=by)
        return
    next_home = newcomers if form.somebody_comes else None
    moving.move_household(form.home, on=on, to=form.goes_to, newcomers=next_home, by=by)


def close(form: CloseFlatForm, *, by: User) -> None:
    closing.close_flat(form.record, on=form.cleaned_data["day"], by=by)


def reopen(form: ReopenForm, *, by: User) -> None:
    if isinstance(form.record, Flat):
        closing.reopen_flat(form.record, members=form.staying, by=by)
    else:
        closing.reopen_household(form.record, members=form.staying, by=by)


def merge(form: MergeFlatsForm, *, by: User) -> None:
    merging.merge_flats(form.flats, into=form.whole, by=by)


def split(form: SplitFlatForm, *, by: User) -> None:
    merging.split_flat(form.record, into=form.parts, by=by)


def merge_owners(form: MergeOwnersForm, *, by: User) -> None:
    sales.merge_owners(form.record, [form.cleaned_data["other"]], by=by)


def split_owner(form: SplitOwnerForm, *, by: User) -> None:
    sales.split_owner(form.record, form.separated_flats, to=form.owner, by=by)


def close_building(form: CloseBuildingForm, *, by: User) -> None:
    buildings.close_building(form.record, on=form.cleaned_data["day"], by=by)


def merge_building(form: MergeBuildingForm, *, by: User) -> None:
    buildings.merge_buildings(form.record, into=form.cleaned_data["into"], by=by)


def split_building(form: SplitBuildingForm, *, by: User) -> None:
    buildings.split_building(form.record, flats=form.cleaned_data["flats"], made=form.made, by=by)


def reopen_building(form: ReopenBuildingForm, *, by: User) -> None:
    buildings.reopen_building(form.record, by=by)


def after_move(form: MoveForm) -> list[RecordLink]:
    """Return links to show after a move: the household now in the flat, or the empty flat, then the
    household that moved out.
    """
    flat = form.goes_to or form.flat
    here = household_on(flat, form.cleaned_data["day"])
    lived_in = here and here.occupancy != Household.Occupancy.EMPTY
    first = (
        link_to(here, _("%(flat)s的人家") % {"flat": flat})
        if here and lived_in
        else link_to(flat, _("%(flat)s（空着）") % {"flat": flat})
    )
    left = form.home
    sentence = _("原来%(flat)s的人家") % {"flat": form.flat}
    return [first, link_to(left, sentence)] if left and left != here else [first]


def after_sale(form: SaleForm) -> list[RecordLink]:
    """Return links to show after a sale: the flats sold, then their new owner."""
    flats = form.sold
    owner = roster.last_owner_of(flats[0])
    links = [link_to(flat) for flat in flats]
    return [*links, link_to(owner, _("业主%(name)s") % {"name": owner})] if owner else links


def is_open(record: Flat | Household) -> bool:
    return not record.closed


def can_be_closed(record: Building | Flat | Household) -> bool:
    return record.until is not None


def has_no_end(building: Building) -> bool:
    """Return whether no end is entered for the building, not even for a later day."""
    return building.until is None


def has_flats(owner: Owner) -> bool:
    return bool(owner.held)


def has_several_flats(owner: Owner) -> bool:
    return len(owner.held) > 1


def changes_for_household(household: Household) -> bool:
    """Return whether the household is open. An empty flat's household may be changed, too, to enter
    who moves in."""
    return not household.closed


BUILDING_CHANGES = (
    RecordChange(
        "merge", gettext_lazy("并到别的楼组"), MergeBuildingForm, merge_building, has_no_end
    ),
    RecordChange("split", gettext_lazy("分成两栋"), SplitBuildingForm, split_building, has_no_end),
    RecordChange(
        "close", gettext_lazy("撤销这栋楼组"), CloseBuildingForm, close_building, has_no_end
    ),
    RecordChange(
        "reopen", gettext_lazy("恢复这栋楼组"), ReopenBuildingForm, reopen_building, can_be_closed
    ),
)
FLAT_CHANGES = (
    RecordChange("sale", gettext_lazy("换业主"), SaleForm, sell, is_open, after_sale),
    RecordChange("move", gettext_lazy("搬家"), MoveForm, move, is_open, after_move),
    RecordChange("merge", gettext_lazy("和另一室合并"), MergeFlatsForm, merge, is_open),
    RecordChange("split", gettext_lazy("拆成两室"), SplitFlatForm, split, is_open),
    RecordChange("close", gettext_lazy("注销这一室"), CloseFlatForm, close, is_open),
    RecordChange("reopen", gettext_lazy("撤销注销"), ReopenForm, reopen, can_be_closed),
)
HOUSEHOLD_CHANGES = (
    RecordChange("move", gettext_lazy("搬家"), MoveForm, move, changes_for_household, after_move),
    RecordChange("reopen", gettext_lazy("撤销搬走"), ReopenForm, reopen, can_be_closed),
)
OWNER_CHANGES = (
    RecordChange("sale", gettext_lazy("换业主"), SaleForm, sell, has_flats, after_sale),
    RecordChange(
        "merge", gettext_lazy("和另一位合成一位"), MergeOwnersForm, merge_owners, has_flats
    ),
    RecordChange("split", gettext_lazy("分成两位"), SplitOwnerForm, split_owner, has_several_flats),
)
