from __future__ import annotations

import pytest

from governance.canvass.actions import counting, drafting, opening, short_notice
from tests.factories.canvass import canvass_url, move_past_deadline, record_paper_answer_for
from tests.governance.canvass.short_notice import REASON, owners, vote

pytestmark = pytest.mark.django_db
__all__ = ["owners"]


def test_the_preview_says_what_is_missing_and_both_agree_there(enter, owners, leader, staff):
    canvass = vote(owners, leader)
    client = enter("leader")
    page = client.get(canvass_url(canvass, "preview")).text
    assert ("公示的日子不够" in page, "发出去</button>" in page) == (True, False)
    client.post(canvass_url(canvass, "short_notice"), {"reason": REASON, "do": "save"})
    assert "等居委同意" in client.get(canvass_url(canvass, "preview")).text
    assert REASON in enter("staff").get(canvass_url(canvass, "short_notice")).text
    enter("staff").post(canvass_url(canvass, "short_notice"), {"do": "save"})
    page = enter("leader").get(canvass_url(canvass, "preview")).text
    assert ("等居委同意" in page, "发出去</button>" in page) == (False, True)


def test_a_missing_reason_is_asked_for_at_the_field(enter, owners, leader):
    canvass = vote(owners, leader)
    page = enter("leader").post(canvass_url(canvass, "short_notice"), {"reason": "", "do": "save"})
    assert (page.status_code, "为什么等不到公示期满" in page.text) == (200, True)


@pytest.mark.parametrize(
    ("persona", "code"),
    [
        ("leader", 200),
        ("core", 403),
        ("resident", 403),
        ("staff", 200),
        ("neighbour", 404),
        ("visitor", 302),
    ],
)
def test_who_may_shorten_the_notice(enter, owners, leader, persona, code):
    canvass = vote(owners, leader)
    assert enter(persona).get(canvass_url(canvass, "short_notice")).status_code == code


def test_the_printed_result_says_why_and_who(enter, owners, leader, staff, volunteer):
    canvass = vote(owners, leader)
    for by in (leader, staff):
        short_notice.agree_to_short_notice(canvass, reason=REASON, by=by)
    canvass = opening.open_canvass(drafting.announce_canvass(canvass, by=leader), by=leader)
    for voice in canvass.voices.all():
        record_paper_answer_for(canvass, voice, "agree", by=leader, checked_by=volunteer)
    canvass = counting.close_canvass(move_past_deadline(canvass), by=leader)
    for by in (leader, volunteer):
        counting.count_canvass(canvass, by=by, anyway=True)
    client = enter("resident")
    for name, more in (("page", ()), ("result", ()), ("record", ("json",))):
        page = client.get(canvass_url(canvass, name, *more)).text
        assert all(word in page for word in (REASON, str(leader), str(staff))), name


def test_the_committee_finds_it_on_its_work_list(enter, owners, leader, staff):
    canvass = vote(owners, leader)
    short_notice.agree_to_short_notice(canvass, reason=REASON, by=leader)
    assert canvass_url(canvass, "short_notice") in enter("staff").get("/admin/").text
    short_notice.agree_to_short_notice(canvass, by=staff)
    assert canvass_url(canvass, "short_notice") not in enter("staff").get("/admin/").text
