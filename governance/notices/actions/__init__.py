"""Every change to the notice board."""

from __future__ import annotations

from governance.notices.actions.circulars import send_circular, withdraw_circular
from governance.notices.actions.posting import (
    announce_notice,
    end_posting,
    post_notice,
    update_days_from_canvass,
    update_text_from_canvass,
    withdraw_notice,
    withdraw_with_canvass,
)
from governance.notices.actions.reading import acknowledge_notice, forget_readings, mark_notice_read
from governance.notices.actions.writing import (
    add_paper_photo,
    discard_notice,
    draft_notice,
    edit_notice,
    remove_attachment,
)

__all__ = [
    "acknowledge_notice",
    "add_paper_photo",
    "announce_notice",
    "discard_notice",
    "draft_notice",
    "edit_notice",
    "end_posting",
    "forget_readings",
    "mark_notice_read",
    "post_notice",
    "remove_attachment",
    "send_circular",
    "update_days_from_canvass",
    "update_text_from_canvass",
    "withdraw_circular",
    "withdraw_notice",
    "withdraw_with_canvass",
]
