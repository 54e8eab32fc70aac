"""Which lines are read by whom, by the week, and on paper."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from governance.journal.actions import append, cover_lines, link
from governance.journal.models import Audience, Line, LinkKind, audiences_of
from governance.journal.queries import (
    anchor_mismatch,
    anchor_of,
    anchors_of,
    broken_lines_in,
    first_line_at,
    history_of,
    kept_line,
    latest_lines_by_subject_in,
    latest_lines_in,
    lines_about,
    lines_by,
    lines_by_week,
    lines_on,
    phone_look_ups_of,
    shown_line,
)
from residents.models import Building, Standing
from tests.factories import BuildingFactory, HouseholdFactory, NoticeFactory, UserFactory

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK = (dt.datetime(2000, 1, 1, tzinfo=SHANGHAI), dt.datetime(2100, 1, 1, tzinfo=SHANGHAI))
RESIDENT, LEADER = Standing(households=(1,)), Standing(offices=("leader",))


@pytest.mark.parametrize(
    ("standing", "read"),
    [
        (Standing(), ["public"]),
        (Standing(households=(1,)), ["public", "residents"]),
        (Standing(offices=("team",)), ["public", "residents"]),
        (Standing(offices=("treasurer",)), ["public", "residents"]),
        (Standing(offices=("volunteer",)), ["public", "residents", "helpers"]),
        (Standing(offices=("core",)), ["public", "residents", "helpers"]),
        (
            Standing(offices=("core",), deputed=True),
            ["public", "residents", "helpers", "writers"],
        ),
        (Standing(offices=("leader",)), list(Audience.values)),
        (Standing(offices=("staff",)), list(Audience.values)),
    ],
)
def test_each_standing_reads_its_audiences(standing, read):
    assert audiences_of(standing) == read


def enter(cast, verb="notices.posted", pk=1, *, building=None, title="换灯", **more):
    plain = {"by": cast["leader"], "audience": Audience.RESIDENTS, "office": "leader"}
    subject = (more.pop("kind", "notices.notice"), pk, title)
    line = append(building or cast.building, verb, subject=subject, **{**plain, **more})
    line.refresh_from_db()  # number and digest are set by the database
    return line


def numbers(lines):
    return [line.number for line in lines]


def test_a_line_about_ones_household_is_read_whatever_its_audience(cast):
    mine = enter(cast, audience=Audience.LEADERS, household=cast.home)
    enter(cast, audience=Audience.LEADERS)
    at_home = Standing(households=(cast.home.pk,))
    assert numbers(latest_lines_in(cast.building, at_home, count=9)) == [mine.number]
    assert latest_lines_in(cast.building, Standing(households=(0,)), count=9) == []


def test_the_page_of_the_journal_goes_on_before_a_number(cast, django_assert_num_queries):
    rows = [enter(cast, whom=cast["resident"]) for _ in range(4)]
    last = rows[-1].number
    with django_assert_num_queries(1):
        assert numbers(latest_lines_in(cast.building, RESIDENT, count=2)) == [last, last - 1]
    assert numbers(latest_lines_in(cast.building, RESIDENT, count=9, before=last - 1)) == [
        last - 2,
        last - 3,
    ]


def test_a_title_that_was_taken_back_is_not_told_and_its_subject_is_not_on_the_sheet(cast):
    notice = NoticeFactory(building=cast.building)
    enter(cast, pk=notice.pk, title="写错的")
    shown = latest_lines_by_subject_in(
        cast.building, ["notices.posted"], since=WEEK[0], until=WEEK[1]
    )
    assert [(room, pk) for room, pk, _line in shown] == [("notices", notice.pk)]
    cover_lines(notice)
    (line,) = latest_lines_in(cast.building, RESIDENT, count=1)
    assert "写错的" not in line.text
    assert "（标题已收起）" in line.text
    assert (
        latest_lines_by_subject_in(cast.building, ["notices.posted"], since=WEEK[0], until=WEEK[1])
        == []
    )


def test_the_sheet_leaves_out_what_carries_a_thing(cast):
    notice, other = (NoticeFactory(building=cast.building) for _ in range(2))
    enter(cast, pk=notice.pk, title="停水")
    carrying = enter(cast, pk=other.pk, title="挨家告知停水")
    link(cast.building, notice, other, LinkKind.CARRIED_BY)
    verbs = ["notices.posted"]
    found = latest_lines_by_subject_in(cast.building, verbs, since=WEEK[0], until=WEEK[1])
    assert [pk for _room, pk, _line in found] == [notice.pk]
    assert latest_lines_in(cast.building, RESIDENT, count=1)[0].number == carrying.number


def test_the_sheet_takes_lines_from_its_first_moment_to_before_its_last(cast):
    at = enter(cast).at
    second = dt.timedelta(seconds=1)

    def found(since, until):
        return len(
            latest_lines_by_subject_in(cast.building, ["notices.posted"], since=since, until=until)
        )

    assert found(at, at + second) == 1
    assert found(at - second, at) == 0
    assert found(at + second, at + 2 * second) == 0


def test_lines_on_a_subject_are_of_its_kind_and_for_the_reader(cast):
    notice = NoticeFactory(building=cast.building)
    mine = enter(cast, pk=notice.pk)
    enter(cast, pk=notice.pk, kind="meetings.meeting")
    writers = enter(cast, pk=notice.pk, audience=Audience.WRITERS)
    assert numbers(lines_on(notice, RESIDENT, count=9)) == [mine.number]
    assert numbers(lines_on(notice, LEADER, count=9)) == [writers.number, mine.number]
    assert numbers(lines_on(notice, LEADER, count=1)) == [writers.number]


def test_what_is_kept_about_a_person_is_told_apart(cast):
    user, leader = cast["resident"], cast["leader"]
    about = enter(cast, whom=user)
    seen = enter(cast, "residents.phone_seen", whom=user)
    mine = enter(cast, by=user)
    assert (list(lines_about(user)), list(phone_look_ups_of(user))) == ([about], [seen])
    assert list(lines_by(user)) == [mine]
    assert list(lines_by(leader)) == [seen, about]


def test_the_history_of_a_person_has_what_others_did_to_them_in_these_buildings(cast):
    user = cast["resident"]
    here = Building.objects.filter(pk=cast.building.pk)
    to_them = enter(cast, whom=user)
    of_them = enter(cast, kind="residents.user", pk=user.pk)
    enter(cast, whom=user, building=cast.next_door)
    enter(cast, pk=user.pk)
    lines, more = history_of(user, here, None)
    assert (numbers(lines), more) == ([of_them.number, to_them.number], "")
    notice = NoticeFactory(building=cast.building)
    of_notice = enter(cast, pk=notice.pk)
    assert numbers(history_of(notice, here, None)[0]) == [of_notice.number]
    assert history_of(notice, Building.objects.none(), None) == ([], "")


def test_the_history_goes_on_after_fifty_lines(cast):
    user, here = cast["resident"], Building.objects.filter(pk=cast.building.pk)
    rows = [enter(cast, whom=user).number for _ in range(51)]
    first, more = history_of(user, here, None)
    rest, end = history_of(user, here, more.removeprefix("?after="))
    assert numbers(first) + numbers(rest) == rows[::-1]
    assert (len(first), end) == (50, "")


def test_activity_is_what_residents_read_by_the_week_of_shanghai(cast):
    line = enter(cast)
    enter(cast, audience=Audience.PUBLIC)
    enter(cast, audience=Audience.HELPERS)
    enter(cast, building=cast.next_door)
    day = line.at.astimezone(SHANGHAI).date()
    monday = day - dt.timedelta(days=day.weekday())
    both = [cast.building.pk, cast.next_door.pk]
    assert lines_by_week(both, WEEK[0]) == {(both[0], monday): 2, (both[1], monday): 1}
    assert lines_by_week(both[1:], WEEK[0]) == {(both[1], monday): 1}
    assert lines_by_week(both, WEEK[1]) == {}


def test_what_happened_earlier_says_its_day_and_is_neither_of_this_week_nor_of_its_activity(cast):
    today = dt.datetime.now(SHANGHAI).date()
    past = enter(cast, happened_on=dt.date(2021, 5, 31))
    assert shown_line(past).at_text.startswith("2021年5月31日，")
    assert shown_line(past).at_text.endswith("补记")
    since = past.at - dt.timedelta(days=2)
    period = {"since": since, "until": past.at + dt.timedelta(seconds=1)}
    assert latest_lines_by_subject_in(cast.building, ["notices.posted"], **period) == []
    assert lines_by_week([cast.building.pk], since) == {}
    yesterday = enter(cast, happened_on=today - dt.timedelta(days=1))
    period["until"] = yesterday.at + dt.timedelta(seconds=1)
    found = latest_lines_by_subject_in(cast.building, ["notices.posted"], **period)
    assert [line.number for _room, _pk, line in found] == [yesterday.number]


def test_a_building_without_lines_has_no_anchor_and_no_first_line(cast):
    empty = BuildingFactory()
    assert (anchor_of(empty), first_line_at(empty)) == ("", None)
    first, last = enter(cast), enter(cast)
    assert anchor_of(cast.building) == f"{last.number}:{last.digest[:8]}"
    assert first_line_at(cast.building) == first.at
    assert anchors_of([empty.pk, cast.building.pk]) == [
        (str(cast.building), anchor_of(cast.building))
    ]


def test_a_printed_anchor_is_compared_with_the_line_of_today(cast):
    line = enter(cast)
    assert anchor_mismatch(cast.building, line.number, line.digest[:8]) == ""
    assert anchor_mismatch(cast.building, line.number + 1, line.digest[:8]) == "is missing"
    assert "rewritten" in anchor_mismatch(cast.building, line.number, "00000000")


def test_the_chain_of_a_building_is_whole_and_tells_what_is_missing_at_its_end(cast):
    enter(cast)
    building = Building.objects.get(pk=cast.building.pk)
    assert list(broken_lines_in(building)) == []
    counted = building.journal_version + 1
    Building.objects.filter(pk=building.pk).update(journal_version=counted)
    ((number, fault),) = broken_lines_in(building)
    assert number == counted
    assert fault.startswith("missing")


def test_the_digest_covers_the_person_affected_but_no_name(cast):
    line = Line(
        building=cast.building,
        number=1,
        actor=cast["leader"],
        verb="notices.posted",
        subject_type="notices.notice",
        subject_id=1,
        audience="residents",
        at=WEEK[0],
    )
    before = line.computed_digest()
    line.subject_title = "别的"
    cast["leader"].shown_name = "改名"
    assert line.computed_digest() == before
    line.whom = UserFactory()
    assert line.computed_digest() != before


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ("public", "对外公开"),
        ("residents", "本楼居民"),
        ("helpers", "楼组长、骨干、志愿者和居委"),
        ("writers", "能贴通知的人"),
        ("leaders", "楼组长和居委"),
    ],
)
def test_a_person_learns_who_else_reads_a_line(audience, readers):
    building = BuildingFactory()
    subject = ("notices.notice", 1, "停水")
    line = append(building, "notices.posted", by=None, audience=audience, subject=subject)
    assert kept_line(line).readers == readers
    line.household = HouseholdFactory(building=building)
    of_home = "" if audience in {"public", "residents"} else "，和这一家的人"
    assert kept_line(line).readers == f"{readers}{of_home}"
