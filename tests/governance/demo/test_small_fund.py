from __future__ import annotations

import pytest

from governance.demo import small_fund
from governance.ledger.models import Account, Entry
from tests.governance.demo.conftest import built_demo

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    with built_demo(django_db_blocker, tmp_path_factory.mktemp("media")):
        yield


def test_the_small_fund_has_entries_that_another_person_has_to_check(demo):
    account = Account.objects.get(name="楼组公共账")
    confirmed = Entry.objects.confirmed().filter(account=account)
    assert confirmed.count() == len(small_fund.ENTRIES)
    waiting = Entry.objects.waiting().values_list("entered_by__username", flat=True)
    assert sorted(waiting) == ["leader", "treasurer", "treasurer"]
