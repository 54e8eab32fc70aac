"""Actions in the lounge."""

from __future__ import annotations

from governance.lounge.actions.joining import (
    add_wish,
    attend_invitation,
    drop_wish,
    follow_thread,
    forget_bookmarks,
    mark_thread_read,
    offer_help,
    support_thread,
    unfollow_thread,
    withdraw_offer,
    withdraw_support,
)
from governance.lounge.actions.moderation import (
    appeal_hiding,
    decide_appeal,
    dismiss_reports,
    hide_post,
    lift_pause,
    lock_thread,
    pause_user,
    report_post,
    restore_post,
    unlock_thread,
)
from governance.lounge.actions.posts import add_reply, delete_post, edit_post, remove_photo
from governance.lounge.actions.threads import (
    call_off_invitation,
    meet_need,
    reopen_need,
    reopen_thread,
    set_aside_plan,
    settle_thread,
    start_thread,
    take_up_plan,
)
from governance.lounge.actions.unnamed import unmask_author

__all__ = [
    "add_reply",
    "add_wish",
    "appeal_hiding",
    "attend_invitation",
    "call_off_invitation",
    "decide_appeal",
    "delete_post",
    "dismiss_reports",
    "drop_wish",
    "edit_post",
    "follow_thread",
    "forget_bookmarks",
    "hide_post",
    "lift_pause",
    "lock_thread",
    "mark_thread_read",
    "meet_need",
    "offer_help",
    "pause_user",
    "remove_photo",
    "reopen_need",
    "reopen_thread",
    "report_post",
    "restore_post",
    "set_aside_plan",
    "settle_thread",
    "start_thread",
    "support_thread",
    "take_up_plan",
    "unfollow_thread",
    "unlock_thread",
    "unmask_author",
    "withdraw_offer",
    "withdraw_support",
]
