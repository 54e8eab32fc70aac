"""Every change in the lounge, split by noun."""

from __future__ import annotations

from governance.lounge.actions.joining import (
    attend,
    drop_wish,
    follow,
    forget_bookmarks,
    mark_read,
    offer_help,
    support,
    unfollow,
    unsupport,
    wish,
    withdraw_offer,
)
from governance.lounge.actions.moderation import (
    appeal,
    decide,
    dismiss_reports,
    hide_post,
    lift_pause,
    lock_thread,
    pause,
    report_post,
    restore_post,
    unlock_thread,
)
from governance.lounge.actions.posts import delete_post, edit_post, remove_photo, reply
from governance.lounge.actions.threads import (
    ask_again,
    call_off,
    meet_need,
    reopen_thread,
    set_aside,
    settle_thread,
    start_thread,
    take_up,
)
from governance.lounge.actions.unnamed import unmask

__all__ = [
    "appeal",
    "ask_again",
    "attend",
    "call_off",
    "decide",
    "delete_post",
    "dismiss_reports",
    "drop_wish",
    "edit_post",
    "follow",
    "forget_bookmarks",
    "hide_post",
    "lift_pause",
    "lock_thread",
    "mark_read",
    "meet_need",
    "offer_help",
    "pause",
    "remove_photo",
    "reopen_thread",
    "reply",
    "report_post",
    "restore_post",
    "set_aside",
    "settle_thread",
    "start_thread",
    "support",
    "take_up",
    "unfollow",
    "unlock_thread",
    "unmask",
    "unsupport",
    "wish",
    "withdraw_offer",
]
