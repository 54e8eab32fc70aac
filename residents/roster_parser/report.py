"""Show a plan as plain lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from louzu.lib.quoting import quoted
from residents.roster_parser.import_summary import changes_in_words
from residents.roster_parser.plan import Plan


def report_lines(plan: Plan) -> Iterator[str]:
    yield _sums(plan)
    if plan.says_nothing:
        yield _("表里没有读到这栋楼的住户。请看看下面没有读的行，是不是拿错了文件。")
    yield from (*_against(plan), *_steps(plan), *_left_out(plan))
    after = plan.after
    yield _(
        "导入以后，这栋楼共有%(households)d户、%(people)d人，其中60岁以上%(old)d人，0–6岁%(young)d人。"
    ) % {
        "households": after.households,
        "people": after.people,
        "old": after.aged_60_up,
        "young": after.aged_0_6,
    }


def _sums(plan: Plan) -> str:
    parts = [changes_in_words(len(plan.made), len(plan.changed))] if plan.steps else []
    if plan.same:
        parts.append(_("没有变化%(same)d户") % {"same": len(plan.same)})
    if plan.vanished:
        parts.append(_("表里没有%(vanished)d户") % {"vanished": len(plan.vanished)})
    return "，".join(parts or [_("没有变化")]) + "。"


def _against(plan: Plan) -> Iterator[str]:
    for wrong in plan.problems:
        where = _("第%(row)d行“%(column)s”（%(cell)s）") % {
            "row": wrong.row,
            "column": quoted(wrong.column),
            "cell": wrong.cell,
        }
        yield f"  ! {where} {wrong.said}: {wrong.text}"
    for question in plan.asked:
        rooms = "、".join((*question.rooms, *question.others))
        yield f"  ? {question.key} ({rooms})"
    for doubt in () if plan.seen else plan.doubts:
        yield f"  * {doubt}"


def _steps(plan: Plan) -> Iterator[str]:
    for step in plan.made:
        yield f"  + {step.after.room}"
    for step in plan.changed:
        for change in step.changes:
            yield f"  ~ {step.after.room} {change.what}: {change.old or '–'} → {change.new or '–'}"
    for home in plan.vanished:
        yield f"  - {home.room}: " + _("表里没有，不会删除")


def _left_out(plan: Plan) -> Iterator[str]:
    if plan.identity:
        yield _("身份证号没有读入") + f" ({', '.join(plan.identity)})"
    for left in plan.sheet.left:
        yield f"  · {left.where}: {left.why}"
    for column in plan.sheet.columns:
        yield f"  · {column.letter} {column.header}: {column.why}"
    for row in plan.skipped:
        yield f"  · {row.rows} {row.text}: {row.why}"
