"""Views of the notice board."""

from __future__ import annotations

from governance.notices.views.pages import (
    attachment,
    board,
    circular_file,
    know,
    mark_read,
    page,
    past,
    poster,
    versions,
)
from governance.notices.views.writing import (
    discard,
    edit,
    paper,
    post,
    remove_attachment,
    withdraw,
    write,
)

__all__ = [
    "attachment",
    "board",
    "circular_file",
    "discard",
    "edit",
    "know",
    "mark_read",
    "page",
    "paper",
    "past",
    "post",
    "poster",
    "remove_attachment",
    "versions",
    "withdraw",
    "write",
]
