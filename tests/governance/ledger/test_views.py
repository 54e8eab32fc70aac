"""Who may open which page of the ledger, and which figure each persona reads there."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from governance.ledger.models import Account, Entry
from governance.notices.models import Notice
from tests.architecture.requests import body_of
from tests.factories import FlatFactory, HouseholdFactory, MembershipFactory
from tests.factories.files import photo
from tests.factories.ledger import AccountFactory, EntryFactory
from tests.factories.owners import answer_for_owner, make_absent_owner

pytestmark = pytest.mark.django_db
OUTSIDE = {"neighbour": 404, "foreign_staff": 404, "visitor": 302}
KEEPERS = ("leader", "treasurer")
OTHERS = ("core", "volunteer", "resident", "staff")
MEMBERS = dict.fromkeys((*KEEPERS, *OTHERS), 200)
KEEP = {**dict.fromkeys(KEEPERS, 200), **dict.fromkeys(OTHERS, 403), **OUTSIDE}
PRESS = {**dict.fromkeys(KEEPERS, 302), **dict.fromkeys(OTHERS, 403), **OUTSIDE}


def url(name, *args):
    return reverse(f"ledger:{name}", args=["114", *args])


@pytest.fixture
def account(building):
    return AccountFactory(building=building, name="电梯的账", about="各家分摊")


@pytest.fixture
def entry(account, leader, core):
    return EntryFactory(account=account, entered_by=leader, settled_by=core)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("board", MEMBERS | OUTSIDE),
        ("closed", MEMBERS | OUTSIDE),
        ("mine", MEMBERS | OUTSIDE),
        ("open", KEEP),
    ],
)
def test_who_may_enter_the_ledger(enter, building, name, expected):
    assert {p: enter(p).get(url(name)).status_code for p in expected} == expected


@pytest.mark.parametrize(
    ("name", "method", "expected"),
    [
        ("account", "get", MEMBERS | OUTSIDE),
        ("months", "get", MEMBERS | OUTSIDE),
        ("sheet", "get", MEMBERS | OUTSIDE),
        ("statement", "get", MEMBERS | OUTSIDE),
        ("not_counted", "get", KEEP | {"core": 200}),
        ("flats", "get", KEEP),
        ("edit", "get", KEEP),
        ("enter", "get", KEEP),
        ("close", "get", {"leader": 405}),
        (
            "reopen",
            "post",
            dict.fromkeys((*KEEPERS, *OTHERS), 403) | OUTSIDE | dict.fromkeys(KEEPERS, 302),
        ),
    ],
)
def test_who_may_do_what_with_an_account(enter, account, name, method, expected):
    seen = {p: getattr(enter(p), method)(url(name, account.pk)).status_code for p in expected}
    assert seen == expected


def test_who_closes_an_account(enter, account):
    for persona, status in PRESS.items():
        Account.objects.update(closed_on=None)
        assert enter(persona).post(url("close", account.pk)).status_code == status, persona
        assert Account.objects.get().is_open == (persona not in KEEPERS)


@pytest.mark.parametrize(
    ("name", "method", "expected"),
    [
        ("entry", "get", MEMBERS | OUTSIDE),
        ("reverse", "get", KEEP),
        ("add_vouchers", "get", KEEP),
    ],
)
def test_who_may_do_what_with_an_entry(enter, entry, name, method, expected):
    seen = {p: getattr(enter(p), method)(url(name, entry.pk)).status_code for p in expected}
    assert seen == expected


WAITING = {"leader": 200, "treasurer": 200, "core": 200, "volunteer": 404, "resident": 404}
WAITING |= {"staff": 404} | OUTSIDE
CHECK = {"leader": 403, "treasurer": 302, "core": 302, "volunteer": 404, "staff": 404} | OUTSIDE


def test_a_waiting_entry_is_read_and_checked_by_those_who_may(enter, account, leader):
    for name, expected in (("entry", WAITING), ("confirm", CHECK)):
        for persona, status in expected.items():
            made = EntryFactory(account=account, waiting=True, entered_by=leader)
            client = enter(persona)
            press = client.get if name == "entry" else client.post
            assert press(url(name, made.pk)).status_code == status, (name, persona)


@pytest.mark.parametrize(
    ("persona", "status"),
    [("leader", 302), ("treasurer", 403), ("core", 403), ("resident", 404)],
)
def test_only_who_entered_it_takes_it_back(
    enter, account, leader, treasurer, core, persona, status
):
    made = EntryFactory(account=account, waiting=True, entered_by=leader)
    assert enter(persona).post(url("withdraw", made.pk)).status_code == status


@pytest.fixture
def flats(building, account, household, leader, treasurer):
    """A month in which the resident's flat, two others and the building moved money."""
    other = FlatFactory(building=building, floor=6, room="602")
    third = FlatFactory(building=building, floor=6, room="603")
    day = dt.date(2021, 4, 10)
    return {
        "own": EntryFactory(
            account=account, on=day, fen=1_111_11, flat=household.flat, purpose="分摊"
        ),
        "other": EntryFactory(account=account, on=day, fen=2_222_22, flat=other, purpose="分摊"),
        "third": EntryFactory(account=account, on=day, fen=5_555_55, flat=third, purpose="分摊"),
        "plain": EntryFactory(account=account, on=day, fen=-333_33, purpose="首期"),
        "waiting": EntryFactory(
            account=account, on=day, fen=4_444_44, flat=other, waiting=True, entered_by=leader
        ),
    }


INSIDE = {"leader", "treasurer", "core", "volunteer", "resident", "staff"}
FIGURES = {
    "1,111.11": {"leader", "treasurer", "resident"},
    "2,222.22": {"leader", "treasurer"},
    "5,555.55": {"leader", "treasurer"},
    "8,888.88": INSIDE,
    "333.33": INSIDE,
    "8,555.55": INSIDE,
    "4,444.44": {"leader", "treasurer"},
    "602室": {"leader", "treasurer"},
}
"""Figure → who reads it: three flats' shares, their sum, what was spent, the balance, a share that waits,
and which flat it is."""
PERSONAS = ("leader", "treasurer", "core", "volunteer", "resident", "staff", *OUTSIDE)


def texts_of(client, account, flats):
    """Return what a persona reads of the account: pages, paper and the workbook."""
    period = "?since=2021-04&until=2021-04"
    pages = [
        url("board"),
        url("account", account.pk),
        url("account", account.pk) + "?month=2021-04",
        url("months", account.pk),
        url("flats", account.pk),
        url("statement", account.pk) + period,
        url("mine"),
        *(url("entry", entry.pk) for entry in flats.values()),
    ]
    found = [response.text for page in pages if (response := client.get(page)).status_code == 200]
    book = client.get(url("statement", account.pk) + period + "&form=xlsx")
    if book.status_code == 200:
        sheet = load_workbook(io.BytesIO(book.content)).worksheets[0]
        for row in sheet.iter_rows(min_row=2, values_only=True):
            found += [
                f"{cell:,.2f}" if isinstance(cell, int | float) else str(cell) for cell in row
            ]
    return found


@pytest.mark.parametrize("persona", PERSONAS)
def test_which_figures_each_persona_reads_anywhere(enter, account, flats, persona):
    """The share of a flat is for its people, the leader and the treasurer. Staff read sums."""
    texts = texts_of(enter(persona), account, flats)
    seen = {figure for figure in FIGURES if any(figure in text for text in texts)}
    assert seen == {figure for figure, readers in FIGURES.items() if persona in readers}


@pytest.mark.parametrize("persona", ["leader", "treasurer", "resident", "core"])
def test_the_sheet_for_the_wall_names_no_flat_whoever_prints_it(enter, account, flats, persona):
    text = enter(persona).get(url("sheet", account.pk) + "?month=2021-04").text
    assert "各家交的分摊款，3户合计" in text
    assert "8,888.88" in text
    for private in ("1,111.11", "2,222.22", "5,555.55", "602室", "4,444.44"):
        assert private not in text
    assert (
        "请不要贴出去"
        in enter("leader").get(url("statement", account.pk) + "?since=2021-04&until=2021-04").text
    )


@pytest.mark.parametrize(
    ("name", "readers"),
    [
        ("own", {"leader": 200, "treasurer": 200, "resident": 200, "core": 404, "staff": 404}),
        ("other", {"leader": 200, "treasurer": 200, "resident": 404, "core": 404, "staff": 404}),
        ("plain", {"leader": 200, "resident": 200, "core": 200, "staff": 200}),
        ("waiting", {"leader": 200, "treasurer": 200, "resident": 404, "core": 404, "staff": 404}),
    ],
)
def test_the_page_of_an_entry_is_for_those_who_may_see_it_whole(enter, flats, name, readers):
    seen = {p: enter(p).get(url("entry", flats[name].pk)).status_code for p in readers}
    assert seen == readers


def test_an_owner_elsewhere_reads_what_their_flat_paid_and_nothing_else(client, building, account):
    owner = make_absent_owner(building, rooms=("401",))
    client.force_login(answer_for_owner(owner))
    flat = owner.ownerships.get().flat
    EntryFactory(account=account, fen=12_345, flat=flat, purpose="分摊")
    EntryFactory(account=account, fen=54_321, flat=FlatFactory(building=building), purpose="分摊")
    page = client.get(url("mine")).text
    assert ("交了123.45元" in page, "543.21" in page) == (True, False)
    assert client.get(url("account", account.pk)).status_code == 404
    assert url("mine") in client.get(reverse("canvass:owner_questions", args=["114"])).text


SENT = {"direction": "out", "yuan": "12.50", "on": "2021-04-10", "purpose": "买灯泡"}


def test_one_enters_and_another_confirms(enter, account, leader, treasurer):
    response = enter("treasurer").post(
        url("enter", account.pk), SENT | {"vouchers": photo()}, follow=True
    )
    entry = Entry.objects.get()
    assert (entry.fen, entry.flat, entry.vouchers.count()) == (-1250, None, 1)
    assert "等另一个人核对" in response.text
    assert f"能核对的人：楼组长 {leader}" in response.text
    page = enter("leader").get(url("entry", entry.pk)).text
    assert "对的，算数" in page
    assert "超支12.50元" in page
    assert "有人先垫了钱" in page
    file = entry.vouchers.get()
    assert enter("resident").get(url("voucher", entry.pk, file.pk, "small")).status_code == 404
    page = enter("leader").post(url("confirm", entry.pk), follow=True).text
    assert "核对过了，这一笔算数了" in page
    assert "付出12.50元" in enter("resident").get(url("account", account.pk)).text
    assert body_of(enter("resident").get(url("voucher", entry.pk, file.pk, "small")))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"yuan": "$5"}, "只记人民币"),
        ({"yuan": "-5"}, "不用写正负号"),
        ({"yuan": "0"}, "最少0.01元"),
        ({"yuan": "1.005"}, "最多写到分"),
        ({"yuan": "9999999999"}, "最多999,999,999.99元"),
        ({"on": "2099-01-01"}, "还没到"),
        ({"on": "2019-12-31"}, "从2020年1月1日记起"),
        ({"direction": ""}, "收还是付"),
        ({"purpose": "长" * 61}, "60"),
        ({"flat": "999999"}, "现在不能选"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_and_stays_typed(enter, account, change, sentence):
    page = enter("leader").post(url("enter", account.pk), SENT | change)
    assert (page.status_code, Entry.objects.count()) == (200, 0)
    assert sentence in page.text
    assert (change.get("purpose") or "买灯泡") in page.text


def test_a_flat_of_another_building_cannot_be_chosen(enter, account, next_door):
    foreign = FlatFactory(building=next_door)
    page = enter("leader").post(url("enter", account.pk), SENT | {"flat": foreign.pk})
    assert (page.status_code, Entry.objects.count()) == (200, 0)


def test_an_entry_like_another_is_asked_about_first(enter, account, leader):
    client = enter("leader")
    client.post(url("enter", account.pk), SENT)
    page = client.post(url("enter", account.pk), SENT)
    assert "看着像已经记过的一笔" in page.text
    assert Entry.objects.count() == 1
    client.post(url("enter", account.pk), SENT | {"do": "anyway"})
    assert Entry.objects.count() == 2


def test_nobody_else_to_check_is_said(enter, account, leader):
    page = enter("leader").post(url("enter", account.pk), SENT, follow=True).text
    assert "请楼组长先请一位管账人" in page
    assert reverse("people:appoint", args=["114"]) in page


@pytest.mark.parametrize(("enters", "home_of"), [("leader", "treasurer"), ("treasurer", "leader")])
def test_another_treasurer_is_asked_for_if_the_one_there_may_not_check(
    enter, request, account, leader, treasurer, enters, home_of
):
    user = request.getfixturevalue(home_of)
    membership = user.memberships.first() or MembershipFactory(
        user=user, household=HouseholdFactory(building=account.building)
    )
    sent = SENT | {"direction": "in", "flat": membership.household.flat_id}
    page = enter(enters).post(url("enter", account.pk), sent, follow=True).text
    assert "请楼组长再请一位管账人" in page
    assert "先请一位" not in page
    assert "您收回这一笔，请楼组长、管账人里的另一位来记" in page
    client = enter(enters)
    entry = Entry.objects.get()
    client.post(url("withdraw", entry.pk))
    other = enter(home_of)
    other.post(url("enter", account.pk), sent)
    entry = Entry.objects.waiting().get()
    page = enter(enters).post(url("confirm", entry.pk), follow=True).text
    assert "核对过了，这一笔算数了" in page


def test_a_payment_of_the_own_home_is_not_passed_to_another_if_none_could_check_then(
    enter, account, leader
):
    membership = MembershipFactory(
        user=leader, household=HouseholdFactory(building=account.building)
    )
    sent = SENT | {"direction": "in", "flat": membership.household.flat_id}
    page = enter("leader").post(url("enter", account.pk), sent, follow=True).text
    assert ("请楼组长先请一位管账人" in page, "简单的办法" in page) == (True, False)


@pytest.mark.parametrize("shown", [True, False])
def test_who_may_check_is_told_as_agreed_or_by_office(enter, account, leader, treasurer, shown):
    treasurer.shows_name = shown
    treasurer.save(update_fields=["shows_name"])
    page = enter("leader").post(url("enter", account.pk), SENT, follow=True).text
    assert "一位邻居" not in page
    assert (f"能核对的人：管账人 {treasurer}" in page) is shown
    assert "能核对的人：管账人" in page


@pytest.mark.parametrize("shown", [True, False])
def test_who_entered_and_checked_is_told_as_agreed_or_by_office(
    enter, account, leader, treasurer, shown
):
    for user in (leader, treasurer):
        user.shows_name = shown
        user.save(update_fields=["shows_name"])
    made = EntryFactory(account=account, entered_by=leader, settled_by=treasurer)
    refused = EntryFactory(account=account, refused=True, entered_by=leader, settled_by=treasurer)
    for persona, entry in (("resident", made), ("core", refused)):
        page = enter(persona).get(url("entry", entry.pk)).text
        assert "一位邻居" not in page
        names = (
            (f"楼组长 {leader}，", f"管账人 {treasurer}，") if shown else ("楼组长，", "管账人，")
        )
        assert [name for name in names if name not in page] == []
    before = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
    old = EntryFactory(account=account, settled_by=treasurer, settled_at=before)
    page = enter("resident").get(url("entry", old.pk)).text
    assert "管账人" not in page.split("谁核对的")[1].split("</dl>")[0]


def test_a_refused_entry_says_why_to_those_who_keep_accounts(enter, account, leader):
    made = EntryFactory(account=account, waiting=True, entered_by=leader, purpose="灯")
    page = enter("core").post(url("refuse", made.pk), {"reason": "收据看不清"}, follow=True).text
    assert "收据看不清" in page
    assert "收据看不清" in enter("leader").get(url("not_counted", account.pk)).text
    assert "灯" not in enter("resident").get(url("account", account.pk)).text.split("</nav>")[-1]


@pytest.mark.parametrize("files", [{"vouchers": photo()}, {}])
def test_who_checks_is_told_to_look_at_the_receipt_or_to_ask(enter, account, leader, core, files):
    enter("leader").post(url("enter", account.pk), SENT | files)
    page = enter("core").get(url("entry", Entry.objects.get().pk)).text
    assert ("请对着收据看" in page, "点一下放大" in page) == (bool(files), bool(files))
    assert ("没有收据。请先问清楚，再点算数。" in page) == (not files)
    assert ('class="photos papers"' in page) == bool(files)


def test_what_is_taken_back_leads_to_the_account(enter, account, leader):
    made = EntryFactory(account=account, waiting=True, entered_by=leader)
    answer = enter("leader").post(url("withdraw", made.pk))
    assert answer.url == account.get_absolute_url()


@pytest.mark.parametrize(
    ("until", "names"),
    [("2021-04", ("上月结余", "本月结余")), ("2021-05", ("开始时的结余", "结束时的结余"))],
)
def test_balances_are_named_for_the_months_of_the_paper(enter, account, entry, until, names):
    page = enter("resident").get(url("statement", account.pk) + f"?since=2021-04&until={until}")
    assert [name for name in names if name not in page.text] == []
    assert "期初" not in page.text


def test_a_mistake_is_reversed_on_its_page(enter, entry, account):
    page = enter("treasurer").post(url("reverse", entry.pk), {"reason": "多写一个0"}, follow=True)
    assert "冲正“买灯泡”：多写一个0" in page.text
    reversal = Entry.objects.get(reverses=entry)
    assert f'href="{url("enter", account.pk)}"' in page.text
    assert "再记对的那一笔" in page.text
    check = enter("leader").get(url("entry", reversal.pk)).text
    for text in (page.text, check):
        assert ("这是冲正，不用收据。" in text, "没有收据" in text) == (True, False)
        assert "冲正（记错了，反着记一笔抵掉）" in text
    again = enter("leader").get(url("entry", entry.pk)).text
    assert "冲正的那一笔等核对" in again
    assert url("reverse", entry.pk) not in again
    enter("leader").post(url("confirm", reversal.pk))
    assert "已经冲正" in enter("resident").get(url("entry", entry.pk)).text
    page = enter("resident").get(url("account", account.pk)).text
    assert "结余 <b" in " ".join(page.split())


@pytest.mark.parametrize(("fen", "said"), [(-12_00, False), (-12_01, True), (12_01, False)])
@pytest.mark.parametrize("paying", [0, 1])
def test_a_core_resident_is_told_when_an_expense_overspends(
    enter, account, building, leader, fen, said, paying
):
    """By the figures that neighbours read, which may leave payments out."""
    EntryFactory(account=account, fen=12_00)
    if paying:
        EntryFactory(account=account, fen=500_00, flat=FlatFactory(building=building))
    entry = EntryFactory(account=account, waiting=True, fen=fen, entered_by=leader)
    page = enter("core").get(url("entry", entry.pk)).text
    assert ("付出会比收进多" in page) == said
    assert ("不一定真的超支" in page) == (said and bool(paying))


def test_an_account_is_opened_on_its_page(enter, building, leader):
    client = enter("leader")
    sent = {"name": "公共账", "about": "收旧报纸", "opened_on": "2021-01-01"}
    page = client.post(url("open"), sent, follow=True).text
    assert "账本开好了" in page
    assert "还没有核对过的账" in page
    assert "已经有一本“公共账”了" in client.post(url("open"), sent).text
    account = Account.objects.get()
    edit = client.get(url("edit", account.pk))
    version = edit.context["form"].initial["version"]
    sent |= {"name": "楼道公共账", "version": version}
    assert "改好了" in client.post(url("edit", account.pk), sent, follow=True).text
    stale = client.post(url("edit", account.pk), sent | {"name": "别的"}).text
    assert "别人已经改过了" in stale
    assert "楼道公共账" in stale


def test_an_account_takes_the_title_of_what_it_is_for(enter, building, leader):
    notice = Notice.objects.create(
        building=building, author=leader, title="装电梯", body="x", state="posted", announced=True
    )
    page = enter("leader").get(url("open") + f"?from=notices.notice:{notice.pk}").text
    assert 'value="装电梯的账"' in page


def test_the_empty_ledger_says_what_it_is_for(enter, building):
    assert "还没有账本" in enter("resident").get(url("board")).text
    assert "还没有结清的账" in enter("resident").get(url("closed")).text


@pytest.mark.parametrize("period", ["?since=x&until=2021-04", "?since=2021-05&until=2021-04"])
def test_a_period_that_is_none_is_said(enter, account, period):
    page = enter("resident").get(url("statement", account.pk) + period)
    assert page.status_code == 200
    assert "error" in page.text


@pytest.mark.parametrize(
    ("month", "status"), [("1900-01", 404), ("2019-12", 404), ("2020-01", 200), ("2099-01", 404)]
)
def test_months_before_and_after_the_account_have_no_page_and_no_paper(
    enter, account, month, status
):
    client = enter("resident")
    for name in ("account", "sheet"):
        assert client.get(url(name, account.pk), {"month": month}).status_code == status
    period = client.get(url("statement", account.pk), {"since": month, "until": month}).text
    words = ("从2020年1月记起", "还没到")
    assert [word in period for word in words] == [month < "2020-01", month > "2026-12"]


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_however_long_they_are(enter, account, leader, rows):
    for _ in range(rows):
        entry = EntryFactory(account=account)
        EntryFactory(account=account, refused=True)
        EntryFactory(account=account, flat=FlatFactory(building=account.building), fen=5)
        EntryFactory(account=account, waiting=True, entered_by=leader)
        AccountFactory(building=account.building)
    urls = {name: url(name) for name in ("board", "mine")}
    urls |= {
        name: url(name, account.pk)
        for name in ("account", "months", "sheet", "enter", "flats", "not_counted")
    }
    urls["statement"] = url("statement", account.pk) + "?since=2021-04&until=2021-04"
    urls["entry"] = url("entry", entry.pk)
    seen = {}
    for persona, pages in {
        "resident": ("board", "account", "months", "sheet", "mine", "entry", "statement"),
        "leader": ("board", "account", "entry", "enter", "flats", "not_counted"),
    }.items():
        client = enter(persona)
        for name in pages:
            with CaptureQueriesContext(connection) as found:
                client.get(urls[name])
            seen[f"{persona} {name}"] = len(found)
    assert seen == {
        "resident board": 5,
        "resident account": 11,
        "resident months": 6,
        "resident sheet": 12,
        "resident statement": 12,
        "resident mine": 5,
        "resident entry": 7,
        "leader board": 8,
        "leader account": 16,
        "leader entry": 7,
        "leader enter": 5,
        "leader flats": 7,
        "leader not_counted": 8,
    }


def test_ones_own_payments_are_found_from_the_own_page(enter, building, household, resident, staff):
    mine = reverse("ledger:mine", args=["114"])
    client = enter("resident")
    assert f'href="{mine}"' in client.get(reverse("me", args=["114"])).text
    assert f'href="{reverse("mine:data")}"' in client.get(mine).text  # who sold finds them there
    assert mine not in enter("staff").get(reverse("me", args=["114"])).text
