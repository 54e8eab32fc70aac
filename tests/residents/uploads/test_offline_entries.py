"""An entry made offline is answered by a status that the script understands, and a sentence."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

from louzu.lib.errors import Refused
from residents.models import User
from residents.uploads.offline_entries import answer_offline_entry, is_offline_entry


def raising(error):
    def answer():
        raise error

    return answer


@pytest.mark.parametrize(
    ("answer", "status", "sentence"),
    [
        (lambda: redirect("/there/"), 204, ""),
        (raising(Refused("已经截止了。")), 422, "已经截止了。"),
        (raising(PermissionDenied()), 403, "现在不能登记了，这次没有记上。"),
        (raising(PermissionDenied("您不再是骨干。")), 403, "您不再是骨干。"),
        (lambda: HttpResponse("表单", status=200), 200, "表单"),
    ],
)
def test_only_what_was_recorded_is_answered_with_no_content(rf, answer, status, sentence):
    request = rf.post("/", headers={"X-Kept-By": "7"})
    request.user = User(pk=7)
    response = answer_offline_entry(request, answer)
    assert (response.status_code, response.text) == (status, sentence)
    assert "Location" not in response.headers


@pytest.mark.parametrize("by", ["8", "", "07"])
def test_the_entry_of_somebody_else_waits_for_them(rf, by):
    request, called = rf.post("/", headers={"X-Kept-By": by}), []
    request.user = User(pk=7)
    response = answer_offline_entry(request, lambda: called.append(1))
    assert (response.status_code, called) == (409, [])
    assert "等那个人自己登录" in response.text


def test_only_a_form_can_be_an_entry(rf):
    headers = {"X-Kept-By": "7"}
    assert is_offline_entry(rf.post("/", headers=headers))
    assert not is_offline_entry(rf.get("/", headers=headers))
    assert not is_offline_entry(rf.post("/"))
