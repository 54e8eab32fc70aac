"""Every change to the building's meetings, split by noun. Each locks the meeting first."""

from __future__ import annotations

from governance.meetings.actions.agenda import (
    Item,
    accept_proposal,
    add_item,
    decline_proposal,
    propose,
    take_back_proposal,
    take_up_wish,
)
from governance.meetings.actions.feeds import close_feed, open_feed
from governance.meetings.actions.holding import (
    hold_meeting,
    keep_sheet,
    note_present,
    say_coming,
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
    Resolved,
    ask_everybody,
    change_resolution,
    drop_task,
    finish_task,
    note_points,
    remove_resolution,
    remove_resolution_attachment,
    reopen_task,
    resolve,
)
from governance.meetings.actions.planning import (
    TEXT,
    cancel_meeting,
    edit_meeting,
    invite_meeting,
    plan_meeting,
    post_meeting,
    remove_attachment,
    strike_name,
)

__all__ = [
    "TEXT",
    "Item",
    "Resolved",
    "accept_correction",
    "accept_proposal",
    "add_item",
    "answer_correction",
    "ask_correction",
    "ask_everybody",
    "cancel_meeting",
    "change_resolution",
    "close_feed",
    "close_meeting",
    "decline_proposal",
    "drop_task",
    "edit_meeting",
    "finish_task",
    "hold_meeting",
    "invite_meeting",
    "keep_sheet",
    "note_points",
    "note_present",
    "open_feed",
    "open_minutes",
    "plan_meeting",
    "post_meeting",
    "propose",
    "publish_minutes",
    "remove_attachment",
    "remove_resolution",
    "remove_resolution_attachment",
    "reopen_task",
    "resolve",
    "say_coming",
    "strike_name",
    "take_back_proposal",
    "take_up_wish",
]
