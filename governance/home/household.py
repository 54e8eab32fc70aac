"""What a person is told of their own household: who joined it, who answered for it, what it was offered."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from governance.canvass.models import Answer, Canvass, PaperLine, Talk
from governance.canvass.queries.news import unseen_answers, unseen_offers, unseen_papers
from governance.canvass.queries.words import choice_words
from governance.home.todos import Todo, TodoChoice
from louzu.lib.time import format_moment
from residents.joining.queries.joining import unseen_joinings
from residents.models import Building, Joining, Standing, User


def household_news(
    building: Building, standing: Standing, user: User, *, changed: list[Canvass]
) -> list[Todo]:
    """Gone once they are seen. ``changed``: told already, as an answer of the household's own."""
    if not standing.households:
        return []
    told = {canvass.pk for canvass in changed}
    news = unseen_answers(building, standing, user)
    return [
        *[_offered(talk) for talk in unseen_offers(building, standing, user)],
        *[_joined(joining, building) for joining in unseen_joinings(user, standing)],
        *[_papers(line) for line in unseen_papers(building, standing, user)],
        *[_reworded(one.answer) for one in news if one.reworded],
        *[_answered(one.answer) for one in news if one.by_another and not _is_in(told, one.answer)],
    ]


def _is_in(changed: set[int], answer: Answer) -> bool:
    return answer.on_web and answer.voice.canvass_id in changed


def _offered(talk: Talk) -> Todo:
    voice = talk.objection.voice
    canvass, slug = voice.canvass, voice.canvass.building.slug
    page = reverse("canvass:objection", args=[slug, canvass.pk, talk.objection_id])
    agree = reverse("canvass:answer", args=[slug, canvass.pk])
    return Todo(
        canvass.question,
        _("对您家的不同意见，提了一个办法：%(offer)s") % {"offer": talk.offered},
        page,
        _("看谈了什么"),
        choices=(
            TodoChoice(_("这样行，改成同意"), f"{agree}?voice={voice.number}", "choice", "agree"),
            TodoChoice(_("还是不同意"), page, "do", "keep"),
        ),
    )


def _joined(joining: Joining, building: Building) -> Todo:
    return Todo(
        _("%(name)s加入了您家") % {"name": joining.user},
        _("%(when)s。不认识的话，请告诉楼组长或居委") % {"when": format_moment(joining.at)},
        reverse("homes:home", args=[building.slug, joining.membership.household_id]),
        _("去看看"),
    )


def _reworded(answer: Answer) -> Todo:
    canvass = answer.voice.canvass
    note = _("您家答复以后，正文改过几个字，答复照旧算。改前改后的文字都在")
    if canvass.taking_answers:
        note = _("您家答复以后，正文改过几个字，答复照旧算。改前改后的文字都在，想改答复也可以")
    return Todo(
        canvass.question,
        note,
        reverse("canvass:versions", args=[canvass.building.slug, canvass.pk]),
        _("看改了什么"),
    )


def _answered(answer: Answer) -> Todo:
    canvass = answer.voice.canvass
    words = {"who": answer.byline, "word": choice_words(canvass)[answer.choice]}
    if not answer.on_web:
        note = _("%(who)s登记了您家的答复：%(word)s。不对请说一声")
    elif answer.needs_check:
        note = _("刚加入的人替您家答了：%(word)s，等核对。不对请说一声")
    else:
        note = _("家里人替您家答了：%(word)s")
    url = reverse("canvass:voice", args=[canvass.building.slug, canvass.pk, answer.voice.number])
    return Todo(canvass.question, note % words, url, _("看一看"))


def _papers(line: PaperLine) -> Todo:
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
    return Todo(canvass.question, note, url, _("看一看"))
