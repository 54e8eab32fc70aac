"""Tables of what is on record about a canvass, in people's words, for its workbooks and its file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.canvass.models import Answer, Canvass
from governance.canvass.queries.checks import is_read_differently
from governance.canvass.queries.counting import COUNTED
from governance.canvass.queries.notice_days import days_needed, short_notice_of
from governance.canvass.queries.option_words import answer_words, most_sentence
from governance.canvass.queries.outcomes import outcome_sentence
from governance.canvass.queries.page import count_of
from governance.canvass.queries.voices import VoiceStatus
from governance.canvass.queries.words import electorate_words, rule_in_force
from louzu.lib.spreadsheet import as_xlsx
from residents.people.models.users import byline


@dataclass(frozen=True, slots=True)
class DossierTable:
    """A table of the file. Cells are strings or numbers; times are local."""

    title: str
    head: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]

    @property
    def is_list(self) -> bool:
        """Whether it has no heads, but a word and its value in each row."""
        return not self.head


def as_workbook(tables: Iterable[DossierTable]) -> bytes:
    """Write each table that has rows on a sheet of its own."""
    found = [table for table in tables if table.rows]
    return as_xlsx(
        {table.title: [table.head, *table.rows] if table.head else table.rows for table in found},
        headed=False,
    )


def overview_of(canvass: Canvass, *, anchor: str = "", result: bool = True) -> DossierTable:
    """``anchor`` is where the journal stands. ``result`` tells whether the reader may see it."""
    building, rule, count = canvass.building, rule_in_force(canvass), count_of(canvass)
    rows = [
        (_("哪栋楼"), f"{building.neighbourhood.name} {building}"),
        (_("问题"), canvass.question),
        (_("目的"), canvass.get_purpose_display()),
        (_("问谁"), electorate_words(canvass)),
        (_("怎么答"), most_sentence(canvass)),
        (_("现在"), canvass.get_state_display()),
        (_("正文"), text_words(canvass.version, canvass.text_mark)),
        (_("发起人"), canvass.byline),
        (_("算法"), _(rule.name)),
        (_("依据"), _(rule.source)),
        (_("预告"), format_time(canvass.announced_at)),
        (_("公示"), _posting(canvass)),
        (_("开始"), format_time(canvass.opened_at)),
        (_("截止"), format_time(canvass.deadline)),
        (_("延期"), canvass.extended_reason),
        (_("清点"), format_time(canvass.counted_at)),
        (_("清点人"), f"{count.first}、{count.second}" if count and count.second else ""),
        (_("公布"), format_time(canvass.published_at)),
        (_("结果"), _outcome(canvass, result=result)),
        (_("楼组日志记到"), anchor),
    ]
    return DossierTable(_("概况"), (), [row for row in rows if row[1]])


def _outcome(canvass: Canvass, *, result: bool) -> str:
    if canvass.state not in COUNTED:
        return _("还没有清点")
    return outcome_sentence(canvass) if result else ""


def _posting(canvass: Canvass) -> str:
    """Tell how many days it was posted before it was opened, and how many the law asks for."""
    if canvass.announced_at is None or canvass.opened_at is None:
        return ""
    since, until = map(timezone.localdate, (canvass.announced_at, canvass.opened_at))
    days, needed = (until - since).days, days_needed(canvass)
    words = ngettext("开始以前公示了%(n)s天", "开始以前公示了%(n)s天", days) % {"n": days}
    if needed:
        words += _("，规定%(needed)s天") % {"needed": needed}
    shortened = short_notice_of(canvass)
    if shortened and shortened.agreed:
        more = {"leader": shortened.leader, "staff": shortened.staff, "why": shortened.reason}
        words += _("；楼组长%(leader)s和居委%(staff)s同意缩短：%(why)s") % more
    return words


def answers_table(canvass: Canvass, voices: Sequence[VoiceStatus]) -> DossierTable:
    """List all answers, each with whether it counts now."""
    standing = {status.voice.pk: status for status in voices}
    found = Answer.objects.filter(voice__canvass=canvass)
    found = found.select_related("voice", "by", "delegation__proxy")
    found = found.annotate(disputed=is_read_differently())
    rows = [
        (
            answer.voice.label,
            answer_words(canvass, answer),
            _("另一位读的不一样，先不算")
            if answer.disputed
            else _counts(canvass, standing[answer.voice_id], answer),
            answer.reason,
            "，".join(filter(None, (answer.signer, answer.proxy_words))) or _("在网上答的"),
            answer.get_relation_display(),
            answer.get_channel_display(),
            format_time(answer.said_at),
            answer.version,
            byline(answer.by, answer.office) if not answer.on_web else "",
            "、".join(check.words for check in answer.confirmations.all()),
            _("截止以后登记的") if answer.late else "",
        )
        for answer in found.prefetch_related("confirmations__by").order_by("voice__number", "pk")
    ]
    head = (
        _("哪家"),
        _("怎么答的"),
        _("算不算"),
        _("原因或意见"),
        _("签名的人"),
        _("是这家的谁"),
        _("怎么来的"),
        _("什么时候答的"),
        _("第几稿"),
        _("谁登记的"),
        _("谁核对的"),
        _("备注"),
    )
    return DossierTable(_("每一份答复"), head, rows)


def _counts(canvass: Canvass, status: VoiceStatus, answer: Answer) -> str:
    """Say whether an answer of the voice counts now, and why not."""
    if status.clash and answer in (status.answer, status.waiting):
        return _("有出入，先不算")
    if answer == status.counts:
        return _("算这份")
    if answer == status.waiting:
        return _("等第二个人核对")
    if answer.version < canvass.material_version:
        return _("文字改过了，不算")
    return "" if answer == status.answer else _("后来另有答复，不算")


def text_words(version: int, mark: str) -> str:
    return _("正文第 %(n)s 稿（校验码 %(mark)s）") % {"n": version, "mark": mark}


def format_time(value: dt.datetime | None) -> str:
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""
