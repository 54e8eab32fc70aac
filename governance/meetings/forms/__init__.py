"""Forms of the meetings room."""

from __future__ import annotations

from governance.meetings.forms.noting import (
    AddItemForm,
    DaysForm,
    PointsForm,
    ResolveForm,
    SettleForm,
    initial_for_resolution,
    initial_of_resolution,
)
from governance.meetings.forms.planning import (
    CancelForm,
    ItemRows,
    MeetingForm,
    Rows,
    initial_for_meeting,
    initial_of_meeting,
    with_kind_known,
)
from governance.meetings.forms.taking_part import (
    AskForm,
    AttendanceForm,
    CorrectForm,
    DecisionForm,
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
    "DecisionForm",
    "ItemRows",
    "MeetingForm",
    "PointsForm",
    "ProposeForm",
    "ResolveForm",
    "Rows",
    "SettleForm",
    "SheetForm",
    "initial_for_meeting",
    "initial_for_resolution",
    "initial_of_meeting",
    "initial_of_resolution",
    "with_kind_known",
]
