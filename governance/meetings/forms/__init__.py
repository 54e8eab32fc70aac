"""Input from people, cleaned, split by what they do."""

from __future__ import annotations

from governance.meetings.forms.noting import (
    AddItemForm,
    DaysForm,
    PointsForm,
    ResolveForm,
    SettleForm,
    as_it_stands,
    beginning_for,
)
from governance.meetings.forms.planning import (
    CancelForm,
    ItemRows,
    MeetingForm,
    Rows,
    beginning_in,
    beginning_with,
    with_kind_known,
)
from governance.meetings.forms.taking_part import (
    AskForm,
    AttendanceForm,
    CorrectForm,
    DecideForm,
    ProposeForm,
    SheetForm,
)

__all__ = [
    "AddItemForm",
    "AskForm",
    "AttendanceForm",
    "CancelForm",
    "CorrectForm",
    "DaysForm",
    "DecideForm",
    "ItemRows",
    "MeetingForm",
    "PointsForm",
    "ProposeForm",
    "ResolveForm",
    "Rows",
    "SettleForm",
    "SheetForm",
    "as_it_stands",
    "beginning_for",
    "beginning_in",
    "beginning_with",
    "with_kind_known",
]
