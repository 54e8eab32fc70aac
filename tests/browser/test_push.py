"""Push messages: switched on in the browser, sent to a push service, shown by the service worker."""

from __future__ import annotations

import datetime as dt
import json
import uuid

from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone
from playwright.sync_api import expect

from governance.inbox.channels.base import OutgoingMessage, SendOutcome
from governance.inbox.channels.push import SENDER
from governance.inbox.models import ContactWay
from tests.browser.steps import sign_out
from tests.browser.whole_chromium import browser  # noqa: F401 -- a fixture
from tests.push_service import script_that_subscribes_to

NO_PUSH = "delete window.PushManager;"
CHANGED = """async () => {
  let renewed;
  const event = new ExtendableEvent("pushsubscriptionchange");
  event.waitUntil = (promise) => { renewed = promise; };
  self.dispatchEvent(event);
  await renewed;
}"""
"""Tell the service worker that its subscription ended. No test can make Chromium do it."""
SHOWN = """async () => {
  const registration = await navigator.serviceWorker.ready;
  for (const end = performance.now() + 20000; performance.now() < end;) {
    const [shown] = await registration.getNotifications();
    if (shown) {
      return { title: shown.title, body: shown.body, tag: shown.tag, url: shown.data.url };
    }
    await new Promise((again) => setTimeout(again, 50));
  }
}"""
"""Wait for the notification on the lock screen, which is shown once its icon is loaded."""


def outgoing(url):
    return OutgoingMessage(
        key=uuid.uuid4(),
        type="notices.posted",
        short="楼里有新通知：停水",
        long="楼里贴出了通知“停水”。",
        url=url,
        unsubscribe_url="",
        urgent=True,
        happens_at=None,
        useful_until=timezone.now() + dt.timedelta(hours=1),
        values={},
    )


def deliver(page, content):
    """Hand a message to the service worker, as the browser does after it decrypted it."""
    session = page.context.new_cdp_session(page)
    found = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend([event]))
    session.send("ServiceWorker.enable")
    origin = page.evaluate("navigator.serviceWorker.ready.then(() => location.origin)")
    registration = found[0]["registrations"][0]
    session.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": origin,
            "registrationId": registration["registrationId"],
            "data": content,
        },
    )


def test_a_message_reaches_the_lock_screen_and_leads_to_its_page(visit, pushes):
    page = visit("resident", service_workers="allow")
    page.context.grant_permissions(["notifications"])
    page.add_init_script(script_that_subscribes_to(pushes))
    page.goto("/me/ways/push/")
    page.get_by_role("button", name="我同意，在这台设备上打开").click()
    expect(page.get_by_text("打开了。每天汇总一次")).to_be_visible()

    notice = f"{'/'.join(page.url.split('/')[:3])}/b/114/notices/"
    assert SENDER.send(ContactWay.objects.get(), outgoing(notice)).outcome is SendOutcome.SENT
    (pushed,) = pushes.pushed
    deliver(page, json.dumps(pushed.content))
    assert page.evaluate(SHOWN) == {
        "title": "楼组",
        "body": "楼里有新通知：停水",
        "tag": pushed.topic,
        "url": notice,
    }


def test_the_browser_renews_its_subscription_until_its_person_signs_out(visit, pushes):
    page = visit("resident", service_workers="allow")
    page.context.grant_permissions(["notifications"])
    page.add_init_script(script_that_subscribes_to(pushes))
    page.goto("/me/ways/push/")
    page.get_by_role("button", name="我同意，在这台设备上打开").click()
    expect(page.get_by_text("打开了。每天汇总一次")).to_be_visible()

    (worker,) = page.context.service_workers
    pushes.key = ec.generate_private_key(ec.SECP256R1())
    worker.evaluate(f"() => {{ {script_that_subscribes_to(pushes)} }}")
    worker.evaluate(CHANGED)
    way = ContactWay.objects.usable().get()
    assert way.secret["p256dh"] == pushes.subscription.p256dh
    assert SENDER.send(way, outgoing("/")).outcome is SendOutcome.SENT
    assert pushes.pushed, "the browser decrypts it with its new key"

    page.goto("/account/logout/")
    sign_out(page)
    assert not ContactWay.objects.usable().exists()
    worker.evaluate(CHANGED)
    assert not ContactWay.objects.usable().exists()


def test_where_it_cannot_be_had_the_page_says_what_to_do(visit, pushes):
    page = visit("resident", service_workers="allow")
    page.add_init_script(NO_PUSH)
    page.goto("/me/ways/push/")
    expect(page.get_by_text("先把楼组加到主屏幕")).to_be_visible()
    expect(page.get_by_role("button", name="我同意，在这台设备上打开")).to_be_hidden()


def test_who_does_not_allow_it_learns_why_nothing_happens(visit, pushes):
    page = visit("resident", service_workers="allow")
    page.add_init_script("Notification.requestPermission = async () => 'denied';")
    page.goto("/me/ways/push/")
    page.get_by_role("button", name="我同意，在这台设备上打开").click()
    expect(page.get_by_role("status").filter(has_text="您没有同意弹出提醒")).to_be_visible()


def test_an_unreachable_push_service_is_told_kindly(visit, pushes):
    page = visit("resident", service_workers="allow")
    page.context.grant_permissions(["notifications"])
    page.add_init_script(
        "PushManager.prototype.subscribe = async () => { throw new DOMException('push service error', 'AbortError'); };"
    )
    page.goto("/me/ways/push/")
    page.get_by_role("button", name="我同意，在这台设备上打开").click()
    expect(page.get_by_text("连不上浏览器厂商的消息服务")).to_be_visible()
    assert not ContactWay.objects.exists()
