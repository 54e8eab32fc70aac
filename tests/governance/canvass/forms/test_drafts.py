"""Drafts of a canvass: what each kind offers, and what becomes of the fields."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from governance.canvass.actions.drafting import draft_canvass
from governance.canvass.forms.changes import (
    RewordCanvassForm,
)
from governance.canvass.forms.drafts import (
    DraftForm,
    initial_for_kind,
    initial_of_canvass,
)
from governance.canvass.inputs import RewordInput
from governance.canvass.kinds import KINDS
from governance.lounge.models import Wish
from tests.factories import OwnerFactory
from tests.factories.canvass import canvass_input, make_owner
from tests.factories.lounge import ThreadFactory

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime(2028, 2, 14, 23, 59, tzinfo=SHANGHAI)
TEXT = {"question": "同意吗？", "body": "正文", "closes_at": "2028-03-31T20:00", "thread": ""}


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def filled(building, key="covenant", **data):
    kind = KINDS[key]
    plain = {**TEXT, "electorate": kind.preset.electorate, "threshold": "2/3"}
    return DraftForm(kind, building, {**plain, **data})


def to_input(form):
    assert form.errors == {}
    return form.to_input()


def test_each_kind_offers_the_fields_that_fit_it(building):
    optional = ("threshold", "secret", "phone_needs_photo", "late_days", "contributors")
    make_owner(building, rooms=["301"])
    offered = {
        key: [name for name in optional if name in DraftForm(kind, building).fields]
        for key, kind in KINDS.items()
    }
    paper = ["phone_needs_photo", "late_days"]
    assert offered == {
        "tell": ["contributors"],
        "hear": [*paper, "contributors"],
        "covenant": ["threshold", *paper],
        "everyone": [*paper, "contributors"],
        "residents": ["secret", *paper],
        "ordinary": paper,
        "major": paper,
    }


def test_a_field_that_is_not_offered_has_no_effect(building):
    data = to_input(filled(building, "tell", secret="on", late_days="9", threshold="1"))
    assert (data.secret, data.late_days, data.threshold) == (False, 3, "")
    asked = to_input(filled(building, "major", secret="on"))
    assert (asked.purpose, asked.preset, asked.secret) == ("vote", "owners_major", False)


@pytest.mark.parametrize(("typed", "days"), [("", 3), ("0", 0), ("14", 14)])
def test_no_late_days_are_the_usual_three_and_zero_is_none(building, typed, days):
    assert to_input(filled(building, late_days=typed)).late_days == days


@pytest.mark.parametrize("typed", ["15", "-1", "三"])
def test_late_days_have_their_bounds(building, typed):
    assert list(filled(building, late_days=typed).errors) == ["late_days"]


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "valid"),
    [
        ("", "2028-02-14T23:59", False),
        ("", "2028-02-15T00:00", True),
        ("2028-03-01T09:00", "2028-03-01T09:00", False),
        ("2028-03-01T09:00", "2028-03-01T09:01", True),
    ],
)
def test_it_closes_after_it_opens_and_without_a_day_it_opens_now(
    building, opens_at, closes_at, valid
):
    form = filled(building, opens_at=opens_at, closes_at=closes_at)
    assert form.is_valid() is valid
    if not valid:
        opens = "那一格是3月1日（周三）上午9点" if opens_at else "截止的时间已经过了"
        assert [*form.errors] == ["closes_at"]
        assert opens in form.errors["closes_at"][0]


@pytest.mark.parametrize("share", ["1/2", "", "2/3 "])
def test_the_charter_passes_with_one_of_the_shares_that_are_offered(building, share):
    assert list(filled(building, threshold=share).errors) == ["threshold"]


def test_owners_are_chosen_by_name_only_if_those_who_paid_are_asked(building):
    owner = make_owner(building, rooms=["301", "302"])
    stranger = OwnerFactory(building=building)
    chosen = {"contributors": [str(owner.pk)]}
    paid = filled(building, "everyone", electorate="members", **chosen)
    assert dict(paid.fields["contributors"].choices) == {
        str(owner.pk): f"301室、302室 {owner.name}"
    }
    assert to_input(paid).contributors == (owner,)
    everybody = filled(building, "everyone", electorate="owners", **chosen)
    assert to_input(everybody).contributors == ()
    nobody = filled(building, "everyone", electorate="members")
    assert nobody.errors == {"contributors": ["请勾选出钱的业主。"]}
    other = filled(building, "everyone", electorate="members", contributors=[str(stranger.pk)])
    assert list(other.errors) == ["contributors"]


def test_residents_and_owners_are_asked_only_by_the_rules_for_them(building):
    assert list(filled(building, "covenant", electorate="owners").errors) == ["electorate"]
    assert list(filled(building, "major", electorate="households").errors) == ["electorate"]


def test_a_thread_of_the_lounge_is_offered_while_it_is_open_and_wished_ones_first(
    building, next_door, leader
):
    newest, wished, elsewhere = (
        ThreadFactory(building=one) for one in (building, building, next_door)
    )
    ThreadFactory(building=building, settled=True)
    Wish.objects.create(thread=wished, author=leader, kind="canvass")
    for _ in range(2):
        ThreadFactory(building=building, hidden=True)
    form = filled(building, thread=str(newest.pk))
    assert next(iter(form.threads)) == str(wished.pk)
    assert set(form.threads) == {str(newest.pk), str(wished.pk)}
    assert to_input(form).thread == newest
    assert list(filled(building, thread=str(elsewhere.pk)).errors) == ["thread"]
    assert to_input(filled(building)).thread is None


def test_a_new_draft_keeps_the_days_of_notice_of_its_kind(building):
    def dates(key):
        initial = initial_for_kind(KINDS[key], building).initial
        return initial["opens_at"], initial["closes_at"]

    def at(month, day, hour):
        return dt.datetime(2028, month, day, hour, tzinfo=SHANGHAI)

    assert dates("major") == (at(2, 29, 9), at(3, 14, 20))
    assert dates("covenant") == (at(2, 21, 9), at(3, 6, 20))
    assert dates("tell") == (None, at(2, 21, 20))


def test_a_thread_becomes_the_question_of_the_draft(building, next_door):
    here, there = (ThreadFactory(building=one, title="装电梯") for one in (building, next_door))
    form = initial_for_kind(KINDS["hear"], building, str(here.pk))
    assert (form.initial["thread"], form.initial["question"]) == (str(here.pk), "装电梯")
    assert "question" not in initial_for_kind(KINDS["hear"], building, str(there.pk)).initial
    assert "question" not in initial_for_kind(KINDS["hear"], building, "x").initial


def test_the_form_of_a_draft_sends_back_what_is_stored(building, leader):
    owner = make_owner(building, rooms=["301"])
    opens = dt.datetime(2028, 3, 1, 9, tzinfo=SHANGHAI)
    stored = canvass_input(
        purpose="consent",
        preset="everyone",
        electorate="members",
        threshold="",
        late_days=0,
        phone_needs_photo=True,
        thread=ThreadFactory(building=building),
        contributors=(owner,),
        opens_at=opens,
        closes_at=opens + dt.timedelta(days=14),
    )
    shown = initial_of_canvass(draft_canvass(building, stored, by=leader))
    sent = {name: shown[name].value() for name in shown.fields if name != "attached"}
    for name in ("opens_at", "closes_at"):
        sent[name] = f"{sent[name]:%Y-%m-%dT%H:%M}"
    again = DraftForm(KINDS["everyone"], building, sent)
    assert to_input(again) == stored
    assert again.cleaned_data["version"] == shown.initial["version"]


def test_a_new_wording_is_material_only_if_that_is_ticked():
    words = {"body": "新的", "reason": "改字", "version": "2"}
    form = RewordCanvassForm(words)
    assert to_input(form) == RewordInput(version=2, body="新的", material=False, reason="改字")
    assert to_input(RewordCanvassForm({**words, "material": "on"})).material
    assert list(RewordCanvassForm({**words, "version": "0"}).errors) == ["version"]
