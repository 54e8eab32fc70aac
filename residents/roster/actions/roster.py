"""Import a roster completely or not at all, and export one with a log entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.people.models import User
from residents.people.signals import roster_exported, roster_imported
from residents.places.models import Building
from residents.roster.actions.applying import apply_plan, lock_for_import
from residents.roster.actions.columns import save_column_answers
from residents.roster.models import RosterDraft, RosterImport
from residents.roster.queries.columns import sheet_of_draft
from residents.roster.queries.roster import DRAFTS_KEPT_FOR, roster_record_in
from residents.roster_parser.export import workbook_of
from residents.roster_parser.plan import Plan, PlanChanged, plan_import
from residents.roster_parser.sheet_data import RosterSheet


@transaction.atomic
def create_draft(building: Building, sheet: RosterSheet, *, name: str, by: User) -> RosterDraft:
    """Store the parsed file until it is confirmed, in place of an earlier one of the same person.

    Answers about columns are kept, because the person may have corrected the file.
    """
    earlier = RosterDraft.objects.filter(building=building, by=by)
    columns = earlier.values_list("columns", flat=True).first() or {}
    earlier.delete()
    return RosterDraft.objects.create(
        building=building, by=by, name=name[:200], sheet=sheet.as_json(), columns=columns
    )


@transaction.atomic
def choose_sheet(draft: RosterDraft, number: int, *, by: User) -> None:
    kept = _lock_draft(draft, by)
    choices = RosterSheet.from_json(kept.sheet).choices
    if not 0 <= number < len(choices):
        raise Refused(_("请选一张表。"))
    kept.sheet = choices[number].as_json()
    kept.save(update_fields=["sheet"])


@transaction.atomic
def answer_columns(draft: RosterDraft, answers: Mapping[str, str], *, by: User) -> None:
    """Store heading → field or ``NOT_READ`` for this file. They are remembered after the import.
    Raises Refused."""
    kept = _lock_draft(draft, by)
    kept.columns |= answers
    kept.save(update_fields=["columns"])


@transaction.atomic
def confirm_roster(
    draft: RosterDraft, *, answers: Mapping[str, str], shown: str, by: User, seen: bool = False
) -> Plan:
    """Carry out the plan with digest ``shown``, once. Raises PlanChanged or Refused."""
    kept = _lock_draft(draft, by)
    sheet = sheet_of_draft(kept)
    plan = import_roster(
        kept.building, sheet, answers=answers, shown=shown, seen=seen, by=by, name=kept.name
    )
    save_column_answers(kept.building, sheet, kept.columns, by=by)
    kept.delete()
    return plan


def _lock_draft(draft: RosterDraft, by: User) -> RosterDraft:
    kept = RosterDraft.objects.select_for_update().filter(pk=draft.pk, by=by).first()
    if kept is None:
        raise Refused(_("这份名册已经导入过了，或者已经过期。要再导入，请重新上传。"))
    return kept


@transaction.atomic
def import_roster(  # noqa: PLR0913 -- what was confirmed, and by whom
    building: Building,
    sheet: RosterSheet,
    *,
    answers: Mapping[str, str],
    by: User | None,
    shown: str | None = None,
    seen: bool = False,
    name: str = "",
) -> Plan:
    """Import the whole sheet, or nothing if a row has a problem or a question is open.

    ``shown`` is the digest of the plan without answers that was confirmed; ``seen`` confirms its
    doubts; ``name`` is the name of the file. If anything was written, it is kept as a
    ``RosterImport``.
    """
    building = lock_for_import(building)
    record = roster_record_in(building)
    if shown is not None and plan_import(sheet, record).digest != shown:
        raise PlanChanged
    plan = plan_import(sheet, record, answers, seen=seen)
    if sheet.choices:
        raise Refused(_("还没有选是哪一张表，什么都没有写入。"))
    if plan.problems:
        raise Refused(_("名册里还有看不懂的格子，什么都没有写入。"))
    if plan.asked:
        raise Refused(_("还有同名或同一个电话的业主没有选，什么都没有写入。"))
    if plan.doubts and not seen:
        raise Refused(_("还有几处要您看一看，什么都没有写入。"))
    if plan.steps:
        written = apply_plan(building, plan)
        RosterImport.objects.create(
            building=building,
            by=by,
            name=name[:200],
            page=sheet.page[:200],
            made=len(plan.made),
            changed=len(plan.changed),
            kept=[asdict(row) for row in written],
        )
        roster_imported.send(sender=Building, building=building, plan=plan, by=by)
    return plan


@transaction.atomic
def export_roster(building: Building, *, by: User | None) -> bytes:
    """Return the roster as an xlsx file with unmasked names and phones, and log the export."""
    record = roster_record_in(building)
    content = workbook_of(record)
    households = sum(1 for home in record.homes if home.household)
    roster_exported.send(sender=Building, building=building, households=households, by=by)
    return content


def delete_old_drafts() -> int:
    old = RosterDraft.objects.filter(at__lt=timezone.now() - DRAFTS_KEPT_FOR)
    forgotten, _by_model = old.delete()
    return forgotten
