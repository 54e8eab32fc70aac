"""HTTP client of the bench, and the cookies of its users."""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    headers: http.client.HTTPMessage
    body: bytes


class Client:
    """A keep-alive connection of a signed-in user."""

    def __init__(self, port: int, cookies: str) -> None:
        self.wire = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies = cookies

    def get(self, path: str, **headers: str) -> Answer:
        sent = {"Cookie": self.cookies, **{k.replace("_", "-"): v for k, v in headers.items()}}
        self.wire.request("GET", path, headers=sent)
        answer = self.wire.getresponse()
        return Answer(answer.headers, answer.read())

    def milliseconds(self, path: str, times: int, **headers: str) -> list[float]:
        spent = []
        for _ in range(times):
            begun = time.perf_counter()
            self.get(path, **headers)
            spent.append((time.perf_counter() - begun) * 1000)
        return spent


def cookies_of(username: str, front: str) -> str:
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client as Browser  # noqa: PLC0415

    from residents.models import User  # noqa: PLC0415

    browser = Browser(headers={"host": "127.0.0.1"})
    browser.force_login(User.objects.get(username=username))
    browser.get(front)
    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    jar = {name: browser.cookies[name].value for name in names if name in browser.cookies}
    return "; ".join(f"{name}={value}" for name, value in jar.items())
