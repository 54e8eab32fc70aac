from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from governance.journal.models import Audience
from governance.notices.actions import posting, reading, writing
from governance.notices.lifecycle import NoticeState
from governance.notices.models import Attachment, Notice, Version
from governance.notices.queries import past_notices_in
from louzu.lib.errors import Refused, Stale
from louzu.lib.uploads import File, Pdf
from residents.models import Standing, User
from tests.factories import AttachmentFactory, NoticeFactory
from tests.factories.notices import notice_input

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def lines(building) -> list[tuple[str, str]]:
    found = building.journal.exclude(verb__startswith="residents.").order_by("number")
    return list(found.values_list("verb", "audience"))


def draft(building, by, **text) -> Notice:
    return writing.draft_notice(
        building, notice_input(**{"title": "换灯", "body": "**周三**", **text}), by=by
    )


def test_a_draft_is_rendered_once_and_told_to_writers_alone(building, leader):
    notice = draft(building, leader)
    assert (notice.state, notice.html, notice.kind) == (
        NoticeState.DRAFT,
        "<p><strong>周三</strong></p>\n",
        "notice",
    )
    assert lines(building) == [("notices.drafted", "writers")]


def test_what_the_committee_writes_is_a_committee_notice(building, staff):
    assert draft(building, staff).kind == Notice.Kind.COMMITTEE


@pytest.mark.parametrize(
    ("audience", "expected"), [("residents", "residents"), ("public", "public")]
)
def test_posting_keeps_the_text_and_tells_its_readers(building, leader, audience, expected):
    notice = posting.post_notice(draft(building, leader, audience=audience), by=leader)
    assert (notice.state, notice.announced, notice.was_shown) == (NoticeState.POSTED, True, True)
    assert Version.objects.get().title == "换灯"
    assert lines(building)[-1] == ("notices.posted", expected)


def test_a_scheduled_notice_is_told_when_its_hour_comes_and_once(building, leader, time_machine):
    at = timezone.now() + HOUR
    notice = posting.post_notice(draft(building, leader, shows_from=at), by=leader)
    assert (notice.was_shown, lines(building)[-1]) == (False, ("notices.scheduled", "writers"))
    call_command("announce_notices", stdout=(before := io.StringIO()))
    time_machine.move_to(at + dt.timedelta(minutes=1))
    for _ in range(2):
        call_command("announce_notices", stdout=(after := io.StringIO()))
    posting.announce_notice(notice)
    assert (before.getvalue(), after.getvalue()) == ("0 announced, 0 ended\n",) * 2
    assert lines(building)[-1] == ("notices.posted", "residents")
    assert [verb for verb, _audience in lines(building)].count("notices.posted") == 1


def test_a_notice_cannot_end_before_it_begins(building, leader):
    late = draft(building, leader, shows_from=timezone.now() - 2 * HOUR)
    Notice.objects.filter(pk=late.pk).update(expires_at=timezone.now() - HOUR)
    with pytest.raises(Refused, match="要晚于张贴"):
        posting.post_notice(late, by=leader)


def test_a_draft_that_is_edited_has_no_versions(building, leader):
    notice = draft(building, leader)
    writing.edit_notice(
        notice, notice_input(notice, title="换灯泡", body="周四"), version=1, by=leader
    )
    notice.refresh_from_db()
    assert (notice.title, notice.html, notice.version) == ("换灯泡", "<p>周四</p>\n", 2)
    assert not Version.objects.exists()
    assert lines(building)[-1] == ("notices.redrafted", "writers")


def test_a_correction_keeps_the_earlier_text_and_the_hour(building, leader):
    notice = posting.post_notice(draft(building, leader), by=leader)
    hung = notice.shows_from
    fresh = writing.edit_notice(
        notice,
        notice_input(notice, title="换灯", body="周四", shows_from=None),
        version=1,
        by=leader,
    )
    assert (fresh.shows_from, fresh.corrected_at is not None) == (hung, True)
    assert list(Version.objects.order_by("number").values_list("body", flat=True)) == [
        "**周三**",
        "周四",
    ]
    assert lines(building)[-1] == ("notices.corrected", "residents")


def test_a_correction_before_its_hour_is_told_to_writers(building, leader):
    notice = draft(building, leader, shows_from=timezone.now() + HOUR)
    notice = posting.post_notice(notice, by=leader)
    writing.edit_notice(
        notice,
        notice_input(notice, body="周四", shows_from=notice.shows_from),
        version=1,
        by=leader,
    )
    assert lines(building)[-1] == ("notices.corrected", "writers")


def test_an_edit_of_what_was_read_earlier_is_stale(building, leader):
    notice = draft(building, leader)
    writing.edit_notice(notice, notice_input(notice, title="先"), version=1, by=leader)
    with pytest.raises(Stale):
        writing.edit_notice(notice, notice_input(notice, title="后"), version=1, by=leader)


def test_withdrawing_says_why_and_cannot_be_done_twice(building, leader):
    notice = NoticeFactory(building=building)
    assert (
        posting.withdraw_notice(notice, reason="写错了", by=leader).state == NoticeState.WITHDRAWN
    )
    assert lines(building)[-1] == ("notices.withdrawn", "residents")
    with pytest.raises(Refused):
        posting.withdraw_notice(notice, reason="再来", by=leader)


def test_what_is_withdrawn_before_its_hour_was_never_seen(building, leader):
    notice = draft(building, leader, shows_from=timezone.now() + HOUR)
    notice = posting.post_notice(notice, by=leader)
    posting.withdraw_notice(notice, reason="写错了", by=leader)
    assert lines(building)[-1] == ("notices.withdrawn", "writers")
    Notice.objects.filter(pk=notice.pk).update(shows_from=timezone.now() - HOUR)
    notice.refresh_from_db()
    assert not notice.was_shown
    assert list(past_notices_in(building, Standing(households=(1,))).rows) == []
    assert past_notices_in(building, Standing(offices=("leader",))).rows == [notice]


def test_a_discarded_draft_is_gone_for_good(building, leader):
    notice = writing.discard_notice(draft(building, leader), by=leader)
    assert (notice.state, lines(building)[-1]) == (
        NoticeState.DISCARDED,
        ("notices.discarded", "writers"),
    )
    with pytest.raises(Refused):
        posting.post_notice(notice, by=leader)


def test_reading_counts_once_and_moves_ones_own_pages(building, resident):
    notice = NoticeFactory(building=building)
    for _ in range(2):
        reading.mark_notice_read(notice, by=resident)
    assert notice.readings.count() == 1
    assert User.objects.get(pk=resident.pk).content_version == resident.content_version + 1


def test_ten_attachments_are_too_many(building, leader):
    files = [File("图.pdf", Pdf(b"%PDF-1.4 %%EOF"))]
    notice = draft(building, leader, files=files * 9)
    with pytest.raises(Refused, match="最多放9个"):
        writing.edit_notice(notice, notice_input(notice, files=files), version=1, by=leader)


@pytest.mark.parametrize(
    ("state", "expected"),
    [("draft", ("notices.redrafted", "writers")), ("posted", ("notices.corrected", "residents"))],
)
def test_an_attachment_that_is_removed_is_on_record(building, leader, state, expected):
    file = AttachmentFactory(notice__building=building, notice__state=state)
    writing.remove_attachment(file.notice, file, by=leader)
    assert not Attachment.objects.exists()
    assert lines(building)[-1] == expected


def test_who_reads_a_notice_reads_the_lines_about_it():
    """Lines and search take a notice's audience as theirs."""
    assert set(Notice.Audience.values) <= set(Audience.values)
