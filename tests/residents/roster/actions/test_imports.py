"""Undoing an import restores the former state, or refuses with reasons and changes nothing."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import DO_NOTHING
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.canvass.actions.drafting import announce_canvass
from governance.canvass.actions.opening import open_canvass
from governance.journal.models import Line
from governance.meetings.actions.holding import record_attendance, reply_to_invitation
from louzu.lib.errors import Refused
from residents.joining.actions import joining
from residents.joining.actions.joining import NewAccount
from residents.joining.actions.slips import print_slips
from residents.models import (
    Building,
    Flat,
    Household,
    Membership,
    Owner,
    Ownership,
    RosterImport,
    Slip,
)
from residents.people.actions.phones import set_phone
from residents.people.actions.records import save_record
from residents.privacy.actions.forgetting import forget_user
from residents.roster.actions.imports import delete_old_undo_rows, undo_import
from residents.roster.actions.roster import import_roster
from residents.roster.queries.imports import relations_to, undo_preview_of
from residents.roster_parser.owners import APART, SAME
from residents.roster_parser.sheet import read_roster
from tests.factories import MembershipFactory, SlipFactory, UserFactory
from tests.factories.canvass import make_draft_canvass, make_open_canvass
from tests.factories.meetings import MeetingFactory
from tests.factories.roster import DATA, ROW, row, sheet

pytestmark = pytest.mark.django_db
PLACES = (Flat, Household, Owner, Ownership)


def everything() -> dict[str, list[dict]]:
    return {model.__name__: [*model.objects.order_by("pk").values()] for model in PLACES}


def take_in(building, *rows, by=None, **answers) -> RosterImport | None:
    before = set(RosterImport.objects.values_list("pk", flat=True))
    import_roster(building, sheet(*rows), answers=answers, by=by, seen=True, name="名册.csv")
    return RosterImport.objects.exclude(pk__in=before).first()


def refusals(imported) -> list[str]:
    return [str(one) for one in undo_preview_of(imported).obstacles]


def test_an_import_is_kept_with_who_when_and_how_much(building, staff):
    imported = take_in(building, ROW, row("303", 业主="李梅"), by=staff)
    assert (imported.building, imported.by, imported.name) == (building, staff, "名册.csv")
    assert (imported.made, imported.changed) == (2, 0)
    assert "李梅" not in str(imported.kept)
    again = take_in(building, row("303", 业主="赵敏", 备注="新搬来"))
    assert (again.made, again.changed) == (0, 1)


def test_what_changes_nothing_is_no_import(building, staff):
    take_in(building, ROW, by=staff)
    assert take_in(building, ROW, by=staff) is None


def test_no_identity_number_is_kept(building):
    take_in(building, row("302", 备注="一"))
    imported = take_in(building, row("302", 备注="11010519491231002X"))
    assert imported is None or "11010519491231002X" not in str(imported.kept)


@pytest.mark.parametrize("name", ["roster-merged.xlsx", "roster-owners.xlsx"])
def test_a_first_import_goes_as_a_whole(building, staff, name):
    found = read_roster((DATA / name).read_bytes())
    import_roster(building, found, answers={"陈美华": SAME}, by=staff)
    undo_import(RosterImport.objects.get(), by=staff)
    assert everything() == {model.__name__: [] for model in PLACES}
    import_roster(building, found, answers={"陈美华": SAME}, by=staff)
    assert Household.objects.count() == 21


def test_undoing_restores_the_former_values(building, staff):
    take_in(building, row("302", 业主="王秀英", 人数="3", 手机="13800138000"), row("303"))
    Ownership.objects.update(since=dt.date(2003, 5, 1))
    before = everything()
    imported = take_in(
        building,
        row("302", 业主="赵敏", 人数="2", 备注="新", 手机="13900139000", 建筑面积="70"),
        row("401", 业主="王秀英"),
        王秀英=SAME,
    )
    assert everything() != before
    undo_import(imported, by=staff)
    assert everything() == before


NAMES = ("王建国", "李梅", "李梅、王建国", "王建国、李梅")
ASKED = (*NAMES, *(f"{one}={other}" for one in NAMES for other in NAMES))
ROOMS = ("201", "202", "301")
ROWS = st.lists(
    st.builds(
        row,
        st.sampled_from(ROOMS),
        业主=st.sampled_from(["", *NAMES]),
        手机=st.sampled_from(["", "13800138000", "13900139000"]),
        人数=st.sampled_from(["", "1", "4"]),
        建筑面积=st.sampled_from(["", "80", "81.5"]),
        房屋性质=st.sampled_from(["", "出租"]),
        备注=st.sampled_from(["", "新搬来"]),
    ),
    unique_by=lambda one: one[0],
)


@given(st.lists(ROWS, max_size=2), ROWS, st.sampled_from([SAME, APART]))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25
)
def test_any_import_undone_is_the_record_before(building, staff, earlier, rows, answer):
    mark = transaction.savepoint()
    for some in earlier:
        take_in(building, *some, **dict.fromkeys(ASKED, answer))
    before = everything()
    imported = take_in(building, *rows, **dict.fromkeys(ASKED, answer))
    if imported:
        undo_import(imported, by=staff)
    assert everything() == before
    transaction.savepoint_rollback(mark)


def test_it_is_on_record_once(building, staff):
    imported = take_in(building, ROW, row("303"), by=staff)
    undo_import(imported, by=staff)
    line = Line.objects.latest("number")
    assert (line.verb, line.actor, line.audience) == (
        "residents.roster_import_undone",
        staff,
        "residents",
    )
    assert line.subject_title == "去掉2户"
    imported.refresh_from_db()
    assert (imported.undone_by, imported.kept) == (staff, None)
    with pytest.raises(Refused, match="已经撤回"):
        undo_import(imported, by=staff)
    assert Line.objects.filter(verb=line.verb).count() == 1


def test_the_later_one_first(building, staff):
    first = take_in(building, ROW)
    second = take_in(building, row("302", 备注="新"))
    (text,) = [words for words in refusals(first) if "又导入过" in words]
    assert "“名册.csv”，请先撤回那一次" in text
    with pytest.raises(Refused, match="又导入过"):
        undo_import(first, by=staff)
    undo_import(second, by=staff)
    undo_import(first, by=staff)
    assert Flat.objects.count() == 0


def test_what_was_changed_since_is_named_with_its_day(building, staff):
    imported = take_in(building, ROW, row("303", 业主="李梅"))
    changed = Household.objects.get(flat__room="302")
    changed.note = "自己写的"
    save_record(changed, changed=["note"], added=False, by=staff)
    Owner.objects.filter(name="李梅").update(name="李美")
    LogEntry.objects.create(
        user=staff,
        content_type=ContentType.objects.get_for_model(Household),
        action_flag=CHANGE,
        object_id=str(changed.pk),
        action_time=timezone.now(),
        change_message="",
    )
    today = timezone.localdate()
    first, second = refusals(imported)
    assert first.startswith(f"302室：{today.month}月{today.day}日")
    assert first.endswith("有人改过。")
    assert second == "业主“李美”：后来有人改过。"
    with pytest.raises(Refused, match="302室"):
        undo_import(imported, by=staff)
    assert Household.objects.count() == 2


def test_somebody_joined(building, staff):
    imported = take_in(building, ROW, row("303"))
    MembershipFactory(household=Household.objects.get(flat__room="303"))
    assert refusals(imported) == ["303室：已经有人加入。"]
    with pytest.raises(Refused, match="已经有人加入"):
        undo_import(imported, by=staff)


def test_a_canvass_counts_on_them(building, staff, leader):
    imported = take_in(building, ROW)
    make_open_canvass(building, leader)
    assert "302室：后来有了：名册上的室、名册。" in refusals(imported)


def test_slips_that_nobody_used_go_along(building, staff):
    imported = take_in(building, ROW, row("303"), by=staff)
    print_slips([*Household.objects.all()], by=staff)
    print_slips([Household.objects.first()], by=staff)
    assert len(undo_preview_of(imported).slips) == 3
    undo_import(imported, by=staff)
    assert (Slip.objects.count(), Household.objects.count()) == (0, 0)
    assert Line.objects.filter(household__isnull=False).count() == 1


def test_every_relation_to_what_an_import_makes_is_asked(building):
    """References from future rooms to a household are found without changes here."""
    for model in (*PLACES, Slip):
        asked = {(r.related_model, r.field.name) for r in relations_to(model)}
        for other in apps.get_models(include_auto_created=True):
            for field in other._meta.local_fields:
                if field.related_model is model and field.remote_field.on_delete is not DO_NOTHING:
                    assert (other, field.name) in asked
    assert (apps.get_model("canvass", "VoiceFlat"), "flat") in {
        (r.related_model, r.field.name) for r in relations_to(Flat)
    }


def test_it_costs_the_same_whatever_was_written(building, staff):
    def cost(imported) -> int:
        with CaptureQueriesContext(connection) as seen:
            undo_import(imported, by=staff)
        return len(seen)

    rooms = [f"{floor}0{door}" for floor in (1, 2, 3, 4) for door in (1, 2, 3)]
    cost(take_in(building, ROW))
    few = cost(take_in(building, *(row(r, 业主=f"甲{r}") for r in rooms[:2])))
    many = cost(take_in(building, *(row(r, 业主=f"甲{r}") for r in rooms)))
    assert few == many


def test_what_was_there_before_is_kept_for_ninety_days(building, staff):
    take_in(building, row("302", 备注="一"))
    imported = take_in(building, row("302", 备注="二"))
    assert delete_old_undo_rows() == 0
    RosterImport.objects.update(at=timezone.now() - dt.timedelta(days=90))
    assert delete_old_undo_rows() == 2
    assert delete_old_undo_rows() == 0
    imported.refresh_from_db()
    assert imported.kept is None
    assert refusals(imported) == ["这次导入以前是什么样，已经不留了，不能再撤回。"]


@pytest.mark.parametrize("word", [{"业主": "", "联系人": "王秀英"}, {"手机": "13800138000"}])
def test_no_import_contains_a_forgotten_person(building, staff, word):
    take_in(building, row("302", **word), row("303", 备注="一"))
    imported = take_in(building, row("302", 联系人="赵敏", 手机="13900139000"))
    other = take_in(building, row("303", 备注="二"))
    person = UserFactory(shown_name="王秀英", phone="13800138000")
    MembershipFactory(user=person, household=Household.objects.get(flat__room="302"))
    forget_user(person, by=staff)
    imported.refresh_from_db()
    other.refresh_from_db()
    assert imported.kept is None
    assert other.kept is not None


# Two at once


def at_once(*hands) -> list[object]:
    """Call each function in a thread with its own connection. Return the results or refusals."""

    def do(hand):
        try:
            return hand()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(hands)) as several:
        return [one.result() for one in [several.submit(do, hand) for hand in hands]]


def one_after_the_other(first, second) -> list[object]:
    """Start ``second`` after the work of ``first``, but before its commit."""
    began, ready = Event(), Event()

    def hold():
        with transaction.atomic():
            done = first()
            began.set()
            ready.wait(10)
            return done

    def follow():
        began.wait(10)
        ready.set()
        return second()

    return at_once(hold, follow)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["join", "undo"])
def test_either_somebody_joins_or_it_is_taken_back(building, staff, first):
    imported = take_in(building, ROW)
    slip = SlipFactory(household=Household.objects.get())
    acts = {
        "join": lambda: joining.join_as_newcomer(slip, NewAccount(shown_name="甲", username="jia")),
        "undo": lambda: undo_import(imported, by=staff),
    }
    second = "undo" if first == "join" else "join"
    won, lost = one_after_the_other(acts[first], acts[second])
    assert not isinstance(won, Refused)
    assert isinstance(lost, Refused)
    assert (Household.objects.count(), Membership.objects.count()) == (
        (1, 1) if first == "join" else (0, 0)
    )


def opens(building, by):
    canvass = announce_canvass(make_draft_canvass(building, by), by=by)
    return lambda: open_canvass(canvass, by=by)


def comes(building, by):
    meeting = MeetingFactory(building=building)
    home = Household.objects.get(flat__room="302")
    return lambda: reply_to_invitation(meeting, home, coming=True, by=by)


def is_there(building, by):
    meeting = MeetingFactory(building=building, held=True)
    homes = [Household.objects.get(flat__room="302")]
    return lambda: record_attendance(meeting, homes, by=by)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("act", [opens, comes, is_there])
def test_simultaneous_references_prevent_the_undo(building, leader, staff, act, first):
    """Both get a sentence, rather than an integrity error at the commit."""
    imported = take_in(building, ROW)
    begins = act(building, leader)
    undo = lambda: undo_import(imported, by=staff)  # noqa: E731 -- a pair of functions
    won, lost = one_after_the_other(*((begins, undo) if first else (undo, begins)))
    assert not isinstance(won, Refused)
    if first or act is not opens:  # a canvass counts those who remain
        assert isinstance(lost, Refused)
    assert Household.objects.filter(flat__room="302").exists() == first


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", [True, False], ids=["phone first", "undo first"])
def test_a_phone_is_written_while_it_is_taken_back(building, staff, first):
    """Both lock the building before the owner."""
    imported = take_in(building, ROW)
    owner = Owner.objects.get()
    phone = lambda: set_phone(owner, "13900139000", by=staff)  # noqa: E731 -- a pair of functions
    undo = lambda: undo_import(imported, by=staff)  # noqa: E731
    won, lost = one_after_the_other(*((phone, undo) if first else (undo, phone)))
    assert not isinstance(won, Refused)
    assert isinstance(lost, Refused)


@pytest.mark.django_db(transaction=True)
def test_opening_an_account_for_a_household_that_left_is_reported(building, staff):
    imported = take_in(building, ROW)
    household = Household.objects.get()
    undo_import(imported, by=staff)
    with pytest.raises(Refused, match="已经不在"):
        joining.enroll_neighbour(household, shown_name="王秀英", by=staff)
    with pytest.raises(Refused, match="已经不在"):
        print_slips([household], by=staff)
    assert Building.objects.get(pk=building.pk).households.count() == 0


@pytest.mark.parametrize("answer", [SAME, APART])
def test_an_answer_about_one_phone_is_asked_once_and_goes_with_its_import(building, staff, answer):
    phone = "13800138000"
    rows = [row("201", 业主="张三", 手机=phone), row("301", 业主="李四", 手机=phone)]
    take_in(building, rows[0])
    before = everything()
    with pytest.raises(Refused, match="同一个电话"):
        take_in(building, *rows)
    imported = take_in(building, *rows, **{"张三=李四": answer})
    assert Owner.objects.count() == (1 if answer == SAME else 2)
    assert take_in(building, *rows) is None
    undo_import(imported, by=staff)
    assert everything() == before
