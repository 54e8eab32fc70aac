"""A worker that is killed while it sends: what arrives is counted at the receiver (ADR 46)."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.utils import timezone

from governance.inbox.actions.deliveries import lose_deliveries, wake_deliveries
from governance.inbox.actions.messages import create_message
from governance.inbox.models import ContactWay, Delivery, DeliverySettings
from residents.rooms.waiting import thing_of
from tests.architecture.site import ROOT
from tests.factories import BuildingFactory, MembershipFactory, NoticeFactory
from tests.smtp_server import smtp_server

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
KILLS = 3
MANY = int(os.environ.get("KILL_DRILL", "60"))
"""People who get the message. A drill of 1,000 takes minutes."""


def start_worker(port):
    base = settings.DATABASES["default"]
    name = f"{base['HOST']}".replace("/", "%2F")
    url = f"postgres://{base['USER']}:{base['PASSWORD']}@{name}:{base['PORT']}/{base['NAME']}"
    variables = {
        "LOUZU_DATABASE_URL": url,
        "LOUZU_EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "LOUZU_EMAIL_FROM": "portal@example.org",
        "LOUZU_HOSTS": "testserver",
        "LOUZU_HTTPS": "0",
        "LOUZU_HOME": str(settings.ENV.home),
        "DJANGO_SETTINGS_MODULE": "louzu.settings",
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "work", "--queues", "once", "--poll", "0.2"],
        cwd=ROOT,
        env={**os.environ, **variables},
    )


def wait_until(condition, worker):
    for _turn in range(6000):
        if condition():
            return
        assert worker.poll() is None, "the worker ended by itself"
        time.sleep(0.02)
    pytest.fail("It did not come to be.")


@pytest.mark.parametrize("urgent", [False, True], ids=["news", "urgent"])
def test_nothing_arrives_twice_and_nothing_urgent_is_missing(urgent):
    """Right value 5."""
    building = BuildingFactory()
    users = [one.user for one in MembershipFactory.create_batch(MANY, household__building=building)]
    ContactWay.objects.bulk_create(
        ContactWay(
            user=user,
            channel="email",
            address=f"{user.pk}@example.org",
            frequency="at_once",
            verified_at=timezone.now(),
        )
        for user in users
    )
    DeliverySettings.objects.bulk_create(
        DeliverySettings(user=user, quiet_from="00:00", quiet_until="00:00") for user in users
    )
    with smtp_server() as (mailbox, port):
        create_message("notices.posted", thing_of(NoticeFactory(building=building, urgent=urgent)))
        for kill in range(1, KILLS + 1):
            worker = start_worker(port)
            wait_until(lambda: len(mailbox.mails) >= kill * MANY // (KILLS + 1), worker)  # noqa: B023
            worker.kill()
            worker.wait()
            lose_deliveries(claimed_before=timezone.now())
            # As ten minutes later: the job of the killed worker would have sent the others of its batch.
            Delivery.objects.to_send().update(next_try_at=timezone.now())
            wake_deliveries()
        unclear = Delivery.objects.filter(state="unclear").count()
        worker = start_worker(port)
        wait_until(lambda: not Delivery.objects.to_send().exists(), worker)
        worker.terminate()
        worker.wait()
        ids = mailbox.ids()
    received, distinct = len(ids), len(set(ids))
    sys.stdout.write(f"{MANY}: received {received}, distinct {distinct}, unclear {unclear}\n")
    assert unclear <= KILLS
    if urgent:
        assert distinct == MANY
    else:
        assert distinct == received >= MANY - unclear
