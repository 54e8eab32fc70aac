"""Export the record of a canvass, limited to what the reader may see on the page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from governance.canvass.models import Answer, Canvass, Purpose
from governance.canvass.queries.counting import as_json
from governance.canvass.queries.delegations import delegations_of
from governance.canvass.queries.notice_days import short_notice_of
from governance.canvass.queries.options import of_version
from governance.canvass.queries.page import VoiceRow, canvass_page_for
from governance.canvass.queries.texts import texts_of
from governance.journal.queries import anchor_of
from louzu.lib.spreadsheet import as_xlsx
from residents.models import Standing
from residents.people.models.users import byline

NOBODY = Standing()


def as_record(canvass: Canvass, *, each: bool, text: bool, result: bool) -> dict[str, object]:
    """Return the record as JSON. With ``each``, it contains every choice, signer and time;
    otherwise what neighbours see. ``text`` and ``result`` tell whether the reader may see them."""
    view = canvass_page_for(canvass, NOBODY, each=each)
    return {
        "building": str(canvass.building),
        "journal": anchor_of(canvass.building),
        "question": canvass.question,
        "text": canvass.body if text else "",
        "version": canvass.version,
        "texts": _texts(canvass) if text else [],
        "kind": canvass.kind,
        "seats": canvass.seats,
        "options": _options(canvass) if text else [],
        "electorate": canvass.electorate,
        "rule": canvass.rule,
        "state": canvass.state,
        "short_notice": _short_notice(canvass),
        "opened": _moment(canvass.opened_at),
        "closes": _moment(canvass.closes_at),
        "now": None if view.hidden else view.told(as_json(view.tally)),
        "result": (view.result or None) if result else None,
        "roster": [_line(row, each=each) for row in view.rows],
        "answers": _answers(canvass) if each and not canvass.secret else [],
        "delegations": _delegations(canvass, each=each),
    }


def as_workbook(record: dict[str, Any]) -> bytes:
    head = ("building", "journal", "question", "version", "state", "opened", "closes")
    return as_xlsx(
        {
            _("概况"): [(name, _cell(record[name])) for name in head],
            _("历次文字"): _rows(record["texts"]),
            _("选项"): _rows(record["options"]),
            _("名册"): _rows(record["roster"]),
            _("答复"): _rows(record["answers"]),
            _("委托"): _rows(record["delegations"]),
        },
        headed=False,
    )


def _texts(canvass: Canvass) -> list[dict[str, object]]:
    """Return all texts if it was reworded. For consultations the number of answers is left out,
    because it equals the number of objections."""
    shows_answered = canvass.purpose != Purpose.HEAR
    files = list(canvass.attachments.filter(option=None)) if canvass.version > 1 else []
    return [
        {
            "number": text.number,
            "at": _moment(text.at),
            "material": text.material,
            "reason": text.reason,
            "answered": text.answered if shows_answered else None,
            "text": text.body,
            "files": [file.name for file in of_version(files, text.number)],
        }
        for text in (texts_of(canvass)[::-1] if canvass.version > 1 else [])
    ]


def _options(canvass: Canvass) -> list[dict[str, object]]:
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


def _line(row: VoiceRow, *, each: bool) -> dict[str, object]:
    """Return a row of the roster. Areas are for helpers only: with the totals by area they would
    reveal choices."""
    voice = row.status.voice
    area = {"area": str(voice.area)} if each else {}
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


def _rows(records: list[dict[str, object]]) -> list[list[object]]:
    rows = [[_cell(value) for value in one.values()] for one in records]
    return [list(records[0]), *rows] if records else []


def _cell(value: object) -> object:
    return "、".join(map(str, value)) if isinstance(value, list) else value
