"""Pages for papers with the answers of many homes: bringing in, the table, and the check."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from governance.canvass.actions import sheet_pages, sheets
from governance.canvass.choices import choices_for
from governance.canvass.forms.readings import ReadingForm
from governance.canvass.forms.sheets import (
    PapersForm,
    SheetLineForm,
)
from governance.canvass.inputs import LineInput, ReadingInput
from governance.canvass.models import Answer, Canvass, HomeEntry, LineReading, Purpose, Sheet
from governance.canvass.queries.sheets import (
    SheetHome,
    is_untouched,
    lines_to_check,
    lines_to_enter,
    row_numbered,
    row_version,
    rows_of,
    sheets_of,
)
from governance.canvass.queries.texts import voices_at_home
from governance.canvass.queries.words import choice_words
from governance.canvass.views._shared import fetch_canvass, sheet_or_404
from louzu.lib.forms import error_sentences, refusals_on
from louzu.lib.quoting import quoted
from louzu.lib.time import format_day
from residents.access.building import BuildingRequest, in_building
from residents.access.offline_pages import kept_offline
from residents.uploads.rates import rate_limit

ROW_HEADER = "X-Row-Version"
"""Header of the answer to a row: its ``row_version`` (static/js/sheet-table.js)."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the table as the template shows it."""

    row: SheetHome
    form: SheetLineForm
    said: str = ""
    """The words of the entered line."""
    read: str = ""
    """The words of what a second person reads, if it differs."""


@in_building
@rate_limit("answer")
def bring_sheet(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = fetch_canvass(request, pk, to="canvass.bring")
    form = PapersForm(canvass, request.POST or None, request.FILES or None)
    if form.is_valid():
        with refusals_on(form):
            sheet = sheets.begin_sheet(canvass, form.to_input(), by=request.user)
            return redirect("canvass:sheet_table", request.building.slug, pk, sheet.pk)
    context = {"canvass": canvass, "form": form, "sheets": sheets_of(canvass)}
    return render(request, "canvass/bring_sheet.html", context)


@in_building
@rate_limit("answer")
@kept_offline
def sheet_table(request: BuildingRequest, pk: int, sheet: int) -> HttpResponse:
    """The table of a sheet. Both buttons keep what was typed, one also enters complete lines."""
    canvass = fetch_canvass(request, pk, to="canvass.bring")
    found = sheet_or_404(canvass, sheet)
    rows = rows_of(found)
    if request.method != "POST":
        return _table(request, found, [_table_row(found, row) for row in rows])
    forms = [(row, _form(found, row, request)) for row in rows if _is_sent(row, request)]
    wrong = {row.voice.pk: form for row, form in forms if not form.is_valid()}
    typed = {r.voice.pk: form.to_input() for r, form in forms if r.voice.pk not in wrong}
    overtaken = sheets.save_lines(found, typed, by=request.user)
    problems = {pk: _both(found, stored, typed[pk]) for pk, stored in overtaken.items()}
    for button in ("mandate", "again", "leave"):
        if request.POST.get(button, "").isdecimal():
            return _one_home(request, found, button, int(request.POST[button]))
    if "enter" in request.POST and not (wrong or problems) and not lines_to_enter(found).exists():
        messages.warning(request, _("一家也没有填，没有登记。"))
        return redirect("canvass:sheet_table", request.building.slug, pk, sheet)
    if "enter" not in request.POST and not (wrong or problems):
        messages.success(request, _("存好了，还没有登记。看清了再接着填。"))
        return redirect("canvass:sheet_table", request.building.slug, pk, sheet)
    if "enter" in request.POST:
        problems |= sheets.enter_sheet(found, without=problems.keys(), by=request.user)
    for voice, form in wrong.items():
        problems[voice] = " ".join(str(e) for errors in form.errors.values() for e in errors)
    return _entered(request, found, problems)


@in_building
@require_POST
def save_line(request: BuildingRequest, pk: int, sheet: int, number: int) -> HttpResponse:
    """Keep one row while it is typed. The table's script sends it, also just before the whole table,
    which may arrive first and enter the row."""
    canvass = fetch_canvass(request, pk, to="canvass.bring")
    found = sheet_or_404(canvass, sheet)
    row = row_numbered(found, number)
    if row and row.entered and _form(found, row, request).says_as_entered(row.line):
        return HttpResponse(status=204)
    if row is None or row.left_out:
        raise Http404
    form = _form(found, row, request)
    if not form.is_valid():
        return _row_answer(row.line, "\n".join(error_sentences(form)))
    typed = form.to_input()
    if row.entered and row.line and not is_untouched(typed):
        return _row_answer(row.line, _both(found, row.line, typed))
    for stored in sheets.save_lines(found, {row.voice.pk: typed}, by=request.user).values():
        return _row_answer(stored, _both(found, stored, typed))
    return _row_answer(typed)


def _row_answer(row: HomeEntry | LineInput | None, refusal: str = "") -> HttpResponse:
    """Answer the script with the version of the row that is stored now."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.NO_CONTENT
    answer = HttpResponse(refusal, status=status, content_type="text/plain; charset=utf-8")
    answer.headers[ROW_HEADER] = row_version(row)
    return answer


def _both(sheet: Sheet, stored: HomeEntry, typed: LineInput) -> str:
    """Say what a row says now, and what was typed."""
    theirs, mine = _all_words(sheet, stored), _all_words(sheet, typed)
    words = {"theirs": quoted(theirs), "mine": quoted(mine)}
    return (
        _("这一家刚才别人填过，现在是“%(theirs)s”。您填的“%(mine)s”没有存；要照您的，请再填一次。")
        % words
    )


def _all_words(sheet: Sheet, row: HomeEntry | LineInput) -> str:
    answer = _("看不清") if row.illegible else _words(sheet, row)
    signed = format_day(row.signed_on) if row.signed_on else ""
    relation = Answer.Relation(row.relation or Answer.Relation.SELF).label
    parts = [answer, row.reason, row.signer, str(relation), signed]
    return "，".join(part for part in parts if part)


@in_building
@require_POST
def discard_sheet(request: BuildingRequest, pk: int, sheet: int) -> HttpResponse:
    canvass = fetch_canvass(request, pk, to="canvass.bring")
    sheets.discard_sheet(sheet_or_404(canvass, sheet), by=request.user)
    messages.success(request, _("这张纸拿掉了。"))
    return redirect("canvass:bring_sheet", request.building.slug, pk)


@in_building
@rate_limit("answer")
def check_sheet(request: BuildingRequest, pk: int, sheet: int) -> HttpResponse:
    """The same table for a second person, who confirms rows or types what he reads."""
    canvass = fetch_canvass(request, pk, to="canvass.see_each")
    found = sheet_or_404(canvass, sheet)
    at_home = {voice.pk for voice in voices_at_home(canvass, request.standing)}
    waiting = lines_to_check(found)
    lines = [line for line in waiting if at_home.isdisjoint(line.homes)]
    forms = [_reading_form(canvass, line, request) for line in lines if line.answer]
    if request.method == "POST" and all(form.is_valid() for form in forms):
        read = [form for form in forms if form.has_changed()]
        with refusals_on(read[0]) if read else nullcontext():
            return _checked(request, found, lines, [form.to_input() for form in read])
    context = {
        **_photos(found),
        "rows": list(zip(lines, forms, strict=True)),
        "words": choice_words(canvass),
        "left_to_others": len(waiting) - len(lines),
        "entered_myself": any(line.answer and line.answer.by == request.user for line in lines),
    }
    return render(request, "canvass/check_sheet.html", context)


def _one_home(request: BuildingRequest, sheet: Sheet, button: str, number: int) -> HttpResponse:
    """Do what the button of one row says: add its mandate, add the home, or leave it out."""
    where = (request.building.slug, sheet.canvass.pk, sheet.pk)
    if button == "mandate":
        return redirect("canvass:add_mandate", *where, number)
    row = row_numbered(sheet, number)
    if row is None or row.before is None or row.entered:
        raise Http404
    if button == "again":
        sheet_pages.add_home(sheet, row.voice, by=request.user)
    else:
        sheet_pages.leave_home_out(sheet, row.voice, by=request.user)
    table = reverse("canvass:sheet_table", args=where)
    return redirect(f"{table}#home{number}" if button == "again" else table)


def _is_sent(row: SheetHome, request: BuildingRequest) -> bool:
    """Return whether the table that was sent may change a row. A row that was entered meanwhile is
    only compared."""
    return not row.left_out and (not row.entered or f"v{row.voice.number}-version" in request.POST)


def _form(sheet: Sheet, row: SheetHome, request: BuildingRequest) -> SheetLineForm:
    again = row.before is not None
    prefix = f"v{row.voice.number}"
    return SheetLineForm(sheet, request.POST, again=again, proxy=row.proxy, prefix=prefix)


def _table_row(sheet: Sheet, row: SheetHome) -> TableRow:
    line, reading = row.line, row.reading
    names = ("reason", "signer", "relation", "signed_on", "settles")
    initial = {name: getattr(line, name) for name in names} if line else {}
    prefix, again = f"v{row.voice.number}", row.before is not None
    form = SheetLineForm(
        sheet, line=line, again=again, proxy=row.proxy, initial=initial, prefix=prefix
    )
    said, read = (_words(sheet, one) for one in (line, reading))
    return TableRow(row, form, said, read)


def _words(sheet: Sheet, one: HomeEntry | LineReading | LineInput | None) -> str:
    marks = (one.marks or [one.choice]) if one else []
    choices = choices_for(sheet.canvass, sheet.version)
    return "、".join(words for value, words in choices if value in marks)


def _photos(sheet: Sheet) -> dict[str, object]:
    return {"canvass": sheet.canvass, "sheet": sheet, "pages": sheet.present_pages}


def _table(request: BuildingRequest, sheet: Sheet, rows: list[TableRow]) -> HttpResponse:
    asks = sheet.canvass.purpose != Purpose.TELL
    context = {
        **_photos(sheet),
        "rows": [row for row in rows if not (row.row.entered or row.row.left_out)],
        "entered": [row for row in rows if row.row.entered],
        "answered": [row.row.before for row in rows if row.row.left_out and asks],
        "words": choice_words(sheet.canvass),
    }
    return render(request, "canvass/sheet_table.html", context)


def _entered(request: BuildingRequest, sheet: Sheet, problems: dict[int, str]) -> HttpResponse:
    """Answer after an entry: lead to the table, with a sentence for each row that was left out."""
    for row in rows_of(sheet):
        if problem := problems.get(row.voice.pk):
            messages.warning(request, f"{row.voice.label}：{problem}")
    if not problems and sheet.version < sheet.canvass.material_version:
        words = _("记下了，但是这张纸印的是改以前的文字，不算。请照新的再问一次。")
        messages.warning(request, words)
    elif not problems:
        messages.success(request, _("登记好了，等另一位对着照片核对。"))
    return redirect("canvass:sheet_table", request.building.slug, sheet.canvass.pk, sheet.pk)


def _reading_form(canvass: Canvass, line: HomeEntry, request: BuildingRequest) -> ReadingForm:
    """Return the form of one line, which may stay as it is."""
    answer, prefix = line.answer or Answer(), f"r{line.answer_id}"
    return ReadingForm(canvass, answer, request.POST or None, prefix=prefix, empty_permitted=True)


def _checked(
    request: BuildingRequest, sheet: Sheet, lines: list[HomeEntry], readings: list[ReadingInput]
) -> HttpResponse:
    everything = request.POST.get("do") == "all"
    seen = {pk for pk in request.POST.getlist("seen") if pk.isdecimal()}
    marked = {pk for pk in request.POST.getlist("right") if pk.isdecimal()}
    confirmed, different = sheets.check_sheet(
        sheet,
        confirmed=[int(pk) for pk in sorted(seen if everything else marked)],
        readings=readings,
        pages=[int(pk) for pk in request.POST.getlist("page") if pk.isdecimal()] or None,
        by=request.user,
    )
    if not confirmed and not different:
        messages.warning(request, _("一家也没有核对：没有打勾，也没有写不一样的。"))
        return redirect("canvass:check_sheet", request.building.slug, sheet.canvass.pk, sheet.pk)
    words = ngettext("%(n)s家核对好了。", "%(n)s家核对好了。", confirmed) % {"n": confirmed}
    if different:
        more = ngettext(
            "%(n)s家读得不一样，请登记的人再看。",
            "%(n)s家读得不一样，请登记的人再看。",
            different,
        )
        words += more % {"n": different}
    messages.success(request, words)
    if len(lines) > confirmed + different:
        return redirect("canvass:check_sheet", request.building.slug, sheet.canvass.pk, sheet.pk)
    return redirect("canvass:answers_to_check", request.building.slug)
