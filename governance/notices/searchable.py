"""Search entries of notices: current and expired ones, but not withdrawn ones."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from governance.notices.lifecycle import NoticeState
from governance.notices.models import Notice
from governance.search.models import Passage
from louzu.lib.text import strip_marks
from residents.rooms.contributions import Searchable


def passages_of(pk: int) -> Iterator[Passage]:
    for notice in Notice.objects.filter(pk=pk, state=NoticeState.POSTED).select_related("building"):
        yield Passage(
            audience=notice.audience,
            title=notice.title,
            text=strip_marks(notice.body),
            url=notice.get_absolute_url(),
            at=notice.shows_from,
            until=notice.expires_at,
        )


SEARCHABLE = (Searchable("notices.notice", _("公示栏"), passages_of),)
