"""Minimum periods of public postings, each with its source and the date of the law.

Names and sources are stored in Chinese, the language of the law. Templates show them with ``{%
translate basis.source %}``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from louzu.lib.time import local_datetime


@dataclass(frozen=True, slots=True)
class Period:
    key: str
    title: str
    days: int
    source: str
    law_date: dt.date | None = None
    comment_days: int = 0
    """Days after ``days`` in which objections are still taken."""

    @property
    def length(self) -> int:
        return self.days + self.comment_days

    def end(self, begin: dt.datetime) -> dt.datetime:
        """Return the end of the last day. The day of posting is not counted (Civil Code, art. 201)."""
        last = timezone.localdate(begin) + dt.timedelta(days=self.length)
        return local_datetime(last, 23, 59)

    def as_json(self) -> dict[str, object]:
        return {
            "title": self.title,
            "days": self.days,
            "comment_days": self.comment_days,
            "source": self.source,
            "law_date": self.law_date.isoformat() if self.law_date else None,
        }


PERIODS = {
    period.key: period
    for period in (
        Period(
            "stairwell",
            _("楼组里的事，例如公约草案、楼道整治"),
            7,
            _("法律没有规定天数；楼组里的习惯是3到7天，这里取7天"),
        ),
        Period(
            "lift",
            _("加装电梯的方案"),
            10,
            _("宝规划资源〔2026〕1号（宝山区）：公示不少于10天，再收意见不少于7天"),
            comment_days=7,
        ),
        Period(
            "owners",
            _("业主大会、业主表决的事项"),
            15,
            _(
                "《物业管理条例》第14条；《上海市住宅物业管理规定》第16条（2023年12月28日修正）：提前15天"
            ),
            dt.date(2023, 12, 28),
        ),
        Period(
            "audit",
            _("审计结果"),
            30,
            _("《上海市住宅物业管理规定》第67条（2023年12月28日修正）：公示30天"),
            dt.date(2023, 12, 28),
        ),
    )
}
