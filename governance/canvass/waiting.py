"""Canvass tasks of one person: questions to answer, doors, keys and news of the household."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.canvass.models import Answer, Canvass, Holder, PaperLine, Purpose, Talk
from governance.canvass.queries.box import pending_seats_of
from governance.canvass.queries.lists import (
    canvasses_changed_for,
    canvasses_waiting_for,
    errands_for,
)
from governance.canvass.queries.news import unseen_answers_for, unseen_offers_for, unseen_papers_for
from governance.canvass.queries.words import choice_words
from louzu.lib.time import format_time_left
from residents.rooms.context import PageContext
from residents.rooms.waiting import AnswerButton, Priority, Waiting, thing_of


def waiting(page: PageContext) -> Iterator[Waiting]:
    """Yield what waits for this person. Answers changed by another member are listed once, as
    changes."""
    changed = canvasses_changed_for(page.building, page.user)
    if page.standing.households:
        yield from _news_items(page, changed={canvass.pk for canvass in changed})
    for canvass in page.once(canvasses_waiting_for, page.building, page.standing):
        yield _answer_item(canvass)
    if page.standing.helper or page.standing.staff:
        yield from map(_holder_item, pending_seats_of(page.user, page.building))
        for canvass, doors in errands_for(page.building, page.user):
            yield _doors_item(canvass, doors)
    for canvass in changed:
        url, note = canvass.get_absolute_url(), _("家里人改了您家的答复")
        yield Waiting(canvass.question, note, url, _("去看看"))


def _news_items(page: PageContext, *, changed: set[int]) -> Iterator[Waiting]:
    """Yield news until it is read. ``changed`` contains primary keys of canvasses with an answer of
    the household that was changed."""
    asked = page.building, page.standing, page.user
    answers = unseen_answers_for(*asked)
    yield from map(_offer_item, unseen_offers_for(*asked))
    yield from map(_paper_item, unseen_papers_for(*asked))
    for news in answers:
        if news.reworded:
            yield _reworded_item(news.answer)
    for news in answers:
        already_listed = news.answer.on_web and news.answer.voice.canvass_id in changed
        if news.by_another and not already_listed:
            yield _answered_item(news.answer)


def _answer_item(canvass: Canvass) -> Waiting:
    note, action = _("请您家表态 · %(left)s"), _("去表态")
    if canvass.purpose == Purpose.TELL:
        note, action = _("请您家看一看 · %(left)s"), _("去看看")
    return Waiting(
        canvass.question,
        note % {"left": format_time_left(canvass.closes_at)},
        canvass.get_absolute_url(),
        action,
        due=canvass.closes_at,
        about=thing_of(canvass),
    )


def _holder_item(holder: Holder) -> Waiting:
    canvass = holder.canvass
    args = [canvass.building.slug, canvass.pk]
    if holder.held_at is None:
        note, url = _("请您打印票箱的信封，收好"), reverse("canvass:holders", args=args)
        return Waiting(canvass.question, note, url, _("去打印"))
    note = _("截止了，请您和另一位保管人一起打开票箱")
    return Waiting(canvass.question, note, reverse("canvass:count", args=args), _("去清点"))


def _doors_item(canvass: Canvass, n: int) -> Waiting:
    note = ngettext("请您去敲 %(n)s 家的门", "请您去敲 %(n)s 家的门", n) % {"n": n}
    url = reverse("canvass:round", args=[canvass.building.slug, canvass.pk])
    return Waiting(canvass.question, note, url, _("去敲门"))


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
        priority=Priority.OFFER,
        choices=(
            AnswerButton(_("这样行，改成同意"), f"{agree}?voice={voice.number}", "choice", "agree"),
            AnswerButton(_("还是不同意"), page, "do", "keep"),
        ),
        news=True,
    )


def _reworded_item(answer: Answer) -> Waiting:
    canvass = answer.voice.canvass
    note = _("您家答复以后，正文改过几个字，答复照旧算。改前改后的文字都在")
    if canvass.taking_answers:
        note = _("您家答复以后，正文改过几个字，答复照旧算。改前改后的文字都在，想改答复也可以")
    url = reverse("canvass:versions", args=[canvass.building.slug, canvass.pk])
    return _household_item(canvass, note, url, _("看改了什么"))


def _answered_item(answer: Answer) -> Waiting:
    canvass = answer.voice.canvass
    words = {"who": answer.byline, "word": choice_words(canvass)[answer.choice]}
    if not answer.on_web:
        note = _("%(who)s登记了您家的答复：%(word)s。不对请说一声")
    elif answer.needs_check:
        note = _("刚加入的人替您家答了：%(word)s，等核对。不对请说一声")
    else:
        note = _("家里人替您家答了：%(word)s")
    url = reverse("canvass:voice", args=[canvass.building.slug, canvass.pk, answer.voice.number])
    return _household_item(canvass, note % words, url, _("看一看"))


def _paper_item(line: PaperLine) -> Waiting:
    canvass = line.voice.canvass
    words = {"who": line.byline}
    notes = {
        PaperLine.Kind.HANDED_OUT: _("%(who)s记了您家领纸票，等第二个人核对。不对请说一声"),
        PaperLine.Kind.CONFIRMED: _("记了您家领纸票，%(who)s核对过了。不对请说一声"),
        PaperLine.Kind.RETURNED: _("%(who)s记了您家的纸票交回了。不对请说一声"),
        PaperLine.Kind.DISPUTED: _("%(who)s说您家没有领过纸票"),
        PaperLine.Kind.VOID: _("%(who)s在网上投了票，记的那张纸票作废了"),
    }
    url = reverse("canvass:voice", args=[canvass.building.slug, canvass.pk, line.voice.number])
    note = notes[PaperLine.Kind(line.kind)] % words
    return _household_item(canvass, note, url, _("看一看"))


def _household_item(canvass: Canvass, note: str, url: str, action: str) -> Waiting:
    return Waiting(canvass.question, note, url, action, priority=Priority.HOUSEHOLD, news=True)
