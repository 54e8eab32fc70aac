"""No page, paper or file tells a neighbour what one flat paid: neither a number on it, nor a difference."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from governance.ledger import urls as ledger_urls
from governance.ledger.queries.posting import bulletin_of
from governance.matters import urls as matters_urls
from governance.notices.actions import posting, writing
from louzu.lib.money import yuan_of
from louzu.lib.spreadsheet import SPREADSHEET
from tests.factories import FlatFactory, UserFactory
from tests.factories.canvass import make_owner
from tests.factories.ledger import AccountFactory, EntryFactory
from tests.factories.matters import MatterFactory
from tests.factories.notices import notice_input
from tests.factories.shares import asked_table

pytestmark = pytest.mark.django_db
READERS = ("core", "resident", "staff")
KEEPERS = ("leader", "treasurer")
PAID = (12_345_67, 23_456_89, 34_567_91, 45_679_13, 56_781_17)
"""No sum or difference of other figures is one of these."""
NAMESPACES = {"ledger": ledger_urls, "matters": matters_urls}
YUAN = re.compile(r"[0-9][0-9,]*\.[0-9]{2}(?![0-9])")
MONTHS = "since=2021-01&until=2021-05"


@pytest.fixture
def matter(building):
    """A lift with a share table in force, and an account with income and expenses of the building."""
    make_owner(building, rooms=("101", "501"))
    matter = MatterFactory(building=building, title="装电梯")
    asked_table(matter, UserFactory())
    matter.account = AccountFactory(building=building, name="电梯的账")
    matter.save()
    EntryFactory(account=matter.account, on=dt.date(2021, 1, 10), fen=100_000_00, purpose="补贴")
    EntryFactory(account=matter.account, on=dt.date(2021, 3, 10), fen=-333_33, purpose="首期")
    return matter


def let_flats_pay(matter, amounts):
    """Each in another month, and confirmed now."""
    for month, fen in enumerate(amounts, start=1):
        EntryFactory(
            account=matter.account,
            on=dt.date(2021, month, 20),
            fen=fen,
            flat=FlatFactory(building=matter.building),
            settled_at=timezone.now(),
        )


def addresses_of(matter):
    """Yield every address of accounts and matters that such an account and such a matter have."""
    table = matter.share_tables.get()
    ids = {"pk": [matter.account.pk], "entry": matter.account.entries.values_list("pk", flat=True)}
    for namespace, urls in NAMESPACES.items():
        known = ids if namespace == "ledger" else {"pk": [matter.pk], "number": [table.number]}
        for pattern in urls.urlpatterns:
            needed = [name for name in pattern.pattern.converters if name != "slug"]
            if set(needed) <= set(known):
                for values in itertools.product(*(known[name] for name in needed)):
                    yield reverse(
                        f"{namespace}:{pattern.name}",
                        kwargs={"slug": "114", **dict(zip(needed, values, strict=True))},
                    )
    account = matter.account.pk
    for month in range(1, 6):
        yield reverse("ledger:account", args=["114", account]) + f"?month=2021-0{month}"
        yield reverse("ledger:sheet", args=["114", account]) + f"?month=2021-0{month}"
    statement = reverse("ledger:statement", args=["114", account])
    yield f"{statement}?{MONTHS}"
    yield f"{statement}?{MONTHS}&form=xlsx"
    yield reverse("home:home", args=["114"])
    yield reverse("search:page", args=["114"]) + "?q=电梯"
    yield reverse("journal:lines", args=["114"])


def numbers_in(response):
    """Return the amounts on a page or in a workbook, in fen."""
    if response.headers.get("Content-Type") == SPREADSHEET:
        book = load_workbook(io.BytesIO(response.content))
        cells = [cell for sheet in book for row in sheet.values for cell in row]
        return {round(cell * 100) for cell in cells if isinstance(cell, int | float)}
    return {fen_of(found[0]) for found in YUAN.finditer(response.text)}


def fen_of(yuan):
    return int(yuan.replace(",", "").replace(".", ""))


def seen_by(client, matter):
    """Map addresses to the amounts that the reader finds there."""
    found = {}
    for address in addresses_of(matter):
        response = client.get(address)
        if response.status_code == 200 and not response.streaming:
            found[address] = numbers_in(response)
    return found


def given_away(numbers):
    """Return the payments that stand on a page, or that two of its numbers differ by."""
    sums = numbers | {abs(one - other) for one, other in itertools.combinations(numbers, 2)}
    return sums & set(PAID)


@pytest.mark.parametrize("paying", [1, 2, 4])
@pytest.mark.parametrize("persona", READERS)
def test_no_page_tells_a_neighbour_what_one_flat_paid(enter, matter, persona, paying):
    let_flats_pay(matter, PAID[:paying])
    seen = seen_by(enter(persona), matter)
    assert {address: found for address, n in seen.items() if (found := given_away(n))} == {}
    told = sum(PAID[:3])
    assert any(told in numbers for numbers in seen.values()) == (paying >= 3)


@pytest.mark.parametrize("persona", READERS)
@pytest.mark.parametrize("before", [0, 3])
def test_two_looks_do_not_differ_by_what_one_or_two_flats_paid(enter, matter, persona, before):
    """What came before is told, and stays as it was."""
    client = enter(persona)
    let_flats_pay(matter, PAID[:before])
    first = seen_by(client, matter)
    let_flats_pay(matter, [987_65, 876_54])
    second = seen_by(client, matter)
    assert {address: second[address] for address in first} == first


@pytest.mark.parametrize("persona", KEEPERS)
def test_those_who_keep_the_account_read_each_payment(enter, matter, persona):
    let_flats_pay(matter, PAID[:2])
    seen = seen_by(enter(persona), matter)
    assert set(PAID[:2]) <= set().union(*seen.values())


@pytest.mark.parametrize("paying", [1, 2])
def test_a_notice_that_hangs_tells_nobody_either(enter, matter, leader, paying):
    let_flats_pay(matter, PAID[:paying])
    text = bulletin_of(matter.account).text
    notice = writing.draft_notice(
        matter.building,
        notice_input(body=text),
        by=leader,
        cause=("ledger.account", matter.account.pk),
    )
    notice = posting.post_notice(notice, by=leader)
    for persona in READERS:
        page = enter(persona).get(notice.get_absolute_url())
        assert 100_000_00 in numbers_in(page)
        assert given_away(numbers_in(page)) == set()


@pytest.mark.parametrize(
    "name", ["account", "months", "sheet", "statement", "page", "shares", "board"]
)
@pytest.mark.parametrize("paying", [1, 3])
def test_pages_say_that_something_is_left_out(enter, matter, name, paying):
    let_flats_pay(matter, PAID[:paying])
    pages = {
        "account": reverse("ledger:account", args=["114", matter.account.pk]),
        "months": reverse("ledger:months", args=["114", matter.account.pk]),
        "sheet": reverse("ledger:sheet", args=["114", matter.account.pk]),
        "statement": reverse("ledger:statement", args=["114", matter.account.pk]) + f"?{MONTHS}",
        "page": matter.get_absolute_url(),
        "shares": reverse("matters:shares", args=["114", matter.pk]),
        "board": reverse("ledger:board", args=["114"]),
    }
    words = ("还有一两户交的", "有的分摊款还没算进来")
    for persona, told in (("core", paying < 3), ("leader", paying < 3 and name == "sheet")):
        page = enter(persona).get(pages[name]).text
        assert any(word in page for word in words) == told, persona


def test_the_check_of_an_entry_tells_the_balance_to_those_who_keep_the_account(
    enter, matter, leader
):
    let_flats_pay(matter, PAID[:1])
    waiting = EntryFactory(account=matter.account, waiting=True, entered_by=leader, fen=-1_11)
    address = reverse("ledger:entry", args=["114", waiting.pk])
    balance = 100_000_00 - 333_33 + PAID[0] - 1_11
    for persona, told in (("treasurer", True), ("core", False)):
        assert (balance in numbers_in(enter(persona).get(address))) == told


PLAIN_SUMS = re.compile(
    r"(?<!写得出来的)结余(?!里|。看得到)|(?<!不一定真的)超支|一共收了|还余|没有收，|还没有收过"
    r"|收进来的：\s*没有|收进[0-9,.]+元，|(?<!写得出来的：)已经收到|分摊，还差"
)
"""Words that tell sums as plain facts."""


def words_in(response):
    if response.headers.get("Content-Type") == SPREADSHEET:
        book = load_workbook(io.BytesIO(response.content))
        return " ".join(f"{cell}" for sheet in book for row in sheet.values for cell in row)
    return " ".join(re.sub(r"<[^>]*>", "", response.text).split())


def plain_sums_in(words):
    return [words[max(0, at.start() - 20) : at.end() + 20] for at in PLAIN_SUMS.finditer(words)]


@pytest.mark.parametrize("spent", [0, -500_000_00])
@pytest.mark.parametrize("paying", [1, 2, 4])
def test_no_sum_that_leaves_something_out_is_told_as_plain_fact(enter, matter, spent, paying):
    """Neither as overspent, nor as nothing received, nor as what is left."""
    if spent:
        EntryFactory(account=matter.account, on=dt.date(2021, 3, 11), fen=spent, purpose="电梯")
    let_flats_pay(matter, PAID[:paying])
    client, told = enter("core"), 0
    for address in addresses_of(matter):
        response = client.get(address)
        if response.status_code == 200 and not response.streaming:
            words = words_in(response)
            assert plain_sums_in(words) == [], address
            told += "写得出来的" in words
    assert told >= 9


def test_a_notice_does_not_say_that_nothing_came_in(building):
    matter = MatterFactory(building=building, account=AccountFactory(building=building))
    EntryFactory(account=matter.account, on=dt.date(2021, 3, 11), fen=-480_00, purpose="换灯")
    let_flats_pay(matter, PAID[:2])
    text = bulletin_of(matter.account).text
    assert "收进来的：\n一两家交的分摊款先不写，满三户合在一起再写" in text
    assert "写得出来的：付出比收进多480.00元，不一定真的超支。" in text
    assert plain_sums_in(text) == []


@pytest.mark.parametrize("paying", [1, 2, 4])
def test_neither_does_the_desk_of_the_committee(enter, matter, paying):
    let_flats_pay(matter, PAID[:paying])
    client, told = enter("staff"), sum(PAID[:3]) if paying > 3 else 0
    for name, row, total in (
        ("ledger_account", matter.account, 100_000_00 - 333_33 + told),
        ("matters_sharetable", matter.share_tables.get(), told),
    ):
        words = f"{yuan_of(total)}（一两家交的先不写）"
        export = client.post(reverse(f"admin:{name}_export"))
        pages = [
            client.get(reverse(f"admin:{name}_changelist")).text,
            client.get(reverse(f"admin:{name}_change", args=[row.pk])).text,
            words_in(export),
        ]
        assert [words in page for page in pages] == [True] * 3, name
        amounts = {fen_of(found[0]) for page in pages for found in YUAN.finditer(page)}
        assert given_away(amounts) == set(), name
