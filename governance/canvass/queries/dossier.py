"""The file of a canvass for street office and housing authority: tables in people's words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.canvass.disclosure import DISCLOSE_ALL
from governance.canvass.models import Answer, Canvass, Delegation, Objection, Purpose
from governance.canvass.option_tally import OptionTally
from governance.canvass.queries.counting import COUNTED, AnyTally, tally_of
from governance.canvass.queries.delegations import delegations_of
from governance.canvass.queries.notice_days import days_needed, short_notice_of
from governance.canvass.queries.option_words import answer_words, instruction_words, most_sentence
from governance.canvass.queries.options import load_options, of_version, options_of
from governance.canvass.queries.outcomes import outcome_sentence
from governance.canvass.queries.page import count_of
from governance.canvass.queries.sentences import sentences_of
from governance.canvass.queries.texts import texts_of
from governance.canvass.queries.voices import VoiceStatus, voices_of
from governance.canvass.queries.words import choice_words, format_requirements, rule_in_force
from governance.canvass.tally import VoteSum
from governance.canvass.text_marks import text_mark
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


def dossier_of(canvass: Canvass) -> list[DossierTable]:
    """Return everything that is on record about a canvass, with names. Of a secret vote it tells who
    took part, never what they chose."""
    load_options(canvass)
    voices = voices_of(canvass)
    tables = [_overview(canvass), _tests(canvass, voices), _roster(canvass, voices)]
    if not canvass.secret:
        given = delegations_of(canvass)
        tables += [_answers(canvass), _delegations(canvass, given)]
        tables += [_objections(canvass), _evidence(canvass, given)]
    return [*tables, _texts(canvass), _files(canvass)]


def as_dossier_workbook(tables: Iterable[DossierTable]) -> bytes:
    return as_xlsx(
        {table.title: [table.head, *table.rows] if table.head else table.rows for table in tables},
        headed=False,
    )


def _overview(canvass: Canvass) -> DossierTable:
    building, rule, count = canvass.building, rule_in_force(canvass), count_of(canvass)
    rows = [
        (_("哪栋楼"), f"{building.neighbourhood.name} {building}"),
        (_("问题"), canvass.question),
        (_("目的"), canvass.get_purpose_display()),
        (_("问谁"), canvass.get_electorate_display()),
        (_("怎么答"), most_sentence(canvass)),
        (_("现在"), canvass.get_state_display()),
        (_("正文"), _text_words(canvass.version, canvass.text_mark)),
        (_("发起人"), canvass.byline),
        (_("算法"), _(rule.name)),
        (_("依据"), _(rule.source)),
        (_("预告"), _moment(canvass.announced_at)),
        (_("公示"), _posting(canvass)),
        (_("开始"), _moment(canvass.opened_at)),
        (_("截止"), _moment(canvass.deadline)),
        (_("延期"), canvass.extended_reason),
        (_("清点"), _moment(canvass.counted_at)),
        (_("清点人"), f"{count.first}、{count.second}" if count and count.second else ""),
        (_("公布"), _moment(canvass.published_at)),
        (_("结果"), outcome_sentence(canvass) if canvass.state in COUNTED else _("还没有清点")),
    ]
    return DossierTable(_("概况"), (), [row for row in rows if row[1]])


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


def _tests(canvass: Canvass, voices: Sequence[VoiceStatus]) -> DossierTable:
    tally, words = tally_of(canvass, voices), choice_words(canvass)
    if canvass.secret and canvass.state not in COUNTED:
        sums = [("roster", _("名册")), ("answered", _("投过票的"))]
        sentences: list[str] = []
    else:
        sums = [("roster", _("名册")), ("told", _("告知到")), ("answered", _("答复"))]
        kinds = ["abstain"] if canvass.has_options else ["agree", "object", "abstain"]
        sums += [(name, words[name]) for name in kinds]
        if canvass.purpose == Purpose.TELL:
            sums = sums[:2]
        sentences = sentences_of(canvass, tally, DISCLOSE_ALL)
    rows = [_sum_row(canvass, word, getattr(tally, name)) for name, word in sums]
    rows += _option_rows(canvass, tally)
    rule = format_requirements(
        canvass, rule_in_force(canvass), (tally.roster.heads, tally.roster.area)
    )
    blank = ("",) if canvass.weighs_area else ()
    rows += [(_("要求"), requirement, *blank) for requirement in rule]
    rows += [(_("到没到"), sentence, *blank) for sentence in sentences]
    head = (_("哪一项"), _("份数"), *((_("面积（㎡）"),) if canvass.weighs_area else ()))
    return DossierTable(_("参加和同意"), head, rows)


def _option_rows(canvass: Canvass, tally: AnyTally) -> list[tuple[object, ...]]:
    if not isinstance(tally, OptionTally):
        return []
    named = {option.number: str(option) for option in canvass.present_options}
    return [_sum_row(canvass, named[one.number], one.picked) for one in tally.options]


def _sum_row(canvass: Canvass, word: str, total: VoteSum) -> tuple[object, ...]:
    return (word, total.heads, *((str(total.area),) if canvass.weighs_area else ()))


def _roster(canvass: Canvass, voices: Sequence[VoiceStatus]) -> DossierTable:
    owners = canvass.weighs_area
    head = (_("号"), _("哪家"), *((_("业主"), _("面积（㎡）")) if owners else ()), _("现在"))
    rows = [
        (
            status.voice.number,
            status.voice.label,
            *((status.voice.party, str(status.voice.area)) if owners else ()),
            _standing(canvass, status),
        )
        for status in voices
    ]
    return DossierTable(_("名册"), head, rows)


def _standing(canvass: Canvass, status: VoiceStatus) -> str:
    if status.voted:
        return _("投过票了")
    if status.clash:
        return _("两份不一样的答复，都不算")
    if status.counts:
        return answer_words(canvass, status.counts)
    if status.waiting:
        return _("等第二个人核对")
    return _("告知了") if status.told else _("还没有")


def _answers(canvass: Canvass) -> DossierTable:
    found = Answer.objects.filter(voice__canvass=canvass)
    found = found.select_related("voice", "by", "delegation__proxy")
    rows = [
        (
            answer.voice.label,
            answer_words(canvass, answer),
            answer.reason,
            "，".join(filter(None, (answer.signer, answer.proxy_words))) or _("在网上答的"),
            answer.get_relation_display(),
            answer.get_channel_display(),
            _moment(answer.said_at),
            answer.version,
            byline(answer.by, answer.office) if not answer.on_web else "",
            "、".join(check.words for check in answer.confirmations.all()),
            _("截止以后登记的") if answer.late else "",
        )
        for answer in found.prefetch_related("confirmations__by").order_by("voice__number", "pk")
    ]
    head = (
        _("哪家"), _("怎么答的"), _("原因或意见"), _("签名的人"), _("是这家的谁"), _("怎么来的"),
        _("什么时候答的"), _("第几稿"), _("谁登记的"), _("谁核对的"), _("备注"),
    )  # fmt: off
    return DossierTable(_("每一份答复"), head, rows)


def _delegations(canvass: Canvass, given: list[Delegation]) -> DossierTable:
    """List all, also those that came to nothing."""
    rows = [
        (
            one.principal.label,
            one.proxy.label,
            instruction_words(canvass, one),
            one.reason,
            one.end_words if one.ended_at else one.get_state_display(),
            one.signer or _("在网上"),
            one.get_relation_display(),
            _moment(one.at),
            _moment(one.agreed_at),
            byline(one.by, one.office) if one.on_paper else "",
            str(one.agreed_by or "") if one.on_paper else "",
        )
        for one in given
    ]
    head = (
        _("哪家"), _("委托了哪家"), _("怎么答"), _("原因或意见"), _("现在"), _("签名的人"), _("是这家的谁"),
        _("什么时候委托的"), _("什么时候算的"), _("谁登记的"), _("谁核对的"),
    )  # fmt: off
    return DossierTable(_("委托"), head, rows)


def _objections(canvass: Canvass) -> DossierTable:
    found = Objection.objects.filter(voice__canvass=canvass).select_related("voice", "answer")
    rows = [
        (
            objection.voice.label,
            objection.answer.reason,
            _moment(objection.raised_at),
            objection.talk_count,
            objection.offer,
            objection.get_state_display(),
            _moment(objection.ended_at),
        )
        for objection in found.annotate(talk_count=Count("talks")).order_by("raised_at", "pk")
    ]
    head = (
        _("哪家"), _("为什么"), _("什么时候提的"), _("谈过几次"), _("提了什么办法"), _("现在"),
        _("什么时候了结的"),
    )  # fmt: off
    return DossierTable(_("异议"), head, rows)


def _evidence(canvass: Canvass, given: list[Delegation]) -> DossierTable:
    """List the photos of signed papers and mandates; the photos themselves are in the portal."""
    found = Answer.objects.filter(voice__canvass=canvass).exclude(evidence="", mandate="")
    rows: list[tuple[object, ...]] = []
    for answer in found.select_related("voice", "by").order_by("voice__number", "pk"):
        paper = _("和别家签在一张纸上") if answer.on_sheet else _("签了字的纸")
        for file, word in ((answer.evidence, paper), (answer.mandate, _("委托书"))):
            if file:
                kind = "PDF" if str(file).endswith(".pdf") else _("照片")
                where = (answer.voice.label, word, kind, answer.pk)
                rows.append((*where, _moment(answer.at), byline(answer.by, answer.office)))
    for one in given:
        if one.mandate:
            kind = "PDF" if str(one.mandate).endswith(".pdf") else _("照片")
            word = _("委托书，两家签的")
            entered = (_moment(one.at), byline(one.by, one.office))
            rows.append((one.principal.label, word, kind, "", *entered))
    head = (_("哪家"), _("是什么"), _("照片还是PDF"), _("答复的号"), _("登记的时间"), _("谁登记的"))
    return DossierTable(_("凭据"), head, rows)


def _texts(canvass: Canvass) -> DossierTable:
    files = list(canvass.attachments.all())
    rows = [
        (
            text.number,
            text_mark(
                text.number,
                text.body,
                of_version(files, text.number),
                options_of(canvass, text.number),
            ),
            _moment(text.at),
            text.reason,
            "" if text.number == 1 else _("意思变了") if text.material else _("只改了文字"),
            text.body,
        )
        for text in texts_of(canvass)[::-1]
    ]
    head = (_("第几稿"), _("校验码"), _("时间"), _("为什么改"), _("改了什么"), _("正文"))
    return DossierTable(_("历次文字"), head, rows)


def _files(canvass: Canvass) -> DossierTable:
    rows = [(file.name, file.get_kind_display()) for file in canvass.attachments.all()]
    return DossierTable(_("附件"), (_("名字"), _("照片还是PDF")), rows)


def _text_words(version: int, mark: str) -> str:
    return _("正文第 %(n)s 稿（校验码 %(mark)s）") % {"n": version, "mark": mark}


def _moment(value: dt.datetime | None) -> str:
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""
