"""Export the record of a canvass, limited to what the reader may see on the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from governance.canvass.models import Answer, Canvass, Purpose
from governance.canvass.queries.counting import as_json
from governance.canvass.queries.delegations import delegations_of
from governance.canvass.queries.notice_days import short_notice_of
from governance.canvass.queries.options import of_version
from governance.canvass.queries.page import CanvassPage, VoiceRow, canvass_page_for
from governance.canvass.queries.record_tables import (
    DossierTable,
    answers_table,
    format_time,
    overview_of,
)
from governance.canvass.queries.texts import texts_of
from governance.journal.queries import anchor_of
from residents.models import Standing
from residents.people.models.users import byline

NOBODY = Standing()


def as_record(canvass: Canvass, *, each: bool, text: bool, result: bool) -> dict[str, object]:
    """Return the record as JSON. With ``each``, it contains every choice, signer and time;
    otherwise what neighbours see. ``text`` and ``result`` tell whether the reader may see them."""
    view = canvass_page_for(canvass, NOBODY, each=each)
    now = None if view.hidden else view.told(as_json(view.tally))
    counted = (view.result or None) if result else None
    if not canvass.weighs_area:
        now, counted = _without_areas([now, counted])
    return {
        "building": str(canvass.building),
        "journal": anchor_of(canvass.building),
        "question": canvass.question,
        "text": canvass.body if text else "",
        "version": canvass.version,
        "texts": _texts(canvass, _moment) if text else [],
        "kind": canvass.kind,
        "seats": canvass.seats,
        "options": _options(canvass) if text else [],
        "electorate": canvass.electorate,
        "rule": canvass.rule,
        "state": canvass.state,
        "short_notice": _short_notice(canvass),
        "opened": _moment(canvass.opened_at),
        "closes": _moment(canvass.closes_at),
        "now": now,
        "result": counted,
        "roster": [_line(row, areas=each and canvass.weighs_area) for row in view.rows],
        "answers": _answers(canvass) if each and not canvass.secret else [],
        "delegations": _delegations(canvass, each=each),
    }


def record_tables(canvass: Canvass, *, each: bool, text: bool, result: bool) -> list[DossierTable]:
    """Return the record in people's words, limited like ``as_record``."""
    view = canvass_page_for(canvass, NOBODY, each=each)
    tables = [overview_of(canvass, anchor=anchor_of(canvass.building), result=result)]
    tables += [_texts_table(canvass), _options_table(canvass)] if text else []
    tables += [_roster_table(canvass, view)]
    if each and not canvass.secret:
        tables += [answers_table(canvass, [row.status for row in view.rows])]
    return [*tables, _delegations_table(canvass, each=each)]


def _texts_table(canvass: Canvass) -> DossierTable:
    rows = [
        (
            text["number"],
            text["at"],
            "" if text["number"] == 1 else _("意思变了") if text["material"] else _("只改了文字"),
            text["reason"],
            text["answered"],
            text["text"],
            "、".join(text["files"]),
        )
        for text in _texts(canvass, format_time)
    ]
    head = (
        _("第几稿"), _("时间"), _("改了什么"), _("为什么改"), _("改的时候几家答复了"), _("正文"), _("附件"),
    )  # fmt: off
    return DossierTable(_("历次文字"), head, rows)


def _options_table(canvass: Canvass) -> DossierTable:
    rows = [
        (
            option["number"],
            option["label"],
            option["details"],
            option["since"],
            option["until"],
            "、".join(option["files"]),
        )
        for option in _options(canvass)
    ]
    head = (_("号"), _("哪一样"), _("说明"), _("从第几稿起"), _("到第几稿没有了"), _("附件"))
    return DossierTable(_("选项"), head, rows)


def _roster_table(canvass: Canvass, view: CanvassPage) -> DossierTable:
    areas = view.each and canvass.weighs_area
    fresh = _("开始前14天里，才用发起的人印的条加入")
    rows = [
        (
            row.status.voice.number,
            row.status.voice.label,
            *((row.status.voice.party, row.status.voice.area) if areas else ()),
            row.word,
            "；".join(part for part in (row.note, fresh if row.status.voice.fresh else "") if part),
        )
        for row in view.rows
    ]
    more = (_("业主"), _("面积（㎡）")) if areas else ()
    head = (_("号"), _("哪家"), *more, _("现在"), _("备注"))
    return DossierTable(_("名册"), head, rows)


def _delegations_table(canvass: Canvass, *, each: bool) -> DossierTable:
    rows = [
        (
            one.principal.label,
            one.proxy.label,
            one.end_words if one.ended_at else one.get_state_display(),
            _("纸上的") if one.on_paper else _("在网上"),
            format_time(one.at),
            format_time(one.agreed_at),
        )
        for one in delegations_of(canvass)
        if each or one.is_accepted
    ]
    head = (
        _("哪家"), _("委托了哪家"), _("现在"), _("怎么委托的"), _("什么时候委托的"), _("什么时候算的"),
    )  # fmt: off
    return DossierTable(_("委托"), head, rows)


def _texts(
    canvass: Canvass, time: Callable[[dt.datetime | None], str | None]
) -> list[dict[str, Any]]:
    """Return all texts if it was reworded. For consultations the number of answers is left out,
    because it equals the number of objections."""
    shows_answered = canvass.purpose != Purpose.HEAR
    files = list(canvass.attachments.filter(option=None)) if canvass.version > 1 else []
    return [
        {
            "number": text.number,
            "at": time(text.at),
            "material": text.material,
            "reason": text.reason,
            "answered": text.answered if shows_answered else None,
            "text": text.body,
            "files": [file.name for file in of_version(files, text.number)],
        }
        for text in (texts_of(canvass)[::-1] if canvass.version > 1 else [])
    ]


def _options(canvass: Canvass) -> list[dict[str, Any]]:
    """Return the options of all versions of the text."""
    return [
        {
            "number": option.number,
            "label": str(option),
            "details": option.details,
            "starts": _moment(option.starts_at),
            "since": option.since,
            "until": option.until,
            "files": [file.name for file in option.files.all()],
        }
        for option in (canvass.options.all() if canvass.has_options else ())
    ]


def _short_notice(canvass: Canvass) -> dict[str, str] | None:
    notice = short_notice_of(canvass)
    if notice is None or not notice.agreed:
        return None
    return {"reason": notice.reason, "leader": str(notice.leader), "committee": str(notice.staff)}


def _line(row: VoiceRow, *, areas: bool) -> dict[str, object]:
    """Return a row of the roster. Areas are for helpers only, because they would reveal choices with
    the totals by area, and only if they count."""
    voice = row.status.voice
    area = {"area": str(voice.area)} if areas else {}
    return {
        "number": voice.number,
        "flats": voice.label,
        **area,
        "looks": row.look,
        "fresh": voice.fresh,
    }


def _answers(canvass: Canvass) -> list[dict[str, object]]:
    answers = Answer.objects.filter(voice__canvass=canvass)
    answers = answers.select_related("voice", "by", "delegation__proxy")
    return [
        {
            "id": answer.pk,
            "number": answer.voice.number,
            "choice": answer.choice,
            "picks": answer.picks,
            "against": answer.against,
            "reason": answer.reason,
            "channel": answer.channel,
            "version": answer.version,
            "said": _moment(answer.said_at),
            "entered": _moment(answer.at),
            "by": byline(answer.by, answer.office),
            "signer": answer.signer,
            "relation": answer.relation,
            "late_access": answer.late_access,
            "late": answer.late,
            "proxy": answer.delegation.proxy.number if answer.delegation else None,
            "seen": answer.seen,
            "checked_by": answer.checkers,
        }
        for answer in answers.prefetch_related("confirmations__by").order_by("pk")
    ]


def _delegations(canvass: Canvass, *, each: bool) -> list[dict[str, object]]:
    """Return those that were accepted, or with ``each`` all. Instructions are in the file alone."""
    return [
        {
            "number": one.principal.number,
            "proxy": one.proxy.number,
            "state": one.state,
            "on_paper": one.on_paper,
            "at": _moment(one.at),
            "agreed": _moment(one.agreed_at),
        }
        for one in delegations_of(canvass)
        if each or one.is_accepted
    ]


def _moment(value: dt.datetime | None) -> str | None:
    return value.isoformat() if value else None


def _without_areas(value: Any) -> Any:
    """Leave out areas and tests by area, wherever they stand."""
    if isinstance(value, list):
        return [_without_areas(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: _without_areas(one) for name, one in value.items() if name != "area"}
