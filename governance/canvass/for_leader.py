"""Canvass entries for the leader: tasks of today and the handover list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Canvass
from governance.canvass.queries.box import unready_holders_of
from governance.canvass.queries.checks import count_answers_to_check_in
from governance.canvass.queries.lists import (
    doors_to_visit_in,
    unfinished_canvasses_in,
)
from governance.canvass.queries.papers import count_papers_to_check_in
from governance.inbox.links import landing_path
from louzu.lib.quoting import quoted
from louzu.lib.time import format_moment, format_time_left
from residents.models import Building
from residents.rooms.context import PageContext
from residents.rooms.waiting import Heading, Waiting, WaitingList, thing_of


def for_leader(page: PageContext) -> Iterator[Waiting]:
    """Yield canvasses that end today or are late, unvisited doors, and missing keys and checks."""
    canvasses = unfinished_canvasses_in(page.building)
    for canvass in canvasses:
        if canvass.taking_answers and timezone.localdate(canvass.closes_at) == timezone.localdate():
            yield _ending(canvass, page.root)
        if step := _late(canvass):
            url = _page_of(canvass)
            yield Waiting(
                canvass.question, step, url, heading=Heading.OVERDUE, at=canvass.closes_at
            )
    yield from _doors(page)
    yield from _keys(canvasses)
    yield from _checks(page.building)


def unfinished(page: PageContext, most: int) -> Iterator[WaitingList]:
    items = [
        Waiting(canvass.question, format_time_left(canvass.closes_at), canvass.get_absolute_url())
        for canvass in unfinished_canvasses_in(page.building)[:most]
    ]
    url = reverse("canvass:list", args=[page.building.slug])
    yield WaitingList(_("还在问的、还没公布的"), items, url, order=20)


def _ending(canvass: Canvass, root: str) -> Waiting:
    message = _("“%(what)s”今天截止，还没答复的邻居请抓紧。")
    url = canvass.get_absolute_url()
    link = root + landing_path(canvass.building, thing_of(canvass))
    share = f"{message % {'what': quoted(canvass.question)}}\n{link}"
    note = format_time_left(canvass.closes_at)
    return Waiting(
        canvass.question, note, url, heading=Heading.ENDING, at=canvass.closes_at, share=share
    )


def _checks(building: Building) -> Iterator[Waiting]:
    url = reverse("canvass:answers_to_check", args=[building.slug])
    if n := count_answers_to_check_in(building):
        words = ngettext("%(n)s份登记的答复等第二个人核对", "%(n)s份登记的答复等第二个人核对", n)
        yield Waiting(words % {"n": n}, _("挨家挨户"), url)
    if n := count_papers_to_check_in(building):
        words = ngettext("%(n)s家领纸票，等第二个人核对", "%(n)s家领纸票，等第二个人核对", n)
        yield Waiting(words % {"n": n}, _("挨家挨户"), url)


def _page_of(canvass: Canvass) -> str:
    """Return the page of the canvass, or that for opening the box if a secret vote is closed."""
    if canvass.secret and canvass.state == CanvassState.CLOSED:
        return reverse("canvass:count", args=[canvass.building.slug, canvass.pk])
    return canvass.get_absolute_url()


def _keys(canvasses: Iterable[Canvass]) -> Iterator[Waiting]:
    """Yield announced secret votes that lack the envelope of a key holder."""
    announced = {
        canvass.pk: canvass for canvass in canvasses if canvass.state == CanvassState.ANNOUNCED
    }
    for pk, unready in unready_holders_of(announced.values()).items():
        canvass = announced[pk]
        note = _("%(when)s开始，票箱的钥匙还没备好：%(who)s")
        words = {"when": format_moment(canvass.opens_at), "who": "、".join(unready)}
        url = reverse("canvass:holders", args=[canvass.building.slug, pk])
        yield Waiting(canvass.question, note % words, url, at=canvass.opens_at)


def _late(canvass: Canvass) -> str:
    if canvass.missed:
        return _("预告了，没有开始就过了截止时间：请换日子，或者撤回")
    if canvass.due_to_open:
        return _("到了开始的日子")
    if canvass.due_to_close:
        return _("到了截止的时间")
    if canvass.state == CanvassState.CLOSED and canvass.takes_late_paper:
        until = {"until": format_moment(canvass.late_until)}
        return _("截止了，截止前签好的纸还能登记到%(until)s") % until
    if canvass.state == CanvassState.CLOSED and canvass.secret:
        return _("截止了，等两位保管人一起打开票箱")
    waits = {
        CanvassState.CLOSED: _("截止了，等两个人清点"),
        CanvassState.COUNTED: _("清点好了，等公布"),
    }
    return waits.get(CanvassState(canvass.state), "")


def _doors(page: PageContext) -> Iterator[Waiting]:
    for canvass, floors in doors_to_visit_in(page.building):
        n = sum(floors.values())
        each = "，".join(
            ngettext("%(floor)s楼%(n)s家", "%(floor)s楼%(n)s家", doors)
            % {"floor": floor, "n": doors}
            for floor, doors in sorted(floors.items())
        )
        words = {
            "what": quoted(canvass.question),
            "n": n,
            "until": format_moment(canvass.closes_at),
        }
        message = ngettext(
            "“%(what)s”还有%(n)s家没有回音，%(until)s截止。",
            "“%(what)s”还有%(n)s家没有回音，%(until)s截止。",
            n,
        )
        url = reverse("doors:list", args=[page.building.slug])
        link = page.root + landing_path(page.building, thing_of(canvass))
        share = f"{message % words}\n{link}"
        at = canvass.closes_at
        yield Waiting(canvass.question, each, url, heading=Heading.DOORS, at=at, share=share)
