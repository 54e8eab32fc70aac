"""Requests to WeChat. An answer with status 200 may still be a refusal."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from louzu.lib import http_client
from louzu.lib.http_client import NotSent, ServiceAnswer, Unanswered


class WeChatRefusedError(Exception):
    """WeChat answered with an error. ``code`` is its ``errcode``."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"{code} {words}")
        self.code = code


class WeChatUnreachableError(Exception):
    """No answer, or none that can be read. Nothing of the request is in the text, because addresses
    hold secrets."""


class WeChatUnansweredError(WeChatUnreachableError):
    """WeChat may have done what it was asked."""


def get(url: str, params: Mapping[str, str], *, needed: Collection[str]) -> dict[str, Any]:
    """Return the answer, which has the ``needed`` fields."""
    return _answer(lambda: http_client.get(f"{url}?{urlencode(params)}"), needed)


def post(url: str, body: object, *, token: str = "", needed: Collection[str]) -> dict[str, Any]:
    """Return the answer, which has the ``needed`` fields."""
    address = f"{url}?{urlencode({'access_token': token})}" if token else url
    headers = {"Content-Type": "application/json; charset=utf-8"}
    sent = json.dumps(body, ensure_ascii=False).encode()
    return _answer(lambda: http_client.post(address, headers=headers, data=sent), needed)


def _answer(request: Callable[[], ServiceAnswer], needed: Collection[str]) -> dict[str, Any]:
    try:
        return _read(request(), needed)
    except NotSent as failure:
        raise WeChatUnreachableError(str(failure)) from None
    except Unanswered as failure:
        raise WeChatUnansweredError(str(failure)) from None


def _read(answer: ServiceAnswer, needed: Collection[str]) -> dict[str, Any]:
    """WeChat's type of content is wrong at some addresses, and its text is always UTF-8."""
    if answer.status != HTTPStatus.OK:
        raise WeChatUnansweredError(f"status {answer.status}")
    if code := answer.body.get("errcode"):
        raise WeChatRefusedError(int(code), str(answer.body.get("errmsg", "")))
    if missing := [name for name in needed if name not in answer.body]:
        raise WeChatUnansweredError(f"answer without {', '.join(missing)}")
    return dict(answer.body)
