"""Every change to the notice board."""

from __future__ import annotations

from governance.notices.actions.circulars import Letter, send_circular, withdraw_circular
from governance.notices.actions.posting import (
    announce_notice,
    end_posting,
    follow_days,
    follow_text,
    follow_withdrawal,
    post_notice,
    withdraw_notice,
)
from governance.notices.actions.reading import acknowledge, forget_readings, mark_read
from governance.notices.actions.writing import (
    discard_notice,
    draft_notice,
    edit_notice,
    remove_attachment,
    show_paper,
)

__all__ = [
    "Letter",
    "acknowledge",
    "announce_notice",
    "discard_notice",
    "draft_notice",
    "edit_notice",
    "end_posting",
    "follow_days",
    "follow_text",
    "follow_withdrawal",
    "forget_readings",
    "mark_read",
    "post_notice",
    "remove_attachment",
    "send_circular",
    "show_paper",
    "withdraw_circular",
    "withdraw_notice",
]
