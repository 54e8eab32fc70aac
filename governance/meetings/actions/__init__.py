"""Every change to the building's meetings, split by noun. Each locks the meeting first."""

from __future__ import annotations

from governance.meetings.actions.agenda import (
    AgendaItemInput,
    accept_proposal,
    add_item,
    decline_proposal,
    propose_item,
    take_back_proposal,
    take_up_wish,
)
from governance.meetings.actions.feeds import close_feed, open_feed
from governance.meetings.actions.holding import (
    hold_meeting,
    record_attendance,
    reply_to_invitation,
    save_attendance_sheet,
)
from governance.meetings.actions.minutes import (
    accept_correction,
    answer_correction,
    ask_correction,
    close_meeting,
    open_minutes,
    publish_minutes,
)
from governance.meetings.actions.noting import (
    ResolutionInput,
    add_resolution,
    change_resolution,
    draft_canvass_on,
    drop_task,
    edit_points,
    finish_task,
    remove_resolution,
    remove_resolution_attachment,
    reopen_task,
)
from governance.meetings.actions.planning import (
    cancel_meeting,
    edit_meeting,
    invite_meeting,
    plan_meeting,
    post_meeting,
    remove_attachment,
    remove_name,
)

__all__ = [
    "AgendaItemInput",
    "ResolutionInput",
    "accept_correction",
    "accept_proposal",
    "add_item",
    "add_resolution",
    "answer_correction",
    "ask_correction",
    "cancel_meeting",
    "change_resolution",
    "close_feed",
    "close_meeting",
    "decline_proposal",
    "draft_canvass_on",
    "drop_task",
    "edit_meeting",
    "edit_points",
    "finish_task",
    "hold_meeting",
    "invite_meeting",
    "open_feed",
    "open_minutes",
    "plan_meeting",
    "post_meeting",
    "propose_item",
    "publish_minutes",
    "record_attendance",
    "remove_attachment",
    "remove_name",
    "remove_resolution",
    "remove_resolution_attachment",
    "reopen_task",
    "reply_to_invitation",
    "save_attendance_sheet",
    "take_back_proposal",
    "take_up_wish",
]
