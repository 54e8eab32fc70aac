"""What the record of a matter says, in numbers and in sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import DECIDING, Canvass
from governance.canvass.queries.words import heads
from governance.ledger.queries.accounts import spent_from
from governance.matters.lifecycle import PromiseState, Stage
from governance.matters.models import Matter
from governance.matters.queries.lists import changes_of
from governance.matters.queries.milestones import milestones_of
from governance.matters.queries.objections import objection_figures_of
from governance.matters.queries.page import StageMark, days_until_done, stage_marks_of
from governance.matters.queries.share_versions import agreed_table, tables_of
from governance.matters.queries.shares import share_page_for
from governance.matters.queries.tied_facts import tied_facts_of
from governance.matters.queries.ties import ties_of
from governance.stories.models import FIGURES, Story
from louzu.lib.money import yuan_of
from louzu.lib.quoting import quoted
from louzu.lib.stored import stored_language
from louzu.lib.time import format_date, format_duration
from residents.models import Household, Office

PUNCTUATION = "。！？；…"


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of a story. None is not known, not to be told, or left out by the writer."""

    days: int | None = None
    households: int | None = None
    cost_fen: int | None = None
    subsidy_fen: int | None = None
    objections: int | None = None
    objections_met: int | None = None

    def without(self, names: list[str]) -> Figures:
        return Figures(**{name: None if name in names else getattr(self, name) for name in FIGURES})

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Pairs of a number and what it counts, as they stand on the page."""
        told = {name: getattr(self, name) for name in FIGURES}
        return [row_of(name, value) for name, value in told.items() if value is not None]


def row_of(name: str, value: int) -> tuple[str, str]:
    """Return the number with its unit, and what it counts."""
    if name == "days":
        return format_duration(value), _("从提出到办成")
    shown = {
        "households": (_("%(n)s户"), _("这栋楼的人家")),
        "cost_fen": (_("%(n)s元"), _("账上一共付的")),
        "subsidy_fen": (_("%(n)s元"), _("其中补贴")),
        "objections": (_("%(n)s条"), _("有过的异议")),
        "objections_met": (_("%(n)s条"), _("其中谈拢的")),
    }
    number, what = shown[name]
    return number % {"n": yuan_of(value) if name.endswith("_fen") else value}, what


def figures_shown_of(story: Story) -> Figures:
    """Return the stored figures of a story that was published."""
    return Figures(**{name: getattr(story, name) for name in FIGURES})


def figures_of(matter: Matter) -> Figures:
    """Return what neighbours may read of the numbers of a matter today."""
    stages = stage_marks_of(matter, changes_of(matter))
    objections = _objections_of(tied_facts_of(ties_of(matter)).canvasses)
    money = _money_of(matter)
    return Figures(
        days=days_until_done(matter, stages),
        households=Household.objects.living_in(matter.building).count() or None,
        cost_fen=money.spent or None,
        subsidy_fen=money.subsidy or None,
        objections=objections[0] if objections else None,
        objections_met=objections[1] if objections else None,
    )


def text_for(matter: Matter) -> str:
    """Set the facts of the record in sentences, a paragraph for each part of the matter. Names and
    flats do not occur."""
    with stored_language():
        stages = stage_marks_of(matter, changes_of(matter))
        canvasses = tied_facts_of(ties_of(matter)).canvasses
        paragraphs = (
            _beginning(matter),
            _asking(canvasses),
            _doing(matter, stages),
            _paying(matter),
            _ending(matter, stages),
        )
        found = ("".join(sentences) for sentences in paragraphs)
        return "\n\n".join(paragraph for paragraph in found if paragraph)


def _beginning(matter: Matter) -> Iterator[str]:
    words = {"day": format_date(matter.begun_on, with_year=True), "what": matter.title}
    yield _("%(day)s，有人提出来：%(what)s。") % words
    if matter.sentence:
        yield _ended(matter.sentence)


def _asking(canvasses: list[Canvass]) -> Iterator[str]:
    for canvass in canvasses:
        asked = _asked_heads(canvass)
        if asked:
            words = {"heads": heads(asked, canvass), "question": quoted(canvass.question)}
            yield _("挨家挨户问了%(heads)s：“%(question)s”。") % words
    if (objections := _objections_of(canvasses)) and objections[0]:
        raised, met = objections
        yield ngettext("有过%(n)s条异议。", "有过%(n)s条异议。", raised) % {"n": raised}
        if met == raised:
            yield _("后来都谈拢了。")
        elif met:
            yield ngettext("后来谈拢了%(n)s条。", "后来谈拢了%(n)s条。", met) % {"n": met}


def _doing(matter: Matter, stages: list[StageMark]) -> Iterator[str]:
    """Yield the steps with their days, each on a line of its own."""
    steps = [(one.done_on, one.title) for one in milestones_of(matter).reached]
    steps += [(mark.on, _("大家定下来了")) for mark in stages if mark.stage == Stage.DECIDED]
    dated = sorted(((day, what) for day, what in steps if day), key=itemgetter(0))
    lines = [
        _ended(_("%(day)s，%(what)s") % {"day": format_date(day, with_year=True), "what": what})
        for day, what in dated
    ]
    if kept := _kept_promises_of(matter):
        words = ngettext(
            "答应过邻居的%(n)s件事做到了：", "答应过邻居的%(n)s件事做到了：", len(kept)
        )
        lines.append(words % {"n": len(kept)} + _ended("；".join(kept)))
    yield "\n".join(lines)


def _kept_promises_of(matter: Matter) -> list[str]:
    """Return the words of promises that were kept, as neighbours read them."""
    kept = matter.promises.shown_to_neighbours().filter(state=PromiseState.KEPT)
    return [words.rstrip("。") for words in kept.order_by("pk").values_list("words", flat=True)]


def _paying(matter: Matter) -> Iterator[str]:
    money = _money_of(matter)
    if money.spent:
        yield _("账上一共付了%(yuan)s元。") % {"yuan": yuan_of(money.spent)}
    elif money.planned:
        yield _("打算花%(yuan)s元。") % {"yuan": yuan_of(money.planned)}
    if money.subsidy:
        yield _("其中补贴%(yuan)s元。") % {"yuan": yuan_of(money.subsidy)}
    if n := money.paying:
        yield ngettext("其余由%(n)s户分摊。", "其余由%(n)s户分摊。", n) % {"n": n}


def _ending(matter: Matter, stages: list[StageMark]) -> Iterator[str]:
    days = days_until_done(matter, stages)
    if days is not None:
        done = matter.begun_on + dt.timedelta(days=days)
        words = {"day": format_date(done, with_year=True), "span": format_duration(days)}
        took = _("%(day)s办成了，从提出到办成用了%(span)s。")
        yield (took if days else _("%(day)s办成了，就是提出来的那一天。")) % words
    if keepers := _offices_of_stewards(matter):
        yield _("现在由%(who)s看着。") % {"who": "、".join(keepers)}


def _offices_of_stewards(matter: Matter) -> list[str]:
    """Return the offices of those who look after it, without names."""
    held = Office.objects.current().filter(
        building=matter.building_id, user__in=matter.stewards.all()
    )
    kinds = dict.fromkeys(held.order_by("pk").values_list("kind", flat=True))
    return [str(Office.Kind(kind).label) for kind in kinds]


def _asked_heads(canvass: Canvass) -> int:
    """Return how many a decided question was put to, or 0."""
    if canvass.purpose not in DECIDING or canvass.state != CanvassState.PUBLISHED:
        return 0
    return int(canvass.count_of.result.get("roster", {}).get("heads", 0))


def _objections_of(canvasses: list[Canvass]) -> tuple[int, int] | None:
    """Return how many were raised and how many ended, as neighbours read them, or None if these
    numbers would be too low or would show who objected."""
    told = objection_figures_of(canvasses, each=False)
    if told is None or told.later or told.too_few:
        return None
    return told.raised, told.ended


@dataclass(frozen=True, slots=True)
class _Money:
    """The money of a matter in sums of fen, and how many flats share what is not subsidised. Nothing
    is planned by shares that were not agreed to."""

    planned: int = 0
    spent: int = 0
    """From the confirmed entries of its account. 0 without one."""
    subsidy: int = 0
    paying: int = 0


def _money_of(matter: Matter) -> _Money:
    tables, spent = list(tables_of(matter)), 0
    if matter.account is not None:
        spent = spent_from(matter.account)
    table = agreed_table(tables)
    if table is None:
        return _Money(spent=spent)
    page = share_page_for(table, tables, sees_each=False, answers=False)
    return _Money(table.total_fen, spent, page.given, page.paying)


def _ended(sentence: str) -> str:
    return sentence if sentence[-1] in PUNCTUATION else f"{sentence}。"
