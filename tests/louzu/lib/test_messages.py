from __future__ import annotations

import pytest
from django.contrib.messages import constants
from django.http import HttpResponse

from louzu.lib.messages import MaskedCookieStorage


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("手机号：13800138000。", "手机号：138****8000。"),
        ("打 02165432100 找我", "打 021****2100 找我"),
        ("114号楼，20261128", "114号楼，20261128"),
    ],
)
def test_no_whole_number_gets_into_the_cookie(rf, text, kept):
    storage, response = MaskedCookieStorage(rf.get("/")), HttpResponse()
    storage.add(constants.INFO, text)
    storage.update(response)
    request = rf.get("/")
    request.COOKIES[storage.cookie_name] = response.cookies[storage.cookie_name].value
    assert [str(message) for message in MaskedCookieStorage(request)] == [kept]
