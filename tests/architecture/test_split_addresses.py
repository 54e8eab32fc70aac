"""Addresses that others type or send are split by one function, which does not raise."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from governance.inbox.forms.push import PushForm
from louzu.lib.text import from_markdown
from tests.architecture.site import ROOT
from tests.wrong_addresses import WRONG

SERVER_ERROR = 500
SPLITS = re.compile(r"\b(?:urlsplit|urlparse)\(")
BY_ITSELF = {
    "louzu/lib/addresses.py": "the function",
    "louzu/lib/sms/aliyun.py": "the provider's address is written in the code",
    "louzu/lib/sms/tencent.py": "the provider's address is written in the code",
    "louzu/lib/web_push/sending.py": "the address was checked when it was stored",
    "louzu/lib/wechat/account.py": "the address was checked when the variables were read",
    "louzu/lib/smtp.py": "catches the error and refuses the variable in a sentence",
    "louzu/env.py": "catches the error and refuses the variable in a sentence",
    "governance/inbox/channels/email.py": "LOUZU_ROOT was checked at the start",
    "residents/rooms/occasions.py": "LOUZU_ROOT was checked at the start",
    "residents/access/guard.py": "Django refused wrong ones in the line before",
    "residents/access/way_back.py": "an address of this site, or an empty one",
}


def test_no_other_module_splits_addresses():
    modules = [
        m for room in ("governance", "louzu", "residents") for m in (ROOT / room).rglob("*.py")
    ]
    found = {str(m.relative_to(ROOT)) for m in modules if SPLITS.search(m.read_text())}
    assert found == BY_ITSELF.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("address", WRONG, ids=range(len(WRONG)))
def test_wrong_addresses_are_answered(enter, building, leader, address):
    client = enter("leader")
    robot = {"name": "群", "webhook": address, "topics": ["notices"], "once": "o"}
    answers = [
        client.post(reverse("inbox:add_robot", args=["114"]), robot),
        client.post(reverse("account_login"), {"next": address}),
        client.get("/b/114/inbox/", {"next": address}),
        client.post("/b/114/notices/new/", {"do": "draft"}, headers={"referer": address}),
        client.post(reverse("ways:read_news"), {"page": address}),
    ]
    assert [answer.status_code for answer in answers if answer.status_code >= SERVER_ERROR] == []
    assert "这不是企业微信、钉钉或飞书群机器人的地址" in answers[0].text
    assert not PushForm({"endpoint": address, "p256dh": "x", "auth": "x"}).is_valid()
    assert "x" in from_markdown(f"[x]({address}) {address}")
