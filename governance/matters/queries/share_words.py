"""A share table in words: how it divides, what it leaves, and what each flat's account comes to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Canvass
from governance.matters.apportionment import Method
from governance.matters.lifecycle import GIVEN_UP_SHARES, ShareState
from governance.matters.models import ShareLine, ShareSubsidy, ShareTable
from louzu.lib.money import received_words, yuan_of
from louzu.lib.time import format_day

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HOW: Mapping[Method, StrOrPromise] = {
    Method.coefficient: gettext_lazy(
        "每户出的 = 余下的钱 × 这一户的系数 ÷ 各户系数的和。系数是大家商量的，加起来是多少都行。"
    ),
    Method.area: gettext_lazy("每户出的 = 余下的钱 × 这一户的建筑面积 ÷ 各户面积的和。"),
    Method.heads: gettext_lazy("每户出的 = 余下的钱 × 这一户的人数 ÷ 各户人数的和。"),
    Method.area_coefficient: gettext_lazy(
        "每户的面积乘上系数，是这一户的份数。每户出的 = 余下的钱 × 这一户的份数 ÷ 各户份数的和。"
    ),
    Method.fixed: gettext_lazy("每户出的是说定的数，加起来正好是余下的钱。"),
    Method.mixed: gettext_lazy(
        "每户先出一笔说定的，剩下的再按系数分：剩下的钱 × 这一户的系数 ÷ 各户系数的和。"
    ),
}
ROUNDING = gettext_lazy("算到分，不满一分的舍去；除不尽剩下的几分钱，另列一行，不摊到哪一家。")


def how_divided(method: str) -> list[str]:
    """Return the sentences that are printed beside the table."""
    chosen = Method(method)
    return [str(HOW[chosen])] + ([str(ROUNDING)] if chosen.weighs else [])


def rest_words(rest: int, *, has_account: bool) -> str:
    """Return where the fen go that are in no flat's share, or "" if there are none."""
    if not rest:
        return ""
    words = {"yuan": yuan_of(rest)}
    if has_account:
        return _("除不尽的%(yuan)s元，哪家也不出，从账上的余款里出。") % words
    return _("除不尽的%(yuan)s元，哪家也不出，由谁补上请大家说好。") % words


def subsidy_words(subsidy: ShareSubsidy) -> str:
    """Return how the amount was computed, or "" if it was typed."""
    if subsidy.percent is None:
        return ""
    words = {"percent": f"{subsidy.percent.normalize():f}", "cap": yuan_of(subsidy.cap_fen or 0)}
    if subsidy.cap_fen is None:
        return _("总价的%(percent)s%%") % words
    return _("总价的%(percent)s%%，最多%(cap)s元") % words


def newer_texts_of(table: ShareTable) -> list[str]:
    """Return the present table as text, to be shown beside what somebody else typed."""
    lines = table.lines.select_related("flat")
    head = _("一共%(yuan)s元，%(method)s") % {
        "yuan": yuan_of(table.total_fen),
        "method": table.get_method_display(),
    }
    given = [f"{one.name} {yuan_of(one.fen)}" for one in table.subsidies.all()]
    return ["\n".join([head, table.rule, *given, *(_row_text(table, line) for line in lines)])]


def _row_text(table: ShareTable, line: ShareLine) -> str:
    return "  ".join([str(line.flat), *cells_of(table, line), yuan_of(line.fen)])


def cells_of(table: ShareTable, line: ShareLine) -> list[str]:
    """Return what was typed for a flat, in the columns that the method uses."""
    shown = {
        "coefficient": line.coefficient,
        "area": "" if line.area is None else f"{line.area}",
        "heads": "" if line.heads is None else f"{line.heads}",
        "fixed": "" if line.fixed_fen is None else yuan_of(line.fixed_fen),
    }
    return [shown[column] for column in table.columns]


COLUMN_NAMES: Mapping[str, StrOrPromise] = {
    "coefficient": gettext_lazy("系数"),
    "area": gettext_lazy("面积（㎡）"),
    "heads": gettext_lazy("人数"),
    "fixed": gettext_lazy("说定的（元）"),
}


def column_names(table: ShareTable) -> list[str]:
    return [str(COLUMN_NAMES[column]) for column in table.columns]


def paid_words(paid: int) -> str:
    """Return what a flat paid, or what it got back if that is more."""
    return _("已付%(yuan)s元") % {"yuan": yuan_of(paid)} if paid > 0 else received_words(paid)


def paid_ahead_words(share: int, paid: int, days: Sequence[dt.date]) -> str:
    """Return what a flat bears and paid on ``days``, which may be unknown, before that is decided."""
    words = {"share": yuan_of(share), "paid": yuan_of(paid)}
    if not days:
        told = _("应出%(share)s元，已经交了%(paid)s元。") % words
    elif len(days) == 1:
        words["day"] = format_day(days[0])
        told = _("应出%(share)s元，%(day)s已经交了%(paid)s元。") % words
    else:
        words["day"] = format_day(max(days))
        told = _("应出%(share)s元，到%(day)s一共已经交了%(paid)s元。") % words
    return told + _("分摊还没有定，定下来有出入，多退少补。")


def state_words(table: ShareTable) -> str:
    """Return how far a version has come that nobody has to pay by, or "" if it is to be paid."""
    canvass = table.canvass
    if table.state == ShareState.REPLACED:
        return _("有了新的一版，这一版不作数了")
    if table.state == ShareState.DRAFT:
        return _("草稿，别人看不到")
    if table.state == ShareState.REJECTED:
        return _("没有通过，不作数")
    if table.state == ShareState.WITHDRAWN:
        return _("征询撤回了，没有定")
    if table.state == ShareState.PROPOSED:
        return _("提出来了，还没有请各家看")
    return "" if table.is_due or canvass is None else _state_of_question(canvass)


def void_words(table: ShareTable) -> str:
    """Return what is told to a flat of a version that does not count, or "" if it may."""
    if table.state == ShareState.REPLACED:
        return _("这一版不作数了，不照它付")
    return _("这一版没有定，不用付") if table.state in GIVEN_UP_SHARES else ""


def _state_of_question(canvass: Canvass) -> str:
    return {
        CanvassState.ANNOUNCED: _("预告了，还没有开始问"),
        CanvassState.OPEN: _("正在问各家，还没有定"),
    }.get(CanvassState(canvass.state), _("问完了，结果还没有公布"))


def balance_words(share: int, paid: int, *, due: bool) -> str:
    """Return what a flat's account comes to, over and under in words. Nothing is missing before
    the share is ``due``."""
    if share and not due:
        return _("还没有定，先不用付")
    left = share - paid
    if left > 0:
        return _("还差%(yuan)s元") % {"yuan": yuan_of(left)}
    if left < 0:
        return _("多付了%(yuan)s元") % {"yuan": yuan_of(-left)}
    return _("付清了") if share else _("不出钱")
