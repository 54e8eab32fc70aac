"""Who sees which figure of a share table, on every page and in every file."""

from __future__ import annotations

import io

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from governance.canvass.actions import drafting, opening
from governance.canvass.models import ShortNotice
from governance.ledger.models import Account
from governance.matters.actions.stages import drop_matter
from governance.matters.inputs import ShareInput
from governance.matters.queries.share_sections import share_section_for
from louzu.lib.money import yuan_of
from louzu.lib.time import format_day
from residents.models import Flat, Ownership
from residents.people.rules import standing_of
from tests.factories import FlatFactory, HouseholdFactory, UserFactory
from tests.factories.canvass import make_owner
from tests.factories.matters import MatterFactory
from tests.factories.owners import answer_for_owner, make_absent_owner
from tests.factories.shares import (
    agreed_table,
    announce_question_of,
    ask_about,
    close_question_of,
    draft_table,
    pay,
    proposed_table,
    publish_result_of,
)

pytestmark = pytest.mark.django_db

MEMBERS = {
    "leader": 200,
    "treasurer": 200,
    "core": 200,
    "volunteer": 200,
    "resident": 200,
    "staff": 200,
}
OUTSIDE = {"neighbour": 404, "foreign_staff": 404, "visitor": 302}
KEEPERS = {"leader": 200, "treasurer": 200}
UNTOLD = dict.fromkeys(("core", "volunteer", "resident", "staff"), 404)
"""Who may not know that there is a draft is answered as if there was none."""
OTHERS = {"core": 403, "volunteer": 403, "resident": 403, "staff": 403}


def url(name, *args):
    return reverse(f"matters:{name}", args=["114", *args])


@pytest.fixture
def by(building):
    """A leader of before, who lives nowhere here, so that no persona is shown in a journal line."""
    return UserFactory()


@pytest.fixture
def matter(building, household, resident):
    """The resident's flat pays, and so does another. The resident's has paid a part."""
    Ownership.objects.create(
        owner=make_owner(building, lived_in=False), flat=household.flat, since="2020-01-01"
    )
    make_owner(building, rooms=("101", "501"))
    return MatterFactory(building=building, title="装电梯")


@pytest.fixture
def table(matter, by, household):
    made = proposed_table(matter, by, total=70_012_300)
    pay(matter, household.flat, 123_456)
    return made


@pytest.fixture
def draft(matter, by):
    return draft_table(matter, by, rule="还在想的办法")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("shares", MEMBERS | OUTSIDE),
        ("share_table", MEMBERS | OUTSIDE),
        ("own_shares", MEMBERS | OUTSIDE),
        ("printed_shares", KEEPERS | OTHERS | OUTSIDE),
        ("share_agreements", KEEPERS | OTHERS | OUTSIDE),
        ("share_workbook", KEEPERS | OTHERS | OUTSIDE),
        ("draft_shares", KEEPERS | OTHERS | OUTSIDE),
        ("take_back_shares", {"leader": 302, "treasurer": 403} | UNTOLD | OUTSIDE),
    ],
)
def test_who_may_enter_a_proposed_table(enter, matter, table, name, expected):
    numbered = name not in {"shares", "own_shares", "draft_shares"}
    where = url(name, matter.pk, *([table.number] if numbered else []))
    method = "post" if name == "take_back_shares" else "get"
    for persona, status in expected.items():
        assert getattr(enter(persona), method)(where).status_code == status, persona


@pytest.mark.parametrize(
    ("name", "method", "expected"),
    [
        ("share_table", "get", KEEPERS | UNTOLD | OUTSIDE),
        ("printed_shares", "get", KEEPERS | UNTOLD | OUTSIDE),
        ("share_workbook", "get", KEEPERS | UNTOLD | OUTSIDE),
        ("propose_shares", "get", {"leader": 200, "treasurer": 403} | UNTOLD | OUTSIDE),
        ("discard_shares", "post", UNTOLD | OUTSIDE | {"leader": 302}),
        ("discard_shares", "get", {"leader": 405}),
    ],
)
def test_a_draft_is_for_the_leader_and_the_treasurer(enter, matter, draft, name, method, expected):
    where = url(name, matter.pk, draft.number)
    for persona, status in expected.items():
        assert getattr(enter(persona), method)(where).status_code == status, persona


def test_a_neighbour_learns_nothing_of_a_draft(enter, matter, draft):
    for persona in ("resident", "core", "volunteer", "staff"):
        page = enter(persona).get(url("shares", matter.pk)).text
        assert "还没有分摊方案" in page
        assert draft.rule not in page


FIGURES = {
    "total": "700,123.00",
    "subsidy": "280,000.00",
    "left": "420,123.00",
    "paid together": "1,234.56",
    "own share": "140,041.00",
    "other share": "280,082.00",
}
SUMS = {"total", "subsidy", "left"}
OF_KEEPERS = SUMS | {"paid together"}
"""One flat has paid, so that neighbours do not read what was paid together."""
SEEN = {
    "resident": SUMS | {"own share", "paid together"},
    "core": SUMS,
    "volunteer": SUMS,
    "staff": SUMS,
    "leader": {*FIGURES},
    "treasurer": {*FIGURES},
    "neighbour": set(),
    "foreign_staff": set(),
    "visitor": set(),
}


@pytest.fixture
def priced(building, household, resident, by):
    """The resident's flat bears a third of what is left, 501 two thirds, the others nothing."""
    Flat.objects.filter(pk=household.flat_id).update(room="301")
    Ownership.objects.create(
        owner=make_owner(building, lived_in=False), flat=household.flat, since="2020-01-01"
    )
    make_owner(building, rooms=("501",))
    other = Flat.objects.get(building=building, room="501")
    matter = MatterFactory(building=building, title="装电梯")
    shares = (ShareInput(household.flat_id, "1"), ShareInput(other.pk, "2"))
    made = agreed_table(matter, by, total=70_012_300, shares=shares)
    pay(made.matter, household.flat, 123_456)
    return made


@pytest.mark.parametrize("name", ["shares", "share_table", "own_shares"])
@pytest.mark.parametrize("persona", SEEN)
def test_who_sees_which_figure(enter, priced, name, persona):
    numbered = [priced.number] if name == "share_table" else []
    page = enter(persona).get(url(name, priced.matter_id, *numbered))
    text = page.text if page.status_code == 200 else ""
    found = {what for what, words in FIGURES.items() if words in text}
    expected = SEEN[persona]
    if name == "own_shares":  # beside the sums the own figures alone, for the keepers too
        expected = expected & (OF_KEEPERS | ({"own share"} if persona == "resident" else set()))
        expected = set() if persona == "staff" else expected  # they live nowhere here
    assert found == expected


def test_a_flat_that_paid_less_or_more_is_told_to_its_people_and_the_keepers_only(enter, priced):
    words = {
        "还差138,806.44元": {"resident", "leader", "treasurer"},
        "还差280,082.00元": {"leader", "treasurer"},
    }
    for sentence, seen_by in words.items():
        found = {
            persona
            for persona in MEMBERS
            if sentence in enter(persona).get(url("shares", priced.matter_id)).text
        }
        assert found == seen_by


@pytest.mark.parametrize(
    ("room", "over", "seen_by"),
    [("301", 140_041_00, {"resident", "leader", "treasurer"}), ("501", 280_082_00, {*KEEPERS})],
)
def test_what_a_flat_paid_too_much_pays_for_no_other(enter, priced, room, over, seen_by):
    """Neighbours read that all have paid only once each flat has, and three stand behind the sum."""
    other = {"301": "501", "501": "301"}[room]
    third = HouseholdFactory(building=priced.building).flat
    pay(priced.matter, third, 100)
    line = priced.lines.get(flat__room=room)
    before = 123_456 if room == "301" else 0
    pay(priced.matter, line.flat, line.fen - before + over)
    told = f"多付了{yuan_of(over)}元"
    for persona in MEMBERS:
        page = enter(persona).get(url("shares", priced.matter_id)).text
        assert (told in page) == (persona in seen_by), persona
        assert "全部付清了" not in page, persona
    late = priced.lines.get(flat__room=other)
    pay(priced.matter, late.flat, late.fen - (123_456 if other == "301" else 0))
    assert "2户全部付清了" in enter("leader").get(url("shares", priced.matter_id)).text
    for flat in (third, line.flat, late.flat):
        pay(priced.matter, flat, 1)
    assert "2户全部付清了" in enter("core").get(url("shares", priced.matter_id)).text


def test_files_and_paper_carry_each_flats_figures_from_the_same_sums(enter, priced):
    client, where = enter("treasurer"), (priced.matter_id, priced.number)
    book = load_workbook(io.BytesIO(client.get(url("share_workbook", *where)).content))
    rows = {row[0]: row[1:] for row in book.worksheets[0].values}
    assert [float(x) for x in rows["501室"][1:4]] == [280_082.00, 0, 280_082.00]
    assert [float(x) for x in rows["301室"][1:4]] == [140_041.00, 1_234.56, 138_806.44]
    assert float(rows["各户合计"][1]) == 420_123.00
    paper = client.get(url("printed_shares", *where)).text
    leaves = client.get(url("share_agreements", *where)).text
    for words in ("280,082.00", "140,041.00"):
        assert (words in paper, words in leaves) == (True, True)
    assert leaves.count("请打印两份") == 2


def test_an_owner_who_lives_elsewhere_reads_the_own_figures_only(client, building, by):
    """The page of a matter and every other page of its shares stay closed."""
    owner = make_absent_owner(building)
    make_owner(building, rooms=("101", "501"))
    user = answer_for_owner(owner)
    made = proposed_table(MatterFactory(building=building), by)
    client.force_login(user)
    own = made.lines.get(flat__room="401")
    other = made.lines.get(flat__room="501")
    text = client.get(url("own_shares", made.matter_id)).text
    assert yuan_of(own.fen) in text
    assert yuan_of(other.fen) not in text
    for name, number in (("shares", []), ("share_table", [1]), ("share_workbook", [1])):
        assert client.get(url(name, made.matter_id, *number)).status_code == 404


def test_an_owner_elsewhere_without_a_line_or_a_payment_finds_nothing(client, building, by):
    make_absent_owner(building)
    matter = MatterFactory(building=building)
    client.force_login(answer_for_owner(building.owners.get()))
    assert client.get(url("own_shares", matter.pk)).status_code == 404


def test_who_rents_reads_the_sums_only(enter, priced, household):
    household.occupancy = "let"
    household.save()
    page = enter("resident").get(url("shares", priced.matter_id)).text
    assert (FIGURES["own share"] in page, FIGURES["left"] in page) == (False, True)


def withdraw(table, by):
    drafting.withdraw_canvass(table.canvass, reason="先不问", by=by)
    return table


BEFORE_AGREED = {
    "open": ask_about,
    "closed": lambda table, by: close_question_of(ask_about(table, by), by),
    "rejected": lambda table, by: publish_result_of(ask_about(table, by), by, passed=False),
    "announced": announce_question_of,
    "withdrawn before": withdraw,
    "withdrawn after": lambda table, by: withdraw(ask_about(table, by), by),
    "proposed": lambda table, _by: table,
}


@pytest.mark.parametrize("step", BEFORE_AGREED)
@pytest.mark.parametrize("persona", ["resident", "leader", "treasurer"])
def test_nothing_is_missing_before_the_question_has_passed(enter, table, by, persona, step):
    """On every page and in every file. What was paid all the same stays."""
    BEFORE_AGREED[step](table, by)
    client, matter = enter(persona), table.matter
    pages = [url("shares", matter.pk), url("own_shares", matter.pk), matter.get_absolute_url()]
    if persona != "resident":
        pages.append(url("printed_shares", matter.pk, 1))
    for where in pages:
        page = client.get(where).text
        assert ("还差" in page, "还没有收过钱" in page) == (False, False), where
        if "print" not in where:
            assert "还没有定，先不用付" in page, where
    assert "1,234.56" in client.get(pages[0]).text
    if persona != "resident":
        content = client.get(url("share_workbook", matter.pk, 1)).content
        rows = list(load_workbook(io.BytesIO(content)).worksheets[0].values)
        assert "还差" not in str(rows)


@pytest.mark.parametrize("announced", [False, True])
def test_all_pages_say_that_a_version_is_given_up_once_its_question_is_withdrawn(
    enter, priced, by, announced
):
    shares = tuple(ShareInput(line.flat_id, "1") for line in priced.lines.all())
    second = proposed_table(priced.matter, by, rule="第二版的办法", shares=shares)
    withdraw(announce_question_of(second, by) if announced else second, by)
    for persona in ("resident", "leader", "treasurer"):
        client = enter(persona)
        first_page = client.get(url("shares", priced.matter_id)).text
        assert ("还没有请各家看" in first_page, "后来没有定的" in first_page) == (False, True)
        page = client.get(url("share_table", priced.matter_id, 2)).text
        assert "征询撤回了，没有定" in page
        assert ("这一版没有定，不用付" in page) == (persona == "resident")
        assert "先不用付" not in page
        for offered in ("打印各户的约定", "退回草稿", "看一遍，发出去"):
            assert offered not in page, persona


@pytest.mark.parametrize("step", [None, announce_question_of, ask_about])
def test_the_form_of_giving_up_says_that_the_question_goes(enter, table, by, step):
    table = step(table, by) if step else table
    client, where = enter("leader"), url("drop", table.matter_id)
    page = client.get(where).text
    assert ("还没有定，记下以后就撤回" in page, "各家会看到撤回了" in page) == (True, bool(step))
    client.post(where, {"reason": "太贵"})
    page = client.get(url("shares", table.matter_id)).text
    assert "征询撤回了，没有定" in page
    for offered in ("打印各户的约定", "退回草稿", "看一遍，发出去", "算一算", "另写一版"):
        assert offered not in page


def test_no_account_is_opened_for_a_matter_that_was_given_up(enter, matter, by):
    drop_matter(matter, reason="太贵", by=by)
    where = reverse("ledger:open", args=["114"]) + f"?from=matters.matter:{matter.pk}"
    page = enter("leader").post(where, {"name": "电梯的账", "opened_on": "2026-01-01"})
    assert (page.status_code, "不用再给它开账" in page.text) == (200, True)
    assert not Account.objects.exists()


def test_the_version_in_force_keeps_the_pages_while_the_next_is_not_announced(enter, priced, by):
    second = proposed_table(priced.matter, by, rule="第二版的办法", total=80_000_000)
    for persona in ("resident", "leader"):
        client = enter(persona)
        for where in (url("shares", priced.matter_id), priced.matter.get_absolute_url()):
            page = client.get(where).text
            own_payments = persona == "leader" or "shares" in where
            assert FIGURES["total"] in page
            assert (FIGURES["paid together"] in page) == own_payments
            assert "不作数" not in page
        page = client.get(url("shares", priced.matter_id)).text
        assert "第2版提出来了，还没有请各家看" in page
        assert second.get_absolute_url() in page
        page = client.get(second.get_absolute_url()).text
        assert ("提出来了，还没有请各家看" in page, FIGURES["paid together"] in page) == (
            True,
            False,
        )


def test_when_all_have_paid_everybody_is_told_and_nobody_named(enter, priced):
    for line in priced.lines.select_related("flat"):
        pay(priced.matter, line.flat, line.fen)
    where = url("shares", priced.matter_id)
    assert "2户全部付清了" in enter("leader").get(where).text
    assert "全部付清了" not in enter("core").get(where).text  # until three flats have paid
    pay(priced.matter, FlatFactory(building=priced.matter.building), 100)
    page = enter("core").get(where).text
    assert "2户全部付清了" in page
    assert "501室" not in page


@pytest.mark.parametrize(("paid", "words"), [(-100, "退回的比收到的多1.00元"), (100, "已经收到")])
@pytest.mark.parametrize("due", [False, True])
def test_what_was_given_back_is_said_in_words(enter, table, household, by, paid, words, due):
    """Of a table that is still to be decided, and of one that is to be paid."""
    pay(table.matter, household.flat, paid - 123_456)
    if due:
        ask_about(table, by)
    page = enter("leader").get(url("shares", table.matter_id)).text
    assert (words in page, "−" in page) == (True, False)


def test_an_earlier_version_stays_readable_and_leads_to_the_newest(enter, priced, by):
    second = announce_question_of(proposed_table(priced.matter, by, rule="第二版的办法"), by)
    page = enter("resident").get(url("share_table", priced.matter_id, 1)).text
    assert "有了新的一版，这一版不作数了" in page
    assert second.get_absolute_url() in page
    assert FIGURES["own share"] in page
    newest = enter("resident").get(url("shares", priced.matter_id)).text
    assert ("第二版的办法" in newest, url("share_table", priced.matter_id, 1) in newest) == (
        True,
        True,
    )


def test_a_version_that_did_not_pass_leaves_the_one_before_in_force(enter, priced, by):
    second = proposed_table(priced.matter, by, rule="第二版的办法")
    second = publish_result_of(ask_about(second, by), by, passed=False)
    for persona in ("resident", "leader"):
        client = enter(persona)
        page = client.get(url("shares", priced.matter_id)).text
        assert (FIGURES["own share"] in page, "第二版的办法" in page) == (True, False)
        assert (second.get_absolute_url() in page, "没有通过" in page) == (True, True)
        page = client.get(second.get_absolute_url()).text
        assert ("没有通过" in page, "看现在这一版" in page, "还差" in page) == (True, True, False)


def test_a_table_of_another_matter_or_building_is_not_found(enter, priced, next_door, by):
    other = proposed_table(
        MatterFactory(building=next_door), by, shares=shares_next_door(next_door)
    )
    for where in (url("shares", other.matter_id), url("share_table", priced.matter_id, 2)):
        assert enter("leader").get(where).status_code == 404


def shares_next_door(building):
    home = HouseholdFactory(building=building)
    return (ShareInput(home.flat_id, "1"),)


@pytest.mark.parametrize("flats", [1, 3, 21])
def test_the_page_costs_the_same_for_any_number_of_flats(
    enter, building, leader, by, flats, django_assert_num_queries
):
    for number in range(flats):
        make_owner(building, rooms=(f"{number % 6 + 1}{number:02}",))
    made = proposed_table(MatterFactory(building=building), by)
    pay(made.matter, made.lines.last().flat, 100)
    client = enter("leader")
    with django_assert_num_queries(14):
        client.get(url("shares", made.matter_id))
    with django_assert_num_queries(9):
        client.get(url("share_workbook", made.matter_id, made.number))


def section(user, matter, template="_shares"):
    """Return the section of the matter's page as this person sees it."""
    request = RequestFactory().get("/")
    request.user, request.building = user, matter.building
    standing = standing_of(user, matter.building)
    found = share_section_for(matter, user, standing)
    context = {"section": found, "matter": matter, "user": user}
    return render_to_string(f"matters/{template}.html", context, request)


def test_the_page_of_a_matter_shows_sums_and_what_is_the_readers_own(
    priced, resident, core, leader, django_assert_num_queries
):
    for user, found in (
        (resident, SUMS | {"own share"}),
        (core, SUMS),
        (leader, OF_KEEPERS),
    ):
        text = section(user, priced.matter)
        assert {what for what, words in FIGURES.items() if words in text} == found
    assert "您家（301室）：140,041.00元，还差138,806.44元" in section(resident, priced.matter)
    standing = standing_of(resident, priced.matter.building)
    with django_assert_num_queries(8):
        share_section_for(priced.matter, resident, standing)


def test_before_a_proposal_only_who_may_write_one_is_led_to_it(matter, resident, leader):
    assert "算一算怎么分摊" in section(leader, matter, "_money_ways")
    for template in ("_shares", "_money_ways"):
        assert section(resident, matter, template).strip() == ""


def test_the_way_is_folded_where_nobody_expects_shares(building, matter, leader, by):
    assert "<details" in section(leader, matter, "_money_ways")
    matter.has_shares = True
    assert "<details" not in section(leader, matter, "_money_ways")
    drafted = MatterFactory(building=building)
    draft_table(drafted, by)
    assert "<details" not in section(leader, drafted, "_money_ways")


def test_a_payment_leads_to_its_entry_for_who_may_read_it(
    enter, matter, by, household, resident, leader
):
    proposed_table(matter, by, shares=(ShareInput(household.flat_id, "1"),))
    counted = pay(matter, household.flat, 4321)
    waiting = pay(matter, household.flat, 1234, confirmed=False)
    client = enter("resident")
    for name in ("shares", "own_shares"):
        page = client.get(url(name, matter.pk)).text
        assert ("12.34" in page, waiting.get_absolute_url() in page) == (True, False), name
        assert counted.get_absolute_url() in page, name
    assert client.get(counted.get_absolute_url()).status_code == 200
    flats = reverse("ledger:flats", args=["114", matter.account_id])
    assert flats not in page
    client = enter("leader")
    assert flats in client.get(url("shares", matter.pk)).text
    assert client.get(flats).status_code == 200


def test_the_question_leads_an_owner_who_lives_elsewhere_to_the_own_figures(client, building, by):
    owner = make_absent_owner(building)
    made = proposed_table(MatterFactory(building=building), by)
    canvass = made.canvass
    ShortNotice.objects.create(canvass=canvass, reason="等不及", leader=by, staff=UserFactory())
    opening.open_canvass(drafting.announce_canvass(canvass, by=by), by=by)
    client.force_login(answer_for_owner(owner))
    question = client.get(reverse("canvass:owner_question", args=["114", canvass.pk])).text
    assert url("own_shares", made.matter_id) in question
    assert client.get(url("own_shares", made.matter_id)).status_code == 200


def test_the_leader_gets_from_a_flat_to_its_answer_and_paper(enter, building, by):
    make_owner(building, rooms=("101", "501"))
    made = proposed_table(MatterFactory(building=building), by, shares=by_flat(building))
    ShortNotice.objects.create(
        canvass=made.canvass, reason="等不及", leader=by, staff=UserFactory()
    )
    canvass = opening.open_canvass(drafting.announce_canvass(made.canvass, by=by), by=by)
    voice = reverse("canvass:voice", args=["114", canvass.pk, canvass.voices.last().number])
    where = url("shares", made.matter_id)
    assert voice in enter("leader").get(where).text
    assert voice not in enter("treasurer").get(where).text  # who sees no answers of a canvass
    assert "还没答" in enter("treasurer").get(where).text


def by_flat(building):
    return tuple(ShareInput(flat.pk, "1") for flat in Flat.objects.not_closed_in(building))


@pytest.mark.parametrize("payments", [1, 2])
def test_a_home_that_paid_ahead_reads_what_it_bears_and_has_paid(
    enter, table, household, resident, by, payments
):
    """In place of that it need not pay yet, until the shares are agreed to."""
    if payments > 1:
        pay(table.matter, household.flat, 100_00)
    table = ask_about(table, by)
    day = format_day(timezone.localdate())
    told = {1: f"{day}已经交了1,234.56元。", 2: f"到{day}一共已经交了1,334.56元。"}[payments]
    words = f"应出140,041.00元，{told}分摊还没有定，定下来有出入，多退少补。"
    assert f"您家（{household.flat}）：{words}" in section(resident, table.matter)
    page = enter("resident")
    for name in ("shares", "own_shares"):
        shown = page.get(url(name, table.matter_id)).text
        assert words in shown
    publish_result_of(table, by)
    assert "多退少补" not in section(resident, table.matter)
