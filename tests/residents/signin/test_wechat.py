from __future__ import annotations

import dataclasses
import time
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from louzu.lib.errors import Refused
from louzu.lib.wechat.signing import event_signature
from residents.models import User
from residents.privacy.actions.forgetting import forget_user
from residents.signin.actions.wechat import bind_wechat, unbind_wechat
from residents.signin.queries import wechat_of
from residents.signin.signals import wechat_bound, wechat_unbound
from tests.factories import MembershipFactory
from tests.wechat_stand_in import refusal

pytestmark = pytest.mark.django_db
INSIDE = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50"}
PASSWORD = "secret-enough"
PERSON = "/sns/oauth2/access_token"


@pytest.fixture
def told():
    """What the signals told: bound and unbound openids."""
    heard: list[tuple[str, str]] = []

    def bound(openid, **_more):
        heard.append(("bound", openid))

    def unbound(openid, **_more):
        heard.append(("unbound", openid))

    wechat_bound.connect(bound)
    wechat_unbound.connect(unbound)
    yield heard
    wechat_bound.disconnect(bound)
    wechat_unbound.disconnect(unbound)


def signed_in(user) -> Client:
    client = Client(headers=INSIDE)
    client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    return client


def to_wechat(client, name="wechat_sign_in", **sent) -> str:
    """Press the button and return the address of the way back."""
    asked = client.post(reverse(name), sent).headers["Location"]
    assert asked.endswith("#wechat_redirect")
    back = urlsplit(requests.get(asked, allow_redirects=False, timeout=5).headers["Location"])
    return f"{back.path}?{back.query}"


def through_wechat(client, name="wechat_sign_in", **sent) -> str:
    """Return the address at which a person ends who goes to WeChat and back."""
    return client.get(to_wechat(client, name, **sent)).headers["Location"]


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_without_an_account_nothing_is_there(enter, resident):
    client = enter("resident")
    for name in ("wechat", "weixin_callback", "wechat_events"):
        assert client.get(reverse(name)).status_code == 404
    for name in ("wechat", "wechat_sign_in", "wechat_unbind", "wechat_events"):
        assert client.post(reverse(name)).status_code == 404
    assert client.get("/MP_verify_x.txt").status_code == 404
    pages = [client.get(reverse("keys")), Client(headers=INSIDE).get(reverse("account_login"))]
    for page in pages:
        assert "微信" not in page.text
        assert "open.weixin.qq.com" not in page.headers["Content-Security-Policy"]


def test_the_button_is_shown_inside_wechat_only(wechat):
    url = reverse("account_login")
    assert reverse("wechat_sign_in") not in Client().get(url).text
    page = Client(headers=INSIDE).get(url)
    assert reverse("wechat_sign_in") in page.text
    assert f"form-action 'self' {wechat.url}" in page.headers["Content-Security-Policy"]


def test_a_resident_binds_wechat_and_signs_in_with_it(resident, wechat, told):
    client = signed_in(resident)
    assert "解绑微信" not in client.get(reverse("wechat")).text
    assert through_wechat(client, "wechat") == reverse("keys")
    assert "解绑微信" in client.get(reverse("keys")).text
    assert told == [("bound", wechat.person)]

    client = Client(headers=INSIDE)
    assert through_wechat(client, next="/b/114/lounge/") == "/b/114/lounge/"
    assert client.session["_auth_user_id"] == str(resident.pk)
    assert "/sns/userinfo" not in wechat.asked
    bound = wechat_of(resident).get()
    assert (bound.uid, bound.extra_data) == (wechat.person, {})


def test_nobody_opens_an_account_by_wechat(resident, wechat):
    client = Client(headers=INSIDE)
    url = through_wechat(client)
    assert not is_signed_in(client)
    page = client.get(url).text
    assert "还没有绑定账号" in page
    assert reverse("wechat_sign_in") not in page
    client.post(url, {"login": resident.username, "password": PASSWORD, "next": reverse("wechat")})
    assert through_wechat(client, "wechat") == reverse("keys")
    assert (User.objects.count(), wechat_of(resident).count()) == (1, 1)


def test_binding_asks_for_the_password_again_and_digits_are_not_enough(enter, resident, wechat):
    client = enter("resident")
    for answer in (client.get(reverse("wechat")), client.post(reverse("wechat"))):
        assert urlsplit(answer.headers["Location"]).path == reverse("account_reauthenticate")


def test_a_snapshot_of_the_page_binds_and_opens_nothing(resident, wechat):
    wechat.snapshot = True
    client = signed_in(resident)
    assert "使用完整服务" in client.get(through_wechat(client, "wechat")).text
    bind_wechat(resident, wechat.person)
    stranger = Client(headers=INSIDE)
    assert "使用完整服务" in stranger.get(through_wechat(stranger)).text
    assert not is_signed_in(stranger)


def test_a_way_back_that_is_requested_twice_goes_on(resident, wechat):
    client = signed_in(resident)
    back = to_wechat(client, "wechat")
    assert client.get(back).headers["Location"] == reverse("keys")
    assert client.get(back).headers["Location"] == reverse("front")
    client = Client(headers=INSIDE)
    back = to_wechat(client)
    client.get(back)
    assert client.get(back).headers["Location"] == reverse("front")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "answer",
    [
        refusal(40163, "code been used"),
        refusal(40029, "invalid code"),
        refusal(40125, "invalid appsecret"),
        {"no": "token"},
        [],
    ],
    ids=["used", "invalid", "secret", "nothing", "no object"],
)
def test_a_failure_leads_back_with_a_sentence(resident, wechat, answer, caplog):
    bind_wechat(resident, wechat.person)
    wechat.failing[PERSON] = answer
    client = Client(headers=INSIDE)
    page = client.get(through_wechat(client))
    assert "这次没有连上微信" in page.text
    assert not is_signed_in(client)
    assert wechat.account.secret not in caplog.text


def test_who_says_no_comes_back_without_a_code(resident, wechat):
    client = signed_in(resident)
    state = to_wechat(client, "wechat").partition("state=")[2]
    url = client.get(reverse("weixin_callback"), {"state": state}).headers["Location"]
    assert urlsplit(url).path == reverse("wechat")


@pytest.mark.parametrize("state", ["", "foreign", "x" * 500])
def test_a_state_that_is_not_of_this_session_opens_nothing(resident, wechat, state):
    bind_wechat(resident, wechat.person)
    client, other = Client(headers=INSIDE), Client(headers=INSIDE)
    code = to_wechat(other).partition("code=")[2].partition("&")[0]
    url = client.get(reverse("weixin_callback"), {"code": code, "state": state}).headers["Location"]
    assert (urlsplit(url).path, is_signed_in(client)) == (reverse("account_login"), False)


def test_an_account_that_is_closed_stays_closed(resident, wechat):
    bind_wechat(resident, wechat.person)
    resident.is_active = False
    resident.save()
    client = Client(headers=INSIDE)
    assert through_wechat(client) == reverse("account_inactive")
    assert not is_signed_in(client)


def test_the_committee_still_shows_its_second_factor(staff, wechat, settings):
    settings.SECOND_FACTOR = True
    bind_wechat(staff, wechat.person)
    client = Client(headers=INSIDE)
    through_wechat(client)
    answer = client.get("/admin/")
    assert urlsplit(answer.headers["Location"]).path == reverse("second_factor")


def test_one_wechat_opens_one_account(resident, household, wechat):
    other = MembershipFactory(household=household).user
    bind_wechat(other, wechat.person)
    client = signed_in(resident)
    assert "已经绑定了别的账号" in client.get(through_wechat(client, "wechat"), follow=True).text
    with pytest.raises(Refused, match="已经绑定了别的账号"):
        bind_wechat(resident, wechat.person)
    assert wechat_of(other).exists()


def test_another_wechat_takes_the_place_of_the_former(resident, told):
    bind_wechat(resident, "o-former")
    bind_wechat(resident, "o-new")
    bind_wechat(resident, "o-new")
    assert told == [("bound", "o-former"), ("unbound", "o-former"), ("bound", "o-new")]
    assert wechat_of(resident).get().uid == "o-new"


def test_a_person_ends_it(resident, wechat, told):
    bind_wechat(resident, wechat.person)
    client = signed_in(resident)
    assert client.get(reverse("wechat_unbind")).status_code == 405
    assert client.post(reverse("wechat_unbind")).headers["Location"] == reverse("keys")
    assert (told[-1], wechat_of(resident).exists()) == (("unbound", wechat.person), False)
    unbind_wechat(resident)
    assert len(told) == 2


def test_forgetting_a_person_forgets_the_openid(resident, told):
    bind_wechat(resident, "o-somebody")
    forget_user(resident, by=resident)
    assert not SocialAccount.objects.exists()
    assert told[-1] == ("unbound", "o-somebody")


AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>'
EVENT = """<xml><FromUserName>o-somebody</FromUserName><CreateTime>{at}</CreateTime>
<MsgType>event</MsgType><Event>{kind}</Event>{rest}</xml>"""


def signed(key="AAAAA", **more) -> str:
    asked = {"timestamp": str(int(time.time())), "nonce": "15147"}
    asked["signature"] = event_signature(key, asked["timestamp"], asked["nonce"])
    return "&".join(f"{name}={value}" for name, value in {**asked, **more}.items())


def post_event(kind, *, rest="", age=0, asked=""):
    body = EVENT.format(kind=kind, rest=rest, at=int(time.time()) - age)
    url = f"{reverse('wechat_events')}?{asked or signed()}"
    return Client(enforce_csrf_checks=True).post(url, body, content_type="text/xml")


def test_wechat_checks_the_address_of_events(wechat):
    url = reverse("wechat_events")
    answer = Client().get(f"{url}?{signed(echostr='4711')}")
    assert (answer.status_code, answer.text) == (200, "4711")
    assert answer.headers["Content-Type"] == "text/plain"
    assert Client().get(f"{url}?{signed('BBBBB')}").status_code == 403
    assert Client().get(url).status_code == 403


def test_who_ends_following_is_forgotten_and_the_bound_is_told(resident, wechat, told):
    bind_wechat(resident, "o-somebody")
    version = User.objects.get(pk=resident.pk).content_version
    assert post_event("unsubscribe", asked=signed("BBBBB")).status_code == 403
    assert wechat_of(resident).exists()
    assert post_event("subscribe").text == "success"
    assert wechat_of(resident).exists()
    assert post_event("unsubscribe", age=-1).text == "success"
    assert not wechat_of(resident).exists()
    assert told[-1] == ("unbound", "o-somebody")
    assert User.objects.get(pk=resident.pk).content_version > version
    assert post_event("unsubscribe").text == "success"


def test_a_repeated_event_ends_no_later_binding(resident, wechat):
    bind_wechat(resident, "o-somebody")
    post_event("unsubscribe", age=60)
    assert wechat_of(resident).exists()


def test_anything_else_is_answered_and_does_nothing(wechat):
    url = f"{reverse('wechat_events')}?{signed()}"
    for body in ("", "{}", "<xml><MsgType>text</MsgType></xml>"):
        assert Client().post(url, body, content_type="text/xml").text == "success"


@pytest.fixture
def safe_mode(wechat, settings):
    settings.WECHAT = dataclasses.replace(wechat.account, aes_key=AES_KEY)


def post_encrypted(event):
    asked, body = event
    url = f"{reverse('wechat_events')}?{asked}"
    return Client(enforce_csrf_checks=True).post(url, body, content_type="text/xml")


def unsubscribing(*, at=1):
    return EVENT.format(kind="unsubscribe", rest="", at=int(time.time()) + at)


def test_an_encrypted_event_is_decrypted(resident, wechat, safe_mode):
    bind_wechat(resident, "o-somebody")
    assert post_encrypted(wechat.event(unsubscribing(), aes_key=AES_KEY)).text == "success"
    assert not wechat_of(resident).exists()


@pytest.mark.parametrize(
    "event",
    [
        lambda it: it.event(unsubscribing(), aes_key=AES_KEY, app_id="wxsomebodyelse0000"),
        lambda it: it.event(unsubscribing(), aes_key=AES_KEY, age=3600),
        lambda it: it.event(unsubscribing(), aes_key=AES_KEY[::-1]),
        lambda it: (
            it.event("", aes_key=AES_KEY)[0],
            it.event(unsubscribing(), aes_key=AES_KEY)[1],
        ),
        lambda it: (signed(), it.event(unsubscribing(), aes_key=AES_KEY)[1]),
        lambda it: (it.event("", aes_key=AES_KEY)[0], "<xml><Encrypt>QUJD</Encrypt></xml>"),
        lambda it: (it.event("", aes_key=AES_KEY)[0], ENTITIES),
        lambda _it: (signed(), unsubscribing()),
        lambda it: (it.event("", aes_key=AES_KEY)[0], ""),
    ],
    ids=[
        "foreign appid",
        "old",
        "foreign key",
        "another body",
        "no signature of the body",
        "no event",
        "entities",
        "plain",
        "empty",
    ],
)
def test_in_safe_mode_anything_else_is_refused(resident, wechat, safe_mode, event):
    bind_wechat(resident, "o-somebody")
    assert post_encrypted(event(wechat)).status_code == 403
    assert wechat_of(resident).exists()


def test_the_address_is_checked_in_safe_mode_too(wechat, safe_mode):
    answer = Client().get(f"{reverse('wechat_events')}?{signed(echostr='4711')}")
    assert (answer.status_code, answer.text) == (200, "4711")


def test_the_file_by_which_wechat_knows_the_host(wechat, settings):
    object.__setattr__(settings.WECHAT, "verification_file", "MP_verify_Ab12.txt")
    object.__setattr__(settings.WECHAT, "verification_text", "Ab12")
    answer = Client().get("/MP_verify_Ab12.txt")
    assert (answer.content, answer.headers["Content-Type"]) == (b"Ab12", "text/plain")
    assert Client().get("/MP_verify_Ab13.txt").status_code == 404
