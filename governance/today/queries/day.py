"""The leader's day: what ends, what is late, which doors are left, who waits for a word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Canvass
from governance.canvass.queries.box import unready_holders_of
from governance.canvass.queries.checks import count_answers_to_check
from governance.canvass.queries.lists import doors_to_visit_in, unfinished_canvasses_in
from governance.canvass.queries.papers import count_papers_to_check
from governance.charters.queries.reading import edition_due_for_review
from governance.charters.queries.suggestions import count_undecided_suggestions
from governance.lounge.queries import concerns_in, unanswered_in
from governance.meetings.queries.lists import leader_task_text, meetings_needing_leader
from governance.meetings.queries.tasks import late_tasks
from governance.notices.queries import postings_ending
from louzu.lib.quoting import quoted
from louzu.lib.time import format_day, format_moment, format_time_left, local_datetime
from residents.models import Building

MOST = 10


@dataclass(frozen=True, slots=True)
class TodayItem:
    """One thing, and the page where it is done."""

    text: str
    note: str
    url: str
    share: str = ""
    """What one would say of it in the building's group; empty where it is not for the group."""

    @property
    def anchor(self) -> str:
        """For the field with the text to share; a thing stands once on each shelf."""
        return slugify(f"share-{self.url}-{self.note}"[:80], allow_unicode=True)


@dataclass(frozen=True, slots=True)
class TodayGroup:
    title: str
    items: list[TodayItem]


def today_groups_of(building: Building, *, root: str) -> list[TodayGroup]:
    """What waits, the most pressing first; empty shelves are left out. ``root``: before every address."""
    canvasses = unfinished_canvasses_in(building)
    shelves = [
        TodayGroup(_("今天截止"), [*_ending(canvasses, root), *_postings(building, root)]),
        TodayGroup(_("过了日子，还没办"), [*_overdue(canvasses), *_tasks(building)]),
        TodayGroup(_("还要敲的门"), [*_doors(building, root)]),
        TodayGroup(
            _("等您答复、等您办"),
            [
                *_keys(canvasses),
                *_checks(building),
                *_papers(building),
                *_meetings(building),
                *_suggestions(building),
            ],
        ),
        TodayGroup(_("还没有人回应"), [*_unanswered(building)]),
        TodayGroup(_("反映和申诉"), [*_concerns(building)]),
        TodayGroup(_("该再看一看的公约"), [*_reviews(building)]),
    ]
    return [shelf for shelf in shelves if shelf.items]


def _ending(canvasses: Iterable[Canvass], root: str) -> Iterable[TodayItem]:
    for canvass in canvasses:
        if canvass.taking_answers and timezone.localdate(canvass.closes_at) == timezone.localdate():
            message = _("“%(what)s”今天截止，还没答复的邻居请抓紧。")
            url = canvass.get_absolute_url()
            share = f"{message % {'what': quoted(canvass.question)}}\n{root}{url}"
            yield TodayItem(canvass.question, format_time_left(canvass.closes_at), url, share)


def _postings(building: Building, root: str) -> Iterable[TodayItem]:
    for notice in postings_ending(building, before=next_day(building)):
        message = _("公示“%(what)s”今天截止，有意见的邻居请今天提。") % {
            "what": quoted(notice.title)
        }
        url = notice.get_absolute_url()
        yield TodayItem(notice.title, _("公示今天期满"), url, f"{message}\n{root}{url}")


def _tasks(building: Building) -> Iterable[TodayItem]:
    for task in late_tasks(building):
        note = _("%(who)s说好%(due)s前办好") % {
            "who": task.taken_by,
            "due": format_day(task.due_on),
        }
        yield TodayItem(task.resolution.text, note, task.resolution.item.meeting.get_absolute_url())


def _meetings(building: Building) -> Iterable[TodayItem]:
    for meeting in meetings_needing_leader(building):
        yield TodayItem(meeting.title, leader_task_text(meeting), meeting.get_absolute_url())


def _checks(building: Building) -> Iterable[TodayItem]:
    if n := count_answers_to_check(building):
        words = ngettext("%(n)s份登记的答复等第二个人核对", "%(n)s份登记的答复等第二个人核对", n)
        yield TodayItem(
            words % {"n": n}, _("挨家挨户"), reverse("canvass:waiting", args=[building.slug])
        )


def _papers(building: Building) -> Iterable[TodayItem]:
    if n := count_papers_to_check(building):
        words = ngettext("%(n)s家领纸票，等第二个人核对", "%(n)s家领纸票，等第二个人核对", n)
        yield TodayItem(
            words % {"n": n}, _("挨家挨户"), reverse("canvass:waiting", args=[building.slug])
        )


def _suggestions(building: Building) -> Iterable[TodayItem]:
    if n := count_undecided_suggestions(building):
        words = ngettext("对公约的%(n)s条建议等您答复", "对公约的%(n)s条建议等您答复", n) % {"n": n}
        yield TodayItem(words, _("楼组公约"), reverse("charters:waiting", args=[building.slug]))


def _reviews(building: Building) -> Iterable[TodayItem]:
    if (edition := edition_due_for_review(building)) and edition.review_on:
        url = reverse("charters:charter", args=[building.slug])
        yield TodayItem(
            str(edition), _("说好%(day)s再看一次") % {"day": format_day(edition.review_on)}, url
        )


def _overdue(canvasses: Iterable[Canvass]) -> Iterable[TodayItem]:
    for canvass in canvasses:
        if step := _late(canvass):
            yield TodayItem(canvass.question, step, _page_of(canvass))


def _page_of(canvass: Canvass) -> str:
    """A closed box is opened on a page of its own, by two together."""
    if canvass.secret and canvass.state == CanvassState.CLOSED:
        return reverse("canvass:count", args=[canvass.building.slug, canvass.pk])
    return canvass.get_absolute_url()


def _keys(canvasses: Iterable[Canvass]) -> Iterable[TodayItem]:
    """Before a secret vote opens, each of three has printed an envelope and put it away."""
    announced = {
        canvass.pk: canvass for canvass in canvasses if canvass.state == CanvassState.ANNOUNCED
    }
    for pk, unready in unready_holders_of(announced.values()).items():
        canvass = announced[pk]
        note = _("%(when)s开始，票箱的钥匙还没备好：%(who)s")
        words = {"when": format_moment(canvass.opens_at), "who": "、".join(unready)}
        page = reverse("canvass:holders", args=[canvass.building.slug, pk])
        yield TodayItem(canvass.question, note % words, page)


def _late(canvass: Canvass) -> str:
    """Which step of it should have been taken; empty for none."""
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


def _doors(building: Building, root: str) -> Iterable[TodayItem]:
    for canvass, floors in doors_to_visit_in(building):
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
        url = reverse("canvass:round", args=[building.slug, canvass.pk])
        share = f"{message % words}\n{root}{canvass.get_absolute_url()}"
        yield TodayItem(canvass.question, each, url, share)


def _unanswered(building: Building) -> Iterable[TodayItem]:
    for thread in unanswered_in(building, MOST):
        note = f"{thread.get_kind_display()} · {format_moment(thread.last_post_at)}"
        yield TodayItem(thread.title, note, thread.get_absolute_url())


def _concerns(building: Building) -> Iterable[TodayItem]:
    concerns = concerns_in(building)
    url = reverse("lounge:moderation", args=[building.slug])
    if n := concerns.reports:
        words = ngettext("%(n)s条反映等您看", "%(n)s条反映等您看", n) % {"n": n}
        yield TodayItem(words, _("客厅"), url)
    if n := concerns.appeals:
        words = ngettext("%(n)s条申诉等居委答复", "%(n)s条申诉等居委答复", n) % {"n": n}
        yield TodayItem(words, _("客厅"), url)


def next_day(_building: Building) -> dt.datetime:
    """When “today” becomes another day."""
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    return local_datetime(tomorrow)
