"""The manifest of the notices room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.notices.actions.circulars import (
    SENDING,
    end_sending,
    send_to_next_building,
    skip_building,
)
from governance.notices.apps import NoticesConfig
from governance.notices.messages import MESSAGE_TYPES
from governance.notices.occasions import coming, soon
from governance.notices.personal_data import DATA_CATEGORIES
from governance.notices.queries import (
    blocked_items,
    next_change_at,
    shown_notices_in,
    weekly_descriptions,
)
from governance.notices.searchable import SEARCHABLE
from governance.notices.sharing import SHAREABLE
from governance.notices.things import THING_TYPES
from governance.notices.unsent import leftovers_of_job
from governance.notices.verbs import SENTENCES
from governance.notices.waiting import duties, for_leader, unfinished
from residents.rooms.contributions import Button, Section, SharedPage, Weekly
from residents.rooms.long_jobs import LongJobKind
from residents.rooms.manifest import Room

ROOM = Room(
    name="notices",
    title=NoticesConfig.verbose_name,
    tabs={"notices": "notices"},
    duties=duties,
    sections=(
        Section(
            "notices/_on_home.html",
            lambda page: page.once(shown_notices_in, page.building, page.standing, page.user).rows[
                :3
            ],
            order=30,
        ),
        Section(
            "notices/_on_front.html",
            lambda page: shown_notices_in(page.building, page.standing, None).rows[:5],
            order=10,
            public=True,
        ),
    ),
    buttons=(
        Button(
            _("贴通知"), "notices:write", order=10, may=lambda standing: standing.may_post_notices
        ),
    ),
    for_leader=for_leader,
    unfinished=unfinished,
    weekly=Weekly(
        ("posted", "publicised", "ended", "withdrawn"), order=10, described=weekly_descriptions
    ),
    coming=coming,
    soon=soon,
    shareable=SHAREABLE,
    sentences=SENTENCES,
    searchable=SEARCHABLE,
    message_types=MESSAGE_TYPES,
    thing_types=THING_TYPES,
    data_categories=DATA_CATEGORIES,
    blocked_items=blocked_items,
    long_jobs=(
        LongJobKind(
            SENDING,
            _("群发通知"),
            send_to_next_building,
            end_sending,
            skip=skip_building,
            leftovers=leftovers_of_job,
            back="admin:notices_circular_changelist",
            back_words=_("← 回“群发通知”"),
        ),
    ),
    next_change={SharedPage.HOME: next_change_at, SharedPage.WEEK: next_change_at},
)
