"""Requests to WeChat. An answer with status 200 may still be a refusal."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from http import HTTPStatus
from typing import Any

import requests

TIMEOUT = (5, 10)
"""Seconds to connect, and between bytes of the answer."""


class WeChatRefusedError(Exception):
    """WeChat answered with an error. ``code`` is its ``errcode``."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"{code} {words}")
        self.code, self.words = code, words


class WeChatUnreachableError(Exception):
    """No answer, or none that can be read. Nothing of the request is in the text, because addresses
    hold secrets."""


def get(url: str, params: Mapping[str, str], *, needed: Collection[str]) -> dict[str, Any]:
    """Return the answer, which has the ``needed`` fields."""
    return _answer("GET", url, params, None, needed)


def post(
    url: str, body: object, params: Mapping[str, str] | None = None, *, needed: Collection[str]
) -> dict[str, Any]:
    """Return the answer, which has the ``needed`` fields."""
    return _answer("POST", url, params or {}, json.dumps(body, ensure_ascii=False).encode(), needed)


def _answer(
    method: str,
    url: str,
    params: Mapping[str, str],
    data: bytes | None,
    needed: Collection[str],
) -> dict[str, Any]:
    headers = {"Content-Type": "application/json; charset=utf-8"} if data else {}
    try:
        response = requests.request(
            method,
            url,
            params=params,
            data=data,
            headers=headers,
            timeout=TIMEOUT,
            allow_redirects=False,
        )
        # WeChat's type of content is wrong at some addresses, and its text is always UTF-8.
        answer = json.loads(response.content.decode())
    except (requests.RequestException, ValueError) as error:
        raise WeChatUnreachableError(type(error).__name__) from None
    if response.status_code != HTTPStatus.OK or not isinstance(answer, dict):
        raise WeChatUnreachableError(f"status {response.status_code}")
    if code := answer.get("errcode"):
        raise WeChatRefusedError(int(code), str(answer.get("errmsg", "")))
    if missing := [name for name in needed if name not in answer]:
        raise WeChatUnreachableError(f"answer without {', '.join(missing)}")
    return answer
