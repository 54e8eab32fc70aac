"""The sentences of a missing right: who may do it, or that it is too early or too late."""

from __future__ import annotations

import rules
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from residents.people.models import Standing, User
from residents.people.models.standing import OFFICE_NAMES
from residents.people.rules import (
    InBuilding,
    building_of,
    reason_in_state,
    standing_of,
    whatever_state,
)
from residents.places.models import Building

KINDS = ("leader", "treasurer", "core", "volunteer", "staff")
"""In the order in which a sentence names them."""


class NotNow(PermissionDenied):
    """It is too early or too late for what the person may do in another state or at another time."""


def denial_of(
    perm: str, user: User | AnonymousUser, obj: Building | InBuilding
) -> PermissionDenied:
    """Return the exception for a right that is missing now, with its sentence."""
    sentence = denial_sentence(perm, user, obj)
    return NotNow(sentence) if reason_in_state(perm, user, obj) else PermissionDenied(sentence)


def denial_sentence(perm: str, user: User | AnonymousUser, obj: Building | InBuilding) -> str:
    """Return why the person may not do it: because of the object's state, or for want of an office.

    "" if no office gives the right by itself, as for the pages of a home.
    """
    if reason := reason_in_state(perm, user, obj):
        return reason
    able = offices_that_may(perm, obj)
    if not able or not able.isdisjoint(standing_of(user, obj).offices):
        return ""
    names = [str(OFFICE_NAMES[kind]) for kind in KINDS if kind in able]
    if len(names) == 1:
        return _("这件事要由%(who)s来做。") % {"who": names[0]}
    words = {"some": "、".join(names[:-1]), "last": names[-1]}
    return _("这件事要由%(some)s或者%(last)s来做。") % words


def offices_that_may(perm: str, obj: Building | InBuilding) -> set[str]:
    """Return the kinds of offices that give the right by themselves, in the present state or any other
    that the right names."""
    with whatever_state():
        return {kind for kind in KINDS if rules.has_perm(perm, _somebody(kind, obj), obj)}


def _somebody(kind: str, obj: Building | InBuilding) -> User:
    """Return a person with this office and nothing else, who is not stored."""
    somebody = User()
    somebody.keep_standing(building_of(obj), Standing(offices=(kind,)))
    return somebody
