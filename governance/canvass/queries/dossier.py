"""The file of a canvass for street office and housing authority: tables in people's words."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count
from django.utils.translation import gettext as _

from governance.canvass.disclosure import DISCLOSE_ALL
from governance.canvass.models import Answer, Canvass, Delegation, Objection, Purpose
from governance.canvass.option_tally import OptionTally
from governance.canvass.queries.counting import COUNTED, AnyTally, tally_of
from governance.canvass.queries.delegations import delegations_of
from governance.canvass.queries.option_words import answer_words, instruction_words
from governance.canvass.queries.options import load_options, of_version, options_of
from governance.canvass.queries.record_tables import (
    DossierTable,
    answers_table,
    format_time,
    overview_of,
)
from governance.canvass.queries.sentences import sentences_of
from governance.canvass.queries.texts import texts_of
from governance.canvass.queries.voices import VoiceStatus, voices_of
from governance.canvass.queries.words import choice_words, format_requirements, rule_in_force
from governance.canvass.tally import VoteSum
from governance.canvass.text_marks import text_mark
from residents.people.models.users import byline


def dossier_of(canvass: Canvass) -> list[DossierTable]:
    """Return everything that is on record about a canvass, with names. Of a secret vote it tells who
    took part, never what they chose."""
    load_options(canvass)
    voices = voices_of(canvass)
    tables = [overview_of(canvass), _tests(canvass, voices), _roster(canvass, voices)]
    if not canvass.secret:
        given = delegations_of(canvass)
        tables += [answers_table(canvass, voices), _delegations(canvass, given)]
        tables += [_objections(canvass), _evidence(canvass, given)]
    return [*tables, _texts(canvass), _files(canvass)]


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
    return (word, total.heads, *((total.area,) if canvass.weighs_area else ()))


def _roster(canvass: Canvass, voices: Sequence[VoiceStatus]) -> DossierTable:
    owners = canvass.weighs_area
    head = (_("号"), _("哪家"), *((_("业主"), _("面积（㎡）")) if owners else ()), _("现在"))
    rows = [
        (
            status.voice.number,
            status.voice.label,
            *((status.voice.party, status.voice.area) if owners else ()),
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
            format_time(one.at),
            format_time(one.agreed_at),
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
            format_time(objection.raised_at),
            objection.talk_count,
            objection.offer,
            objection.get_state_display(),
            format_time(objection.ended_at),
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
                rows.append((*where, format_time(answer.at), byline(answer.by, answer.office)))
    for one in given:
        if one.mandate:
            kind = "PDF" if str(one.mandate).endswith(".pdf") else _("照片")
            word = _("委托书，两家签的")
            entered = (format_time(one.at), byline(one.by, one.office))
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
            format_time(text.at),
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
