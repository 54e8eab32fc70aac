from __future__ import annotations

import pytest

from governance.demo import small_fund
from governance.ledger.models import Account, Entry

pytestmark = pytest.mark.django_db


def test_the_small_fund_has_entries_that_another_person_has_to_check(demo):
    account = Account.objects.get(name="楼组公共账")
    confirmed = Entry.objects.confirmed().filter(account=account)
    assert confirmed.count() == len(small_fund.ENTRIES)
    waiting = Entry.objects.waiting().values_list("entered_by__username", flat=True)
    assert sorted(waiting) == ["leader", "treasurer", "treasurer"]
