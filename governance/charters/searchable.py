"""Search entries of the charter: each article in force."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from governance.charters.lifecycle import IN_EFFECT
from governance.charters.models import Wording
from governance.search.models import Passage
from residents.rooms.contributions import Searchable

SAID_ONLY = (
    "wished",
    "edited",
    "suggested",
    "commented",
    "accepted",
    "answered",
    "set_aside",
    "withdrew",
    "flat_shown",
    "flat_hidden",
    "copied",
)
"""Verbs after which no new text can be searched."""


def passages_of(pk: int) -> Iterator[Passage]:
    in_force = Wording.objects.filter(
        draft__edition__charter=pk,
        draft__edition__state__in=IN_EFFECT,
        draft__adopted=True,
        number__isnull=False,
    )
    for one in in_force.select_related("draft__edition__charter__building").order_by("number"):
        edition = one.draft.edition
        yield Passage(
            number=one.number or 0,
            title=f"{one.ordinal} {one.heading}".strip(),
            beneath=str(edition.charter),
            text=one.text,
            url=f"{edition.charter.get_absolute_url()}#a{one.number}",
            at=edition.in_force_at or edition.begun_at,
        )


def no_passages(_pk: int) -> Iterator[Passage]:
    return iter(())


SEARCHABLE = (
    Searchable(
        "charters.charter",
        _("公约"),
        passages_of,
        {f"charters.{verb}": no_passages for verb in SAID_ONLY},
    ),
)
