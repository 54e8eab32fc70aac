"""Phones of households and owners at the desk: masked, looked up with a log entry, and replaced by
typing a new one."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from openpyxl import load_workbook

from governance.journal.models import Audience, Line
from governance.journal.queries import latest_lines_in, shown_line
from louzu.lib.errors import Refused
from residents.models import Household, Owner
from residents.people.actions.phones import set_phone
from residents.roster.actions.roster import export_roster
from tests.factories import (
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    OwnerFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PHONE, OTHER = "13800138000", "13900139000"
KINDS = ["household", "owner"]


@pytest.fixture
def keeper(building):
    return UserFactory(is_superuser=True)


@pytest.fixture
def rows(building):
    """A household and the owner of its flat, both with phones."""
    flat = FlatFactory(building=building, room="302", floor=3)
    home = HouseholdFactory(building=building, flat=flat, contact="李梅", phone=PHONE)
    owner = OwnerFactory(building=building, name="王建国", phone=PHONE)
    owner.ownerships.create(flat=flat, since="2020-01-01")
    return {"household": home, "owner": owner}


def at(name, *args):
    return reverse(f"admin:residents_{name}", args=args)


def form_of(client, kind, row):
    return client.get(at(f"{kind}_change", row.pk)).context["adminform"].form


def save(client, kind, row, **fields):
    """Submit the form of the row's page with some changes."""
    form = form_of(client, kind, row)
    data = {name: form[name].value() for name in form.fields}
    typed = {
        name: value
        for name, value in {**data, **fields}.items()
        if value is not None and value is not False
    }
    return client.post(at(f"{kind}_change", row.pk), typed)


def phone_of(row) -> str:
    return type(row).objects.get(pk=row.pk).phone


def errors(page) -> str:
    return str(page.context["adminform"].form.errors)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("persona", ["staff", "keeper"])
def test_list_and_form_show_it_masked_and_hold_no_more(enter, rows, staff, kind, persona):
    client = enter(persona)
    for url in (at(f"{kind}_changelist"), at(f"{kind}_change", rows[kind].pk)):
        page = client.get(url).text
        assert ("138****8000" in page, PHONE in page, 'name="phone"' in page) == (
            True,
            False,
            False,
        )
    assert form_of(client, kind, rows[kind])["new_phone"].value() == ""


@pytest.mark.parametrize(
    ("kind", "line", "household"),
    [
        ("household", "看了302室的联系电话（核对登记）", True),
        ("owner", "看了302室的业主电话（核对登记）", False),
    ],
)
def test_staff_see_it_once_and_that_is_on_record(enter, rows, staff, kind, line, household):
    client, url = enter("staff"), at(f"{kind}_phone", rows[kind].pk)
    assert url in client.get(at(f"{kind}_change", rows[kind].pk)).text
    assert PHONE not in client.get(url).text
    page = client.post(url, {"reason": "check"})
    assert (PHONE in page.text, "no-store" in page.headers["Cache-Control"]) == (True, True)
    assert PHONE not in client.get(at(f"{kind}_change", rows[kind].pk)).text
    entered = Line.objects.get()
    assert shown_line(entered).text.endswith(line)
    assert (entered.audience, entered.household == rows["household"]) == ("leaders", household)


def test_who_lives_there_reads_that_their_number_was_looked_up(enter, building, rows, staff):
    member = MembershipFactory(household=rows["household"]).user
    next_flat = MembershipFactory(household=HouseholdFactory(building=building)).user
    enter("staff").post(at("household_phone", rows["household"].pk), {"reason": "check"})
    read = [
        latest_lines_in(building, one.standing_in(building), count=9) for one in (member, next_flat)
    ]
    assert list(map(len, read)) == [1, 0]


@pytest.mark.parametrize("kind", KINDS)
def test_each_of_several_numbers_can_be_rung(enter, rows, staff, kind):
    type(rows[kind]).objects.update(phone=f"{PHONE}、55501234")
    page = enter("staff").post(at(f"{kind}_phone", rows[kind].pk), {"reason": "check"}).text
    assert (f'href="tel:{PHONE}"' in page, 'href="tel:55501234"' in page) == (True, True)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("persona", "status"),
    [("keeper", 403), ("foreign_staff", 404), ("leader", 302), ("visitor", 302)],
)
def test_nobody_else_sees_it_at_the_desk(enter, rows, kind, persona, status):
    response = enter(persona).post(at(f"{kind}_phone", rows[kind].pk), {"reason": "check"})
    assert (response.status_code, Line.objects.exists()) == (status, False)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("persona", "status"), [("foreign_staff", 302), ("leader", 302), ("visitor", 302)]
)
def test_nobody_else_writes_it(enter, rows, kind, persona, status):
    data = {"name": "王建国", "occupancy": "owner", "new_phone": OTHER}
    response = enter(persona).post(at(f"{kind}_change", rows[kind].pk), data)
    assert (response.status_code, phone_of(rows[kind])) == (status, PHONE)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138 0013 8000、021－5550 1234", "13800138000、02155501234"),
        ("13900139000.0", "13900139000"),
        ("+86 139-0013-9000 / 55501234", "13900139000、55501234"),
    ],
)
def test_a_number_is_read_like_a_rosters(enter, rows, staff, kind, typed, kept):
    assert save(enter("staff"), kind, rows[kind], new_phone=typed).status_code == 302
    assert phone_of(rows[kind]) == kept


def test_the_owner_of_a_number_is_added_to_the_households_note(enter, rows, staff):
    client, home = enter("staff"), rows["household"]
    for _twice in range(2):
        save(client, "household", home, new_phone=f"{OTHER}（女儿）")
    home.refresh_from_db()
    assert (home.phone, home.note) == (OTHER, "电话（女儿）")
    page = save(client, "owner", rows["owner"], new_phone=f"{OTHER}（女儿）")
    assert ("写在这户的备注里" in errors(page), phone_of(rows["owner"])) == (True, PHONE)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("expected", "why"),
    [
        ({"new_phone": "1380013800"}, "手机号应该是11位，这里是10位"),
        ({"new_phone": "138****8000"}, "遮住了中间"),
        ({"new_phone": "138＊＊＊＊8000"}, "遮住了中间"),
        ({"new_phone": "打不通"}, "看不懂这个电话"),
        ({"new_phone": "无"}, "要清掉请在下面打勾"),
        ({"new_phone": "、".join(f"1390013900{n}" for n in range(6))}, "电话太多了"),
        ({"new_phone": OTHER, "clear_phone": "on"}, "请只留一样"),
    ],
)
def test_what_is_no_number_is_said_and_nothing_is_lost(enter, rows, staff, kind, expected, why):
    page = save(enter("staff"), kind, rows[kind], **expected)
    assert (why in errors(page), phone_of(rows[kind])) == (True, PHONE)
    assert page.context["adminform"].form["new_phone"].value() == expected["new_phone"]
    assert not Line.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_typing_nothing_keeps_it_and_clearing_is_a_tick(enter, rows, staff, kind):
    client = enter("staff")
    assert save(client, kind, rows[kind]).status_code == 302
    assert (phone_of(rows[kind]), Line.objects.exists()) == (PHONE, False)
    save(client, kind, rows[kind], clear_phone="on")
    assert phone_of(rows[kind]) == ""
    assert "clear_phone" not in form_of(client, kind, rows[kind]).fields


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_record_may_have_one(enter, building, staff, kind):
    flat = FlatFactory(building=building, room="501", floor=5)
    data = {
        "building": building.pk,
        "flat": flat.pk,
        "occupancy": "owner",
        "aged_0_6": 0,
        "aged_7_17": 0,
        "aged_18_59": 1,
        "aged_60_up": 0,
        "name": "赵敏",
        "new_phone": "139 0013 9000",
    }
    assert enter("staff").post(at(f"{kind}_add"), data).status_code == 302
    row = (Household if kind == "household" else Owner).objects.get()
    assert row.phone == OTHER
    assert [line.verb for line in Line.objects.order_by("pk")] == [
        "residents.record_added",
        "residents.record_phone_entered",
    ]


@pytest.mark.parametrize(
    ("kind", "whose"), [("household", "302室的联系电话"), ("owner", "302室的业主电话")]
)
def test_each_step_has_its_line_and_the_number_is_in_no_record(
    enter, rows, staff, caplog, kind, whose
):
    client = enter("staff")
    save(client, kind, rows[kind], clear_phone="on")
    save(client, kind, rows[kind], new_phone=PHONE)
    save(client, kind, rows[kind], new_phone=OTHER)
    client.post(at(f"{kind}_phone", rows[kind].pk), {"reason": "check"})
    lines = list(Line.objects.order_by("pk"))
    steps = [shown_line(line).text.removeprefix(f"居委 {staff}") for line in lines]
    assert steps == [f"清掉了{whose}", f"登记了{whose}", f"改了{whose}", f"看了{whose}（核对登记）"]
    assert {line.audience for line in lines[:3]} == {Audience.RESIDENTS}
    history = client.get(at(f"{kind}_history", rows[kind].pk)).text
    kept = [*lines, *LogEntry.objects.all()]
    records = f"{[one.__dict__ for one in kept]}{caplog.text}{history}"
    assert [
        number
        for number in (PHONE, OTHER, "王建国")
        if number in records.replace(str(rows[kind]), "")
    ] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_stale_form_brings_no_old_number_back(enter, rows, staff, kind):
    """Only the typed fields are written, so a colleague's new number is kept."""
    client, row = enter("staff"), rows[kind]
    form = form_of(client, kind, row)
    set_phone(type(row).objects.get(pk=row.pk), OTHER, by=staff)
    data = {name: form[name].value() for name in form.fields if name != "clear_phone"}
    field = "name" if kind == "owner" else "contact"
    assert client.post(at(f"{kind}_change", row.pk), {**data, field: "赵敏"}).status_code == 302
    row.refresh_from_db()
    assert (row.phone, getattr(row, field)) == (OTHER, "赵敏")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", ["138****8000", "1380013800", "138 0013 8000"])
def test_the_action_takes_whole_numbers_alone(rows, staff, kind, number):
    with pytest.raises(Refused):
        set_phone(rows[kind], number, by=staff)
    assert phone_of(rows[kind]) == PHONE


def test_the_rosters_export_has_it_whole(tmp_path, enter, building, rows, staff):
    save(enter("staff"), "household", rows["household"], new_phone=OTHER)
    file = tmp_path / "a.xlsx"
    file.write_bytes(export_roster(building, by=staff))
    cells = [
        str(cell) for row in load_workbook(file).active.iter_rows(values_only=True) for cell in row
    ]
    assert [number in cells for number in (PHONE, OTHER)] == [True, True]


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_of_the_list_is_masked(tmp_path, enter, rows, staff, kind):
    file = tmp_path / "a.xlsx"
    file.write_bytes(enter("staff").post(at(f"{kind}_export")).content)
    cells = [
        str(cell) for row in load_workbook(file).active.iter_rows(values_only=True) for cell in row
    ]
    assert ("138****8000" in cells, PHONE in str(cells)) == (True, False)
