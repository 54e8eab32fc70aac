"""No request leaves in the log who asked, what they typed, or the tokens of an address."""

from __future__ import annotations

import io
import json
import logging

import pytest
from django.urls import reverse

from louzu.lib.logs import ACCESS, JSON, PLAIN, RequestFilter, line_formatter
from residents.models import User
from tests.architecture.building_pair import Pair, fill_both
from tests.architecture.requests import body_of
from tests.architecture.site import INSIDE, OUTSIDE
from tests.architecture.site import PLAIN as PARAMETERS

ADDRESS = "203.0.113.77"
"""Where the requests come from. Only a wrong code or PIN may name it."""
TOKEN, TYPED = "t0ken-0f-an-address", "typed-into-a-form"
PHONES = ("13912345678", "13987654321")


@pytest.fixture
def pair(building, next_door, leader, neighbour) -> Pair:
    for user, phone in zip((leader, neighbour), PHONES, strict=True):
        User.objects.filter(pk=user.pk).update(phone=phone)
    return fill_both(building, next_door, leader=leader, neighbour=neighbour)


@pytest.fixture
def log():
    """``log()`` returns all lines of the test, in both forms."""
    text = io.StringIO()
    for form in (JSON, PLAIN):
        handler = logging.StreamHandler(text)
        handler.setFormatter(line_formatter(form))
        handler.addFilter(RequestFilter())
        logging.getLogger().addHandler(handler)
    yield lambda: text.getvalue().splitlines()
    logging.getLogger().handlers[-2:] = []


def urls(pair):
    """Yield methods and URLs: a form to each outside of buildings, and one page each inside."""
    for address in OUTSIDE:
        kept = {name: PARAMETERS[name] for name in address.parameters}
        kept |= {"token": TOKEN} if "token" in kept else {}
        yield "post", reverse(address.name, kwargs=kept)
    for address in INSIDE:
        for slug, ids in [*pair.addresses_of(address)][:1]:
            yield "get", reverse(address.name, kwargs={**ids, "slug": slug})


def test_no_request_leaves_a_person_in_the_log(enter, pair, leader, log):
    client = enter("leader")
    session = {cookie.value for cookie in client.cookies.values()}
    typed = {"phone": PHONES[0], "code": TYPED, "pin": TYPED, "title": TYPED, "body": TYPED}
    asked = 0
    for method, url in [*urls(pair)]:
        client = enter("leader")
        session |= {cookie.value for cookie in client.cookies.values()}
        send = getattr(client, method)
        body_of(send(url, typed, REMOTE_ADDR=ADDRESS, QUERY_STRING=f"token={TOKEN}"))
        asked += 1
    lines = log()
    access = [line for line in lines if f" {ACCESS} " in line]
    assert len(access) == len([line for line in lines if f'"{ACCESS}"' in line]) == asked > 200
    names = {name for name in User.objects.values_list("shown_name", flat=True) if len(name) > 1}
    never = {*names, *PHONES, *session, TOKEN, TYPED} - {""}
    text = "\n".join(lines)
    assert sorted(word for word in never if word in text) == []
    assert [line for line in lines if ADDRESS in line and "a wrong " not in line] == []
    assert {json.loads(line)["view"] for line in lines if f'"{ACCESS}"' in line} > {"account_login"}
