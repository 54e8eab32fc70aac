"""Canvass duties of a person, those that others at home have done, and news of the household."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.canvass.models import Answer, Canvass, Holder, PaperLine, Purpose, Talk
from governance.canvass.queries.box import pending_seats_of
from governance.canvass.queries.lists import (
    canvasses_changed_for,
    canvasses_waiting_for,
)
from governance.canvass.queries.news import (
    News,
    answers_given_at_home_for,
    notices_acknowledged_at_home_for,
    unseen_answers_for,
    unseen_offers_for,
    unseen_papers_for,
)
from governance.canvass.queries.option_words import answer_words
from governance.canvass.queries.turns import Turns, turns_for
from residents.rooms.context import PageContext
from residents.rooms.waiting import AnswerButton, DoneDuty, NewsItem, Waiting, thing_of


def duties(page: PageContext) -> Iterator[Waiting]:
    """Yield questions to answer, offers to decide about, envelopes to print, boxes to open, and what
    others left to this helper."""
    if page.standing.households:
        offers = unseen_offers_for(page.building, page.standing, page.user)
        yield from map(_offer_item, offers)
    for canvass in page.once(canvasses_waiting_for, page.building, page.standing, page.user):
        yield _answer_item(canvass)
    if page.standing.helper or page.standing.staff:
        staff = page.standing.staff
        yield from map(_holder_item, pending_seats_of(page.user, page.building, staff=staff))
    for turns in turns_for(page.building, page.standing, page.user):
        yield from _turn_items(turns)


def done_duties(page: PageContext, since: dt.datetime) -> Iterator[DoneDuty]:
    """Yield answers and acknowledgements of other members of the person's households."""
    if not page.standing.households:
        return
    asked = page.building, page.standing, page.user, since
    for answer in answers_given_at_home_for(*asked):
        canvass = answer.voice.canvass
        url = _record_of(canvass, answer.voice.number)
        who = answer.proxy_words or str(answer.by)
        yield DoneDuty(canvass.question, who, answer.said_at, url)
    for visit in notices_acknowledged_at_home_for(*asked):
        canvass = visit.voice.canvass
        yield DoneDuty(canvass.question, str(visit.by), visit.at, canvass.get_absolute_url())


def news(page: PageContext) -> Iterator[NewsItem]:
    """Yield what others did in the household's name and corrections of answered texts, until they
    are read."""
    if not page.standing.households:
        return
    asked = page.building, page.standing, page.user
    yield from map(_paper_item, unseen_papers_for(*asked))
    changed = {canvass.pk for canvass in canvasses_changed_for(page.building, page.user)}
    for unseen in unseen_answers_for(*asked):
        answer = unseen.answer
        if unseen.reworded:
            yield _reworded_item(unseen)
        if unseen.by_another:
            yield _answered_item(answer, changed=answer.voice.canvass_id in changed)


def _answer_item(canvass: Canvass) -> Waiting:
    row: Any = canvass  # annotated
    note, action = _("请您家表态"), _("去表态")
    if canvass.purpose == Purpose.TELL:
        note, action = _("请您家看一看"), _("去看看")
    elif row.own and row.offered:
        note = _("请您家表态，还有邻居想委托您家答")
    elif row.offered:
        note, action = _("有邻居想委托您家答，请回个话"), _("去看看")
    elif not row.own:
        note, action = _("您家受了邻居的委托，请替他们答"), _("去答")
    return Waiting(
        canvass.question,
        note,
        canvass.get_absolute_url(),
        action,
        at=canvass.closes_at,
        about=thing_of(canvass),
    )


def _holder_item(holder: Holder) -> Waiting:
    canvass = holder.canvass
    args = [canvass.building.slug, canvass.pk]
    if holder.held_at is None:
        note, url = _("请您打印票箱的信封，收好"), reverse("canvass:holders", args=args)
        return Waiting(canvass.question, note, url, _("去打印"), at=canvass.opens_at, turn=True)
    note = _("截止了，请您和另一位保管人一起打开票箱")
    url = reverse("canvass:count", args=args)
    return Waiting(
        canvass.question, note, url, _("去清点"), at=canvass.closes_at, at_is="at", turn=True
    )


def _turn_items(turns: Turns) -> Iterator[Waiting]:
    canvass = turns.canvass
    page = [canvass.building.slug, canvass.pk]
    checks = reverse("canvass:answers_to_check", args=page[:1])
    if turns.read_differently:
        yield _turn_item(turns, _read_differently(turns.read_differently), checks, _("再看一遍"))
    if turns.to_check:
        yield _turn_item(turns, _to_check(turns.to_check), checks, _("去核对"))
    if turns.papers:
        yield _turn_item(turns, _papers(turns.papers), checks, _("去核对"))
    if turns.to_talk:
        note, url = _to_talk(turns.to_talk), f"{canvass.get_absolute_url()}#objections"
        yield _turn_item(turns, note, url, _("去看看"))
    if turns.first_counter:
        note = _("%(who)s清点过了，等您第二个清点") % {"who": turns.first_counter}
        yield _turn_item(turns, note, reverse("canvass:count", args=page), _("去清点"))
    if turns.shortening:
        note = _("要缩短公示期，等您同意：%(why)s") % {"why": turns.shortening}
        yield _turn_item(turns, note, reverse("canvass:short_notice", args=page), _("去看看"))


def _turn_item(turns: Turns, note: str, url: str, action: str) -> Waiting:
    at = turns.canvass.closes_at if turns.canvass.taking_answers else None
    return Waiting(turns.canvass.question, note, url, action, at=at, turn=True)


def _read_differently(n: int) -> str:
    return ngettext(
        "您登记的%(n)s份答复，别人读得不一样",
        "您登记的%(n)s份答复，别人读得不一样",
        n,
    ) % {"n": n}


def _to_check(n: int) -> str:
    return ngettext(
        "%(n)s份登记的答复等第二个人核对",
        "%(n)s份登记的答复等第二个人核对",
        n,
    ) % {"n": n}


def _papers(n: int) -> str:
    return ngettext(
        "%(n)s家领纸票，等第二个人核对",
        "%(n)s家领纸票，等第二个人核对",
        n,
    ) % {"n": n}


def _to_talk(n: int) -> str:
    return ngettext(
        "%(n)s家不同意，还没有人去谈",
        "%(n)s家不同意，还没有人去谈",
        n,
    ) % {"n": n}


def _offer_item(talk: Talk) -> Waiting:
    voice = talk.objection.voice
    canvass, slug = voice.canvass, voice.canvass.building.slug
    page = reverse("canvass:objection", args=[slug, canvass.pk, talk.objection_id])
    agree = reverse("canvass:answer", args=[slug, canvass.pk])
    return Waiting(
        canvass.question,
        _("对您家的不同意见，提了一个办法：%(offer)s") % {"offer": talk.offered},
        page,
        _("看谈了什么"),
        at=canvass.closes_at,
        turn=True,
        choices=(
            AnswerButton(_("这样行，改成同意"), f"{agree}?voice={voice.number}", "choice", "agree"),
            AnswerButton(_("还是不同意"), page, "do", "keep"),
        ),
    )


def _reworded_item(unseen: News) -> NewsItem:
    canvass = unseen.answer.voice.canvass
    note = _("您家答复以后，正文改过几个字，答复照旧算。改前改后的文字都在")
    if canvass.taking_answers:
        note = _("您家答复以后，正文改过几个字，答复照旧算。改前改后的文字都在，想改答复也可以")
    url = reverse("canvass:versions", args=[canvass.building.slug, canvass.pk])
    return NewsItem(canvass.question, note, url, unseen.text_at)


def _answered_item(answer: Answer, *, changed: bool) -> NewsItem:
    canvass = answer.voice.canvass
    words = {"who": answer.byline, "word": answer_words(canvass, answer)}
    if answer.delegation:
        words["who"] = answer.delegation.proxy.label
        note = _("%(who)s受您家委托答了：%(word)s。不对请自己再答一次")
    elif not answer.on_web:
        note = _("%(who)s登记了您家的答复：%(word)s。不对请说一声")
    elif changed:
        note = _("家里人改了您家的答复：%(word)s")
    elif answer.needs_check:
        note = _("刚加入的人替您家答了：%(word)s，等核对。不对请说一声")
    else:
        note = _("家里人替您家答了：%(word)s")
    url = _record_of(canvass, answer.voice.number)
    return NewsItem(canvass.question, note % words, url, answer.at)


def _paper_item(line: PaperLine) -> NewsItem:
    canvass = line.voice.canvass
    words = {"who": line.byline}
    notes = {
        PaperLine.Kind.HANDED_OUT: _("%(who)s记了您家领纸票，等第二个人核对。不对请说一声"),
        PaperLine.Kind.CONFIRMED: _("记了您家领纸票，%(who)s核对过了。不对请说一声"),
        PaperLine.Kind.RETURNED: _("%(who)s记了您家的纸票交回了。不对请说一声"),
        PaperLine.Kind.DISPUTED: _("%(who)s说您家没有领过纸票"),
        PaperLine.Kind.VOID: _("%(who)s在网上投了票，记的那张纸票作废了"),
    }
    note = notes[PaperLine.Kind(line.kind)] % words
    return NewsItem(canvass.question, note, _record_of(canvass, line.voice.number), line.at)


def _record_of(canvass: Canvass, number: int) -> str:
    """Return the page on which a household reads what was answered for it."""
    return reverse("canvass:voice", args=[canvass.building.slug, canvass.pk, number])
