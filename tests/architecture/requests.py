"""Requests of the walks, and their bodies."""

from __future__ import annotations

from http import HTTPStatus

from django.db import transaction

from tests.architecture.site import EVERYWHERE, INSIDE

JUNK = {"title": "x\x00", "do": "post"}


def body_of(response) -> bytes:
    """Return the whole body, and close streamed files but not the test's connection."""
    body = b"".join(response) if response.streaming else response.content
    for close in response._resource_closers:
        close()
    return body


def post(client, url, data=None, **more):
    """Return the response, and undo what it wrote."""
    before = transaction.savepoint()
    response = client.post(url, data, **more)
    transaction.savepoint_rollback(before)
    return response


WAYS = (("get", None), ("post", None), ("post", JUNK))
"""GET, an empty POST, and a POST with unexpected fields."""

NOT_ALLOWED: set[tuple[str, str]] = set()
"""URL names and methods that a view rejects for everybody, so that they are tried only once."""


BEHIND_A_DOOR = {address.name for address in INSIDE}


def refused_at_the_door(name, response) -> bool:
    """Return whether the door of a building refused a request.

    The door knows the person, the slug and the view. The parameters of the address are only for the
    view, so that every other object under this slug gets the same answer.
    """
    return name in BEHIND_A_DOOR and not hasattr(response.wsgi_request, "building")


def answers(client, name, url, ways=WAYS):
    for method, sent in ways:
        if (name, method) not in NOT_ALLOWED:
            response = getattr(client, method)(url, sent)
            if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                NOT_ALLOWED.add((name, method))
            yield response


JOINING = [a.name for a in EVERYWHERE if a.name.startswith("joining:")]

PUBLIC_PAGES = {
    "front": "the front door of the site",
    "preferences": "text size and language are for visitors too",
    "account_login": "one signs in here",
    "account_logout": "says that one is signed out",
    "service_worker": "browsers load it, also when nobody is signed in",
    "offline": "the service worker keeps it for everybody on the device",
    "privacy": "what is kept and why, before one joins",
    "account_inactive": "tells why one cannot sign in",
    "account_pin": "one signs in here, on a device that takes one's six digits",
    "mfa_authenticate": "the committee's second factor is part of signing in",
    "mfa_login_webauthn": "one signs in here with a passkey",
    "account_request_login_code": "one asks here for a code to one's phone",
    "account_confirm_login_code": "one signs in here with that code",
    "calendar:feed": "a calendar program cannot sign in; the address is the key, and can be taken back",
    "arrive": "a forwarded link leads here; its last part is the key, and strangers learn how to come in",
    **dict.fromkeys(
        ("paper_text", "paper_text_file"),
        "the code on a sheet that is signed leads here; its last part is the key, and strangers read the text alone",
    ),
    "wechat_sign_in": "one signs in here, inside WeChat",
    "weixin_callback": "WeChat sends people back here, whether it knows them or not",
    "wechat_events": "WeChat posts here; its signature is the key",
    "wechat_verification_file": "WeChat asks for it, to know whose host this is",
    "ways:push_renewed": "a browser renews its subscription by itself; its cookie is the key",
    **dict.fromkeys(
        ("public_stories:list", "public_stories:page", "public_stories:photo"),
        "stories of which everybody in them agreed that all may read them",
    ),
    "unsubscribe": "a mail program cannot sign in; the address ends one kind of messages only",
    **dict.fromkeys(JOINING, "who joins has no account yet"),
}
