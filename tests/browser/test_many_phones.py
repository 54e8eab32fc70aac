"""Twenty phones send the same building's round at once, each entry also a second time.

The test opens no browser, but its server needs the fixtures of those that do, so it runs among them.
"""

from __future__ import annotations

import re
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest

from dev.page_urls import session_of
from governance.canvass.models import Visit
from residents.models import User
from tests.browser.doors import ask_all, doors_of

PHONES, DOORS = 20, 3
NOT_HEARD = {429, 503}
"""The portal is busy: phones send again."""


class Phone:
    """Sends entries as static/js/kept-sending.js does."""

    def __init__(self, address, person, canvass, doors):
        self.host, self.person = urlsplit(address).netloc, person
        self.told = [f"{door.path}told/{canvass.pk}/" for door in doors]
        self.cookies = session_of(person.username)
        page = self.request("GET", doors[0].path)
        self.cookies["csrf"] = re.search(r"csrf=(\w+)", page["Set-Cookie"])[1]
        self.token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page["text"])[1]

    def request(self, method, path, data=None, **headers):
        connection = HTTPConnection(self.host, timeout=120)
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, path, urlencode(data) if data else None, headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return {"status": response.status, "text": text, **dict(response.getheaders())}

    def send(self, door, key):
        entry = {"outcome": "told", "once": key, "csrfmiddlewaretoken": self.token}
        now = str(int(time.time()))
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Kept-By": str(self.person.pk),
            "X-Kept-At": now,
            "X-Kept-Now": now,
        }
        while (answer := self.heard(door, entry, headers))["status"] in NOT_HEARD:
            time.sleep(0.5)
        return answer["status"], answer.get("X-Kept-Key")

    def heard(self, door, entry, headers):
        """Send an entry. A connection that the full queue of the server breaks counts as busy."""
        try:
            return self.request("POST", self.told[door], entry, **headers)
        except ConnectionError:
            return {"status": 503}


@pytest.mark.usefixtures("browser_name")
def test_nothing_is_lost_or_doubled(house):
    canvass = ask_all("装扶手吗？")
    doors = doors_of(canvass, DOORS)
    people = [User.objects.get(username=name) for name in ("leader", "core", "volunteer")]
    phones = [Phone(house, people[number % 3], canvass, doors) for number in range(PHONES)]
    keys = [[uuid.uuid4().hex for _door in range(DOORS)] for _phone in phones]

    def send_round(number, *, only=DOORS):
        return [phones[number].send(n, key) for n, key in enumerate(keys[number][:only])]

    with ThreadPoolExecutor(2 * PHONES) as pool:
        again = [pool.submit(send_round, number, only=1) for number in range(PHONES)]
        rounds = [pool.submit(send_round, number) for number in range(PHONES)]
        told = [future.result() for future in (*rounds, *again)]
    wanted = [[(204, key) for key in own] for own in keys]
    assert told == [*wanted, *(own[:1] for own in wanted)]
    visits = Visit.objects.filter(voice__canvass=canvass).values_list("by", "voice__number")
    sent = Counter((people[n % 3].pk, door + 1) for n in range(PHONES) for door in range(DOORS))
    assert Counter(visits) == sent
