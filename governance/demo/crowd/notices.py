"""Notices of the crowd."""

from __future__ import annotations

from governance.demo.crowd._shared import (
    A_DAY,
    CrowdBuilding,
    add_journal_lines,
    bulk_create,
    random_times,
)
from governance.notices.models import Notice

TITLES = ("楼道灯修好了", "周六大扫除", "水箱清洗停水半天", "快递请放门口", "垃圾分类新时间")


def create_notices(places: list[CrowdBuilding], years: int) -> None:
    notices = [
        Notice(
            building=p.building,
            author=p.voice_of_the_house,
            office="leader",
            state="posted",
            announced=True,
            title=p.dice.choice(TITLES),
            body="正文",
            html="<p>正文</p>",
            shows_from=at,
            expires_at=at + 60 * A_DAY,
        )
        for p in places
        for at in random_times(p, years, 0.3)
    ]
    add_journal_lines(
        places, bulk_create(notices), "notices.posted", lambda notice: notice.shows_from
    )
