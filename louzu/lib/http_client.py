"""Send requests to services of others: providers of text messages, groups' robots, WeChat,
push services.

Redirects are not followed, and no answer is waited for longer than ``TIMEOUT`` seconds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
from urllib3.exceptions import NewConnectionError

TIMEOUT = 10


class NotSent(Exception):  # noqa: N818 -- it describes the request
    """The request did not reach the service. It can be sent again."""


class Unanswered(Exception):  # noqa: N818 -- it describes the request
    """The connection broke after the request was sent: the service may have carried it out."""


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    status: int
    body: Mapping[str, Any]
    """The JSON object of the body; empty if it is none."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names are found in upper and lower case."""


def get(url: str) -> ServiceAnswer:
    """Raises NotSent or Unanswered."""
    return _request("GET", url, {}, b"")


def post(url: str, *, headers: Mapping[str, str], data: bytes = b"") -> ServiceAnswer:
    """Raises NotSent or Unanswered."""
    return _request("POST", url, headers, data)


def _request(method: str, url: str, headers: Mapping[str, str], data: bytes) -> ServiceAnswer:
    try:
        response = requests.request(
            method, url, data=data, headers=dict(headers), timeout=TIMEOUT, allow_redirects=False
        )
    except requests.RequestException as error:
        failure = Unanswered if _was_sent(error) else NotSent
        raise failure(type(error).__name__) from None
    return ServiceAnswer(response.status_code, json_object(response.content), response.headers)


def _was_sent(error: requests.RequestException) -> bool:
    """Return False if no connection came about."""
    if isinstance(
        error,
        requests.ConnectTimeout | requests.exceptions.SSLError | requests.exceptions.ProxyError,
    ):
        return False
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return not isinstance(reason, NewConnectionError)


def json_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object of a body, or an empty one if it is something else."""
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
