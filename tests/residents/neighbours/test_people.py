"""邻里之家: office holders, neighbours who show their names, and people who have joined."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus

import pytest
from django.urls import reverse

from governance.journal.models import Line
from louzu.lib.errors import Refused
from residents.models import User
from residents.people.actions.phones import look_up_phone
from residents.privacy.actions.consents import give_consent
from tests.factories import HouseholdFactory, MembershipFactory, OfficeFactory

pytestmark = pytest.mark.django_db

PHONE = "13800138000"
INSIDERS = ("leader", "core", "volunteer", "resident", "staff")
ALL = {**dict.fromkeys(INSIDERS, 200), "neighbour": 404, "foreign_staff": 404, "visitor": 302}
ACCESS = [
    ("neighbours", "get", ALL),
    ("past_offices", "get", ALL),
    ("households", "get", {**ALL, "resident": 403}),
    ("phone", "get", {**ALL, **dict.fromkeys(("core", "volunteer", "resident"), 403)}),
    (
        "phone",
        "post",
        {
            **ALL,
            "leader": 201,
            "staff": 201,
            **dict.fromkeys(("core", "volunteer", "resident"), 403),
        },
    ),
]


def url(name, member=None):
    return reverse(f"people:{name}", args=["114", *([member.pk] if member else [])])


@pytest.fixture
def wang(building):
    return MembershipFactory(
        household__building=building,
        user__shown_name="王阿姨",
        user__phone=PHONE,
        user__shows_name=False,
        user__introduction="爱唱越剧",
        user__skills="裁衣服",
    )


@pytest.mark.parametrize(
    ("name", "method", "persona", "status"),
    [
        (name, method, who, status)
        for name, method, table in ACCESS
        for who, status in table.items()
    ],
)
def test_access(enter, building, wang, name, method, persona, status):
    target = url(name, wang if name == "phone" else None)
    response = getattr(enter(persona), method)(target, {"reason": ""})
    assert response.status_code == status
    assert (PHONE in response.text) is (status == HTTPStatus.CREATED)


@pytest.mark.parametrize(
    ("consents", "seen"),
    [
        ((), (False, False, False)),
        (("name",), (True, True, False)),
        (("phone",), (False, False, False)),
        (("name", "phone"), (True, True, True)),
        (("photo",), (False, False, False)),
    ],
)
def test_neighbours_see_what_was_agreed_to_and_no_more(enter, resident, wang, consents, seen):
    for kind in consents:
        give_consent(wang.user, kind=kind)
    page = enter("resident").get(url("neighbours")).text
    assert tuple(word in page for word in ("王阿姨", "爱唱越剧", PHONE)) == seen


def test_people_with_two_homes_are_listed_once_and_former_residents_are_not(
    enter, building, resident, wang
):
    give_consent(wang.user, kind="name")
    MembershipFactory(user=wang.user, household__building=building)
    gone = MembershipFactory(household__building=building, until=dt.date(2024, 1, 1)).user
    page = enter("resident").get(url("neighbours")).text
    assert (page.count("王阿姨"), str(gone) in page) == (1, False)


def test_an_office_is_held_by_name_and_number_as_far_as_agreed(enter, building, resident):
    holder = MembershipFactory(household__building=building, user__shows_name=False).user
    office = OfficeFactory(user=holder, building=building, kind="team")
    page = enter("resident").get(url("neighbours")).text
    assert (f"自管小组 <b>{holder}</b>" in page, "tel:" in page) == (True, False)
    type(office).objects.filter(pk=office.pk).update(contact="021 5555")
    client = enter("resident")
    client.cookies["text"] = "large"  # not the cached page
    assert 'href="tel:0215555"' in client.get(url("neighbours")).text


def test_an_empty_house_says_what_will_come(enter, building, staff):
    client = enter("staff")
    assert "还没有人担任职务" in client.get(url("neighbours")).text
    assert "还没有邻居公开自己的称呼" in client.get(url("neighbours")).text
    assert "还没有人卸任" in client.get(url("past_offices")).text
    assert "还没有录入各户" in client.get(url("households")).text


def test_history_names_who_held_what_and_when(enter, building, resident):
    old = OfficeFactory(building=building, until=dt.date(2023, 5, 1))
    page = enter("resident").get(url("past_offices")).text
    assert (str(old.user) in page, "2023年5月1日" in page) == (True, True)


def test_pages_of_many_neighbours_follow_each_other(enter, building, resident):
    MembershipFactory.create_batch(27, household__building=building)
    client = enter("resident")
    first = client.get(url("neighbours"))
    after = first.context["page"].next_url
    assert after
    assert len(client.get(url("neighbours") + after).context["page"].rows) == 3


@pytest.mark.parametrize(
    ("persona", "name", "mask"),
    [
        ("leader", True, True),
        ("staff", True, True),
        ("core", False, True),
        ("volunteer", False, True),
    ],
)
def test_helpers_see_who_has_joined_and_no_number_in_full(
    enter, building, wang, persona, name, mask
):
    HouseholdFactory(building=building, flat__room="909")
    page = enter(persona).get(url("households")).text
    shown = ("王阿姨" in page, "138****8000" in page, PHONE in page, url("phone", wang) in page)
    assert shown == (name, mask, False, name)
    assert ("909室" in page, "还没有人加入" in page) == (True, True)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("neighbours", 6), ("past_offices", 4), ("households", 5)]
)
def test_pages_cost_the_same_whatever_their_length(
    enter, building, leader, name, queries, rows, django_assert_num_queries
):
    for _ in range(rows):
        member = MembershipFactory(household__building=building)
        OfficeFactory(building=building, kind="team", user=member.user)
        OfficeFactory(building=building, kind="core", until=dt.date(2022, 1, 1))
    client = enter("leader")
    with django_assert_num_queries(queries):
        client.get(url(name))


# looking up a number


@pytest.mark.parametrize("persona", ["leader", "staff"])
def test_a_number_is_shown_once_and_that_is_on_record(request, enter, building, wang, persona):
    client = enter(persona)
    first = client.post(url("phone", wang), {"reason": "urgent", "once": "k"})
    assert first.headers["Cache-Control"] == "no-store"
    assert PHONE not in str(client.cookies)
    assert (f'href="tel:{PHONE}"' in first.text, "王阿姨的手机号" in first.text) == (True, True)
    for again in (
        client.get(url("phone", wang)),
        client.post(url("phone", wang), {"reason": "urgent", "once": "k"}, follow=True),
    ):
        assert PHONE not in again.text
    line = Line.objects.get()
    found = (line.verb, line.whom, line.actor, line.subject_title, line.audience)
    looker = request.getfixturevalue(persona)
    assert found == ("residents.phone_seen", wang.user, looker, "急事", "leaders")


def test_each_look_is_a_line_and_the_person_sees_them(client, building, leader, wang):
    for reason in ("check", "other"):
        look_up_phone(wang.user, building=building, reason=reason, by=leader)
    client.force_login(wang.user)
    page = client.get(reverse("mine:data")).text
    assert page.count(f"楼组长 {leader}看了王阿姨的手机号") == 2
    assert ("（核对登记）" in page, "（其他）" in page) == (True, True)


@pytest.mark.parametrize("persona", ["resident", "volunteer", "core"])
def test_that_a_number_was_looked_up_is_told_to_nobody_else(enter, building, leader, wang, persona):
    look_up_phone(wang.user, building=building, reason="check", by=leader)
    page = enter(persona).get(reverse("journal:lines", args=["114"])).text
    assert ("手机号" in page, "王阿姨" in page) == (False, False)


def test_a_missing_number_cannot_be_looked_up(enter, building, leader, wang):
    User.objects.filter(pk=wang.user_id).update(phone=None)
    client = enter("leader")
    assert "没有登记手机号" in client.get(url("phone", wang)).text
    client.post(url("phone", wang))
    wang.user.refresh_from_db()
    with pytest.raises(Refused):
        look_up_phone(wang.user, building=building, reason="other", by=leader)
    assert not Line.objects.exists()


def test_numbers_of_people_who_moved_out_cannot_be_looked_up(enter, building, leader, wang):
    type(wang).objects.filter(pk=wang.pk).update(until=dt.date(2024, 1, 1))
    assert enter("leader").post(url("phone", wang)).status_code == 404
