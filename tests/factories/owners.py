"""Owners who live elsewhere, and the people who answer for them."""

from __future__ import annotations

from django.utils import timezone

from residents.access.models.slips import digest_of
from residents.joining.actions.owners import answer_as_owner, print_owner_slip
from residents.models import Household, Owner, OwnerAccess, OwnerSlip, User
from tests.factories.canvass import make_owner
from tests.factories.residents import UserFactory

LETTER_CODE = "ACDE3479"


def make_absent_owner(building, *, rooms=("401",), **more) -> Owner:
    """Create an owner whose flats are let to others, who live there."""
    owner = make_owner(building, rooms=rooms, **more)
    let = Household.objects.filter(flat__ownerships__owner=owner)
    let.update(occupancy=Household.Occupancy.LET)
    return owner


def make_owner_slip(owner, *, by=None, code=LETTER_CODE, **changes) -> OwnerSlip:
    """Create a valid slip of the owner. ``code`` is its printed code."""
    printed = print_owner_slip(owner, by=by or UserFactory())
    OwnerSlip.objects.filter(pk=printed.slip.pk).update(digest=digest_of(code), **changes)
    return OwnerSlip.objects.get(pk=printed.slip.pk)


def answer_for_owner(owner, *, user=None, by=None) -> User:
    """Let somebody answer for the owner, with a letter written by ``by``."""
    user = user or UserFactory()
    answer_as_owner(print_owner_slip(owner, by=by or UserFactory()).slip, user)
    return user


def access_of_owner(owner) -> OwnerAccess:
    return OwnerAccess.objects.current(timezone.localdate()).get(owner=owner)
