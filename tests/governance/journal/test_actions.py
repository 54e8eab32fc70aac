from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from governance.journal.actions import (
    append,
    cover_lines,
    enter,
    happening_on,
    link,
    uncover_lines,
    unlink,
)
from governance.journal.models import Line, Link, LinkKind
from governance.journal.queries import actor_name, broken_lines_in, latest_lines_in
from residents.models import Building, User
from tests.factories import BuildingFactory, NoticeFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_enter_keeps_the_subject_as_it_was(building, leader):
    notice = NoticeFactory(building=building, title="换灯")
    enter(notice, "notices.posted", by=leader)
    line = building.journal.latest("number")
    assert (line.office, line.subject_title, line.subject_url) == (
        "leader",
        "换灯",
        notice.get_absolute_url(),
    )


def test_lines_of_each_building_are_numbered_and_chained_by_the_database(building, leader):
    start = Building.objects.get(pk=building.pk).journal_version
    for _ in range(3):
        enter(NoticeFactory(building=building), "notices.posted", by=leader)
    enter(NoticeFactory(building=BuildingFactory()), "notices.posted", by=leader)
    lines = list(building.journal.order_by("number")[start:])
    assert [line.number - start for line in lines] == [1, 2, 3]
    assert [line.previous for line in lines][1:] == [line.digest for line in lines][:-1]
    building.refresh_from_db()
    assert (building.journal_version, list(broken_lines_in(building))) == (start + 3, [])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_line SET verb = 'x'",
        "UPDATE journal_line SET subject_title = ''",
        "DELETE FROM journal_line",
    ],
)
def test_the_database_refuses_to_change_a_line(building, leader, statement):
    enter(NoticeFactory(building=building), "notices.posted", by=leader)
    with (
        pytest.raises(DatabaseError, match="only ever appended"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_line_that_was_changed_behind_the_trigger_is_found(building, leader):
    for _ in range(3):
        enter(NoticeFactory(building=building), "notices.posted", by=leader)
    building.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE journal_line DISABLE TRIGGER refuse_change")
        cursor.execute(
            "UPDATE journal_line SET verb = 'x' WHERE building_id = %s AND number = %s",
            [building.pk, building.journal_version - 1],
        )
        cursor.execute("ALTER TABLE journal_line ENABLE TRIGGER refuse_change")
    assert next(broken_lines_in(building)) == (building.journal_version - 1, "was changed")


def test_a_line_about_a_person_is_chained_with_who_it_is(building, leader, resident):
    enter(NoticeFactory(building=building), "notices.posted", by=leader, whom=resident)
    building.refresh_from_db()
    assert list(broken_lines_in(building)) == []
    line = building.journal.get(whom=resident)
    line.whom = leader
    assert line.digest != line.computed_digest()


@pytest.mark.parametrize(
    ("office", "shows", "expected"),
    [("", True, "王阿姨"), ("", False, "一位邻居"), ("core", False, "骨干 王阿姨")],
)
def test_a_name_is_told_as_far_as_agreed_or_with_the_office(office, shows, expected):
    line = Line(office=office, actor=UserFactory.build(shown_name="王阿姨", shows_name=shows))
    assert actor_name(line) == expected


def test_a_forgotten_name_leaves_the_chain_whole(building, leader):
    enter(NoticeFactory(building=building), "notices.posted", by=leader)
    User.objects.filter(pk=leader.pk).update(shown_name="一位前住户")
    building.refresh_from_db()
    assert list(broken_lines_in(building)) == []


@pytest.mark.django_db(transaction=True)
def test_twenty_writers_at_once_leave_one_whole_chain():
    building, user = BuildingFactory(), UserFactory()

    def write(number):
        try:
            append(
                building,
                "notices.posted",
                by=user,
                audience="residents",
                subject=("notices.notice", number, "同时"),
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as writers:
        list(writers.map(write, range(20)))
    building.refresh_from_db()
    numbers = list(building.journal.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 21))
    assert list(broken_lines_in(building)) == []


def test_a_title_is_quoted_within_its_line(building, leader):
    enter(
        NoticeFactory(building=building, title="关于“停水”的100%通知"), "notices.posted", by=leader
    )
    (line,) = latest_lines_in(building, leader.standing_in(building), count=1)
    assert line.text.endswith("“关于‘停水’的100%通知”")


def test_a_covered_title_is_told_no_more_and_the_line_stays(building, leader):
    notice = NoticeFactory(building=building, title="换灯")
    enter(notice, "notices.posted", by=leader)
    cover_lines(notice)
    cover_lines(notice)
    standing = leader.standing_in(building)
    assert "换灯" not in latest_lines_in(building, standing, count=1)[0].text
    uncover_lines(notice)
    assert "换灯" in latest_lines_in(building, standing, count=1)[0].text
    assert list(broken_lines_in(Building.objects.get(pk=building.pk))) == []


@pytest.mark.parametrize(
    ("verb", "who_acts"), [("notices.posted", "系统"), ("lounge.started", "一位邻居")]
)
def test_nobody_is_the_clock_or_a_neighbour_who_gave_no_name(verb, who_acts):
    assert actor_name(Line(verb=verb)) == who_acts


HANDED_OVER = dt.date(2021, 5, 31)


def test_a_line_may_say_on_which_day_it_happened_and_is_chained_with_it(building, leader):
    notice = NoticeFactory(building=building)
    enter(notice, "notices.posted", by=leader)
    enter(notice, "notices.posted", by=leader, happened_on=HANDED_OVER)
    enter(notice, "notices.posted", by=leader, whom=leader, happened_on=HANDED_OVER)
    building.refresh_from_db()
    assert list(broken_lines_in(building)) == []
    line = building.journal.latest("number")
    line.happened_on = dt.date(2021, 6, 1)
    assert line.digest != line.computed_digest()
    line.happened_on = None
    assert line.digest != line.computed_digest()


def test_a_past_story_is_entered_day_by_day(building, leader):
    notice, today = NoticeFactory(building=building), timezone.localdate()
    with happening_on(HANDED_OVER):
        inside = enter(notice, "notices.posted", by=leader)
        given = enter(notice, "notices.posted", by=leader, happened_on=dt.date(2020, 1, 1))
    after = enter(notice, "notices.posted", by=leader)
    same_day = enter(notice, "notices.posted", by=leader, happened_on=today)
    days = [line.happened_on for line in (inside, given, after, same_day)]
    assert days == [HANDED_OVER, dt.date(2020, 1, 1), None, None]
    with pytest.raises(ValueError, match="still to come"):
        enter(notice, "notices.posted", by=leader, happened_on=today + dt.timedelta(days=1))


def test_only_a_tie_made_by_hand_can_be_taken_back(building, portal_role):
    one, other = NoticeFactory(building=building), NoticeFactory(building=building)
    link(building, one, other, LinkKind.PART_OF)
    assert (unlink(one, other), unlink(one, other), Link.objects.count()) == (True, False, 0)
    link(building, one, other, LinkKind.TOLD_IN)
    assert (unlink(one, other), Link.objects.count()) == (False, 1)
    with pytest.raises(DatabaseError, match="made by hand"), transaction.atomic():
        Link.objects.all().delete()
    with pytest.raises(DatabaseError, match="made by hand"), transaction.atomic():
        Link.objects.update(kind=LinkKind.PART_OF)
