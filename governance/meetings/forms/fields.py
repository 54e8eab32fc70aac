"""Fields of forms that ask a neighbour to do something until a day."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _

from residents.models import Membership


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def taker_choices(people: Mapping[str, Membership], *, names: bool) -> list[tuple[str, str]]:
    """Return the people by their keys. ``names``: the reader may see full names of residents,
    otherwise only as far as they consented."""
    named = [
        (pk, f"{one.user if names else one.user.known_as} {one.household}")
        for pk, one in people.items()
    ]
    return [("", _("还没选")), *named]
