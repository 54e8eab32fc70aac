from __future__ import annotations

import datetime as dt
import io

import pytest
import rules
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from governance.canvass.actions import answering, drafting, opening, rewording, visiting
from governance.canvass.inputs import AnswerInput, RewordInput
from governance.canvass.models import Canvass, TextVersion, Voice
from governance.journal.models import Line
from governance.notices.actions import posting as posting_actions
from governance.notices.actions import reading, writing
from governance.notices.models import Notice, Version
from governance.notices.queries import (
    blocked_items,
    outcome_of,
    postings_ending_in,
    versions_of,
)
from louzu.lib.errors import Refused
from residents.models import Building, Household
from tests.factories import HouseholdFactory
from tests.factories.canvass import move_past_deadline, photo, voice_of
from tests.factories.notices import make_notice, notice_input
from tests.governance.notices.conftest import TEXT

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def verbs(building):
    lines = building.journal.exclude(verb__startswith="residents.").order_by("number")
    return list(lines.values_list("verb", flat=True))


def turn():
    call_command("announce_notices", stdout=(out := io.StringIO()))
    return out.getvalue().strip()


def test_a_notice_that_asks_carries_a_tell_and_no_second_ledger(asking):
    canvass = asking.canvass
    assert (canvass.purpose, canvass.electorate, canvass.state) == ("tell", "households", "open")
    assert (canvass.question, canvass.body) == (asking.title, asking.body)
    assert Voice.objects.filter(canvass=canvass).count() == 3
    assert verbs(asking.building) == ["notices.drafted", "notices.posted", "canvass.opened"]


def test_one_that_does_not_ask_carries_nothing(lived_in, leader):
    notice = posting_actions.post_notice(
        writing.draft_notice(lived_in, notice_input(**TEXT), by=leader), by=leader
    )
    assert notice.canvass is None
    assert not Canvass.objects.exists()


def test_it_asks_until_it_comes_off_the_board_or_for_a_week(lived_in, leader):
    ends = timezone.now() + 3 * DAY
    for given, days in ((None, 7), (ends, 3)):
        notice = writing.draft_notice(
            lived_in, notice_input(asks=True, expires_at=given, **TEXT), by=leader
        )
        closes = posting_actions.post_notice(notice, by=leader).canvass.closes_at
        assert (timezone.localdate(closes) - timezone.localdate()).days == days


def test_it_asks_until_its_event_begins_where_the_author_says_no_other_day(lived_in, leader):
    def closes(**data):
        notice = writing.draft_notice(lived_in, notice_input(asks=True, **TEXT, **data), by=leader)
        return posting_actions.post_notice(notice, by=leader).canvass.closes_at

    now = timezone.now()
    begun = {"happens_from": now - DAY, "happens_until": now + DAY}
    assert closes(happens_from=now + DAY, happens_until=now + 2 * DAY) == now + DAY
    assert closes(**begun) == now + DAY
    assert closes(happens_from=now + DAY, expires_at=now + 2 * DAY) == now + 2 * DAY
    assert closes(happens_from=now - 2 * DAY, happens_until=now - DAY) > now + 6 * DAY


def test_an_event_that_is_put_off_gives_the_households_longer_once(lived_in, leader):
    at = timezone.now() + DAY
    notice = writing.draft_notice(
        lived_in, notice_input(asks=True, happens_from=at, **TEXT), by=leader
    )
    notice = posting_actions.post_notice(notice, by=leader)
    for days, ends in [(2, 2), (1, 2), (3, 2)]:
        change = notice_input(notice, happens_from=at + days * DAY)
        notice = writing.edit_notice(notice, change, version=notice.version, by=leader)
        notice.canvass.refresh_from_db()
        assert (notice.happens_from, notice.canvass.closes_at) == (at + days * DAY, at + ends * DAY)
    assert notice.canvass.extended_reason == "通知里写的时间改了"
    assert notice.corrected_at is not None
    told = [version.happens_from for version in versions_of(notice)]
    assert told == [at + 3 * DAY, at + DAY, at + 2 * DAY, at]


def test_a_scheduled_one_goes_to_the_doors_when_its_hour_comes(lived_in, leader, time_machine):
    at = timezone.now() + DAY
    notice = writing.draft_notice(
        lived_in, notice_input(asks=True, shows_from=at, **TEXT), by=leader
    )
    posting_actions.post_notice(notice, by=leader)
    assert not Canvass.objects.exists()
    time_machine.move_to(at + dt.timedelta(minutes=1))
    assert turn() == "1 announced, 0 ended"
    notice.refresh_from_db()
    assert notice.canvass.state == "open"


def test_the_scheduled_job_posts_in_a_building_without_residents(lived_in, leader, time_machine):
    at = timezone.now() + DAY
    notice = writing.draft_notice(
        lived_in, notice_input(asks=True, shows_from=at, **TEXT), by=leader
    )
    posting_actions.post_notice(notice, by=leader)
    empty = dict.fromkeys(("aged_0_6", "aged_7_17", "aged_18_59", "aged_60_up"), 0)
    Household.objects.update(occupancy="empty", **empty)
    time_machine.move_to(at + dt.timedelta(minutes=1))
    assert turn() == "1 announced, 0 ended"
    notice.refresh_from_db()
    assert (notice.announced, notice.canvass) == (True, None)


def test_one_that_ran_out_before_the_clock_came_asks_nobody(lived_in, leader, time_machine):
    at = timezone.now() + DAY
    notice = writing.draft_notice(
        lived_in, notice_input(asks=True, shows_from=at, expires_at=at + DAY, **TEXT), by=leader
    )
    posting_actions.post_notice(notice, by=leader)
    time_machine.move_to(at + 2 * DAY)
    turn()
    assert not Canvass.objects.exists()


def test_the_doors_hear_the_corrected_text_without_being_asked_again(asking, leader):
    fresh = writing.edit_notice(asking, notice_input(asking, body="周四停电"), version=1, by=leader)
    canvass = Canvass.objects.get()
    assert (canvass.body, canvass.version, canvass.material_version) == ("周四停电", 2, 1)
    assert Version.objects.filter(notice=fresh).count() == TextVersion.objects.count() == 2


def test_the_board_says_what_is_changed_at_the_canvass(asking, leader):
    rewording.reword_canvass(
        asking.canvass,
        RewordInput(version=1, body="周五停电", material=False, reason="改期"),
        by=leader,
    )
    asking.refresh_from_db()
    assert (asking.body, asking.html, asking.version) == ("周五停电", "<p>周五停电</p>\n", 2)
    assert asking.corrected_at


def test_a_title_that_is_carried_stays(asking, leader):
    with pytest.raises(Refused, match="标题不能改"):
        writing.edit_notice(asking, notice_input(asking, title="换灯泡"), version=1, by=leader)


def test_whether_it_asks_is_settled_when_it_hangs(asking, leader):
    with pytest.raises(Refused, match="不能再改要不要"):
        writing.edit_notice(asking, notice_input(asking, asks=False), version=1, by=leader)


def test_taken_down_it_is_carried_no_further(asking, leader):
    posting_actions.withdraw_notice(asking, reason="写错了", by=leader)
    canvass = Canvass.objects.get()
    assert (canvass.state, canvass.withdrawn_reason) == ("withdrawn", "写错了")


def test_a_canvass_taken_back_alone_leaves_the_notice_hanging(asking, leader):
    drafting.withdraw_canvass(asking.canvass, reason="不用敲门了", by=leader)
    asking.refresh_from_db()
    assert asking.state == "posted"


def test_a_posting_hangs_its_period_at_least(lived_in, leader, posting):
    end = timezone.localtime(posting.expires_at)
    assert (end.date() - timezone.localdate(), end.strftime("%H:%M")) == (7 * DAY, "23:59")
    assert (posting.basis["days"], posting.canvass.purpose) == (7, "hear")
    assert posting.canvass.closes_at == posting.expires_at
    short = writing.draft_notice(
        lived_in,
        notice_input(period="lift", expires_at=timezone.now() + 16 * DAY, **TEXT),
        by=leader,
    )
    with pytest.raises(Refused, match="要公示满17天"):
        posting_actions.post_notice(short, by=leader)


def test_a_posting_for_later_is_counted_from_its_own_day(lived_in, leader):
    at = timezone.now() + 3 * DAY
    notice = writing.draft_notice(
        lived_in, notice_input(period="owners", shows_from=at, **TEXT), by=leader
    )
    notice = posting_actions.post_notice(notice, by=leader)
    assert timezone.localdate(notice.expires_at) - timezone.localdate(at) == 15 * DAY
    with pytest.raises(Refused, match="要公示满15天"):
        writing.edit_notice(
            notice,
            notice_input(notice, shows_from=at, expires_at=notice.expires_at - DAY),
            version=1,
            by=leader,
        )


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"body": "改了"}, "文字不能改"),
        ({"title": "改了"}, "文字不能改"),
        ({"period": "audit"}, "文字不能改"),
        ({"expires_at": None}, "不能缩短"),
        ({"expires_at": timezone.now() + DAY}, "不能缩短"),
    ],
)
def test_once_begun_neither_its_text_nor_its_days_change(posting, leader, change, why):
    with pytest.raises(Refused, match=why):
        writing.edit_notice(posting, notice_input(posting, **change), version=1, by=leader)


def test_nor_by_way_of_the_canvass(posting, leader):
    with pytest.raises(Refused, match="文字不能改"):
        rewording.reword_canvass(
            posting.canvass,
            RewordInput(version=1, body="改了", material=True, reason="改"),
            by=leader,
        )
    assert TextVersion.objects.count() == 1


def test_the_database_knows_no_posting_without_an_end(posting):
    with pytest.raises(IntegrityError, match="posting_has_an_end"), transaction.atomic():
        Notice.objects.filter(pk=posting.pk).update(expires_at=None)


def test_a_posting_may_be_prolonged_with_a_reason(posting, leader):
    until = posting.expires_at + 3 * DAY
    opening.extend_canvass(posting.canvass, until=until, reason="有几家出门了", by=leader)
    posting.refresh_from_db()
    assert posting.expires_at == until


def test_a_posting_to_which_nobody_may_object_is_none(posting, leader):
    drafting.withdraw_canvass(posting.canvass, reason="方案要重做", by=leader)
    posting.refresh_from_db()
    assert (posting.state, posting.withdrawn_reason) == ("withdrawn", "方案要重做")
    assert verbs(posting.building).count("canvass.withdrawn") == 1


def test_at_its_end_the_journal_tells_what_came_in_and_once(
    building, leader, resident, household, time_machine
):
    homes = [HouseholdFactory(building=building) for _n in range(3)]
    posting = make_notice(building, leader, title="换灯")
    canvass = posting.canvass
    voice = voice_of(canvass, household)
    answering.answer_on_web(
        canvass, voice, AnswerInput(choice="object", reason="怕吵"), by=resident
    )
    mine = voice_of(canvass, leader.memberships.get().household)
    others = [voice_of(canvass, home) for home in homes]
    visiting.record_told_together(canvass, others, channel="meeting", by=leader)
    reading.acknowledge_notice(posting, canvass, [mine], by=leader)
    assert turn() == "0 announced, 0 ended"
    Canvass.objects.filter(pk=canvass.pk).update(
        opens_at=timezone.now() - 8 * DAY, closes_at=timezone.now() - DAY
    )
    Notice.objects.filter(pk=posting.pk).update(
        shows_from=timezone.now() - 8 * DAY, expires_at=timezone.now() - DAY
    )
    assert [turn(), turn()] == ["0 announced, 1 ended", "0 announced, 0 ended"]
    line = Line.objects.get(verb="notices.ended")
    assert (line.actor, line.subject_title) == (
        None,
        "换灯：5/5户知道，1户提过意见，1户还有意见",
    )
    canvass.refresh_from_db()
    posting.refresh_from_db()
    assert (canvass.state, posting.ended_at is not None) == ("closed", True)
    posting_actions.end_posting(posting)
    assert verbs(posting.building).count("notices.ended") == 1


@pytest.mark.parametrize(("text", "expected"), [(0, "0/5户知道"), (5, "5/5户知道，没有人提意见")])
def test_the_line_says_how_many_objected_where_that_names_nobody(building, leader, text, expected):
    for _n in range(4):
        HouseholdFactory(building=building)
    posting = make_notice(building, leader, title="换灯")
    voices = list(Voice.objects.filter(canvass=posting.canvass)[:text])
    visiting.record_told_together(posting.canvass, voices, channel="meeting", by=leader)
    Notice.objects.filter(pk=posting.pk).update(
        shows_from=timezone.now() - 8 * DAY, expires_at=timezone.now() - DAY
    )
    posting.refresh_from_db()
    posting_actions.end_posting(posting)
    assert Line.objects.get(verb="notices.ended").subject_title == f"换灯：{expected}"


def test_the_paper_on_the_wall_is_proved_and_stays(posting, volunteer):
    today = timezone.localdate()
    notice = writing.add_paper_photo(posting, photo(), seen_on=today, by=volunteer)
    file = notice.attachments.get()
    assert (file.seen_on, verbs(notice.building)[-1]) == (today, "notices.papered")
    with pytest.raises(Refused, match="凭据"):
        writing.remove_attachment(notice, file, by=volunteer)
    for wrong in (today + DAY, today - 3 * DAY):
        with pytest.raises(Refused, match="拍照的日子"):
            writing.add_paper_photo(posting, photo(), seen_on=wrong, by=volunteer)


def test_a_pdf_shows_no_wall(posting, volunteer):
    from louzu.lib.uploads import File, Pdf  # noqa: PLC0415

    with pytest.raises(Refused, match="放一张照片"):
        writing.add_paper_photo(
            posting, File("a.pdf", Pdf(b"%PDF")), seen_on=timezone.localdate(), by=volunteer
        )


def test_a_draft_is_no_posting_yet_and_no_notice_becomes_one(lived_in, leader):
    draft = writing.draft_notice(lived_in, notice_input(**TEXT), by=leader)
    with pytest.raises(Refused, match="不能互相改"):
        writing.edit_notice(draft, notice_input(draft, period="audit"), version=1, by=leader)


def test_a_posting_that_has_run_its_time_is_not_taken_down(posting, leader):
    """What was said against it is its outcome, and stays before everybody's eyes."""
    move_past_deadline(posting.canvass)
    posting.canvass.refresh_from_db()
    assert not rules.has_perm("notices.withdraw", leader, posting)
    with pytest.raises(Refused, match="不能再撤下"):
        posting_actions.withdraw_notice(posting, reason="反悔", by=leader)


def emptied(lived_in) -> None:
    empty = dict.fromkeys(("aged_0_6", "aged_7_17", "aged_18_59", "aged_60_up"), 0)
    Household.objects.update(occupancy="empty", **empty)


def scheduled(lived_in, leader, at, **more):
    notice = writing.draft_notice(lived_in, notice_input(shows_from=at, **more, **TEXT), by=leader)
    return posting_actions.post_notice(notice, by=leader)


@pytest.mark.parametrize("late", [5, 12])
def test_the_days_of_a_posting_count_from_when_it_is_carried(lived_in, leader, time_machine, late):
    """No job ran for five days of its seven, or until after its end."""
    at = timezone.now() + DAY
    notice = scheduled(lived_in, leader, at, period="stairwell")
    announced = notice.expires_at
    time_machine.move_to(at + late * DAY)
    assert turn() == "1 announced, 0 ended"
    notice.refresh_from_db()
    assert (notice.canvass.state, notice.expires_at) == ("open", announced + late * DAY)
    assert (notice.canvass.closes_at, notice.ended_at) == (notice.expires_at, None)
    assert turn() == "0 announced, 0 ended"


def test_a_posting_that_nobody_was_asked_about_never_ends(lived_in, leader, time_machine):
    at = timezone.now() + DAY
    notice = scheduled(lived_in, leader, at, period="stairwell")
    emptied(lived_in)
    time_machine.move_to(at + dt.timedelta(minutes=1))
    turn()
    time_machine.move_to(at + 30 * DAY)
    assert turn() == "0 announced, 0 ended"
    notice.refresh_from_db()
    assert (notice.canvass, notice.ended_at) == (None, None)
    assert "notices.ended" not in verbs(lived_in)
    assert str(outcome_of(notice)) == "没有送到过各家"
    (told,) = blocked_items(Building.objects.all(), timezone.now())
    assert "不能算没有人提意见" in told.note
    assert postings_ending_in(lived_in, before=timezone.now()) == [notice]
    posting_actions.withdraw_notice(notice, reason="重新公示", by=leader)
    assert postings_ending_in(lived_in, before=timezone.now()) == []


def test_a_posting_goes_to_the_doors_as_soon_as_somebody_lives_there(
    lived_in, leader, time_machine
):
    at = timezone.now() + DAY
    notice = scheduled(lived_in, leader, at, period="stairwell")
    ends = notice.expires_at
    emptied(lived_in)
    time_machine.move_to(at + dt.timedelta(minutes=1))
    turn()
    time_machine.move_to(at + 3 * DAY)
    HouseholdFactory(building=lived_in)
    turn()
    notice.refresh_from_db()
    assert (notice.canvass.state, notice.expires_at) == ("open", ends + 3 * DAY)


def test_a_notice_that_ran_out_unasked_leaves_a_line(lived_in, leader, time_machine):
    at = timezone.now() + DAY
    scheduled(lived_in, leader, at, asks=True, expires_at=at + DAY)
    time_machine.move_to(at + 2 * DAY)
    turn()
    line = lived_in.journal.get(verb="notices.missed")
    assert (line.audience, line.actor) == ("writers", None)
    turn()
    assert verbs(lived_in).count("notices.missed") == 1
