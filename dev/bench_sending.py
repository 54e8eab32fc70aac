"""``python -m dev.bench_sending``: one circular to 300 buildings with 20 households each, by e-mail.

Part of ``make bench``, in a separate process. Both workers run as beside gunicorn; a real SMTP server
receives, and a bare loop of smtplib to the same server is the measure. It starts a database of its own.
``python -m dev.bench_sending 30`` takes fewer buildings.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import socket
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

import psutil

from dev.bench_smtp import Receiver, bare_rate, run_receiver
from louzu.server.postgres import Server
from louzu.server.workers import Workers

BUILDINGS, HOUSEHOLDS, A_FLOOR = 300, 20, 4
BARE = 500
"""Mails of the bare loops."""
TIMEOUT = 1800.0
WRITE = "/admin/notices/circular/write/"
KB_PER_MB = 1024


def main(buildings: int = BUILDINGS) -> int:
    home = Path(tempfile.mkdtemp(prefix="louzu-bench-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    os.environ |= {
        "LOUZU_HOME": str(home),
        "LOUZU_DEMO": "1",
        "LOUZU_DEBUG": "0",
        "LOUZU_HTTPS": "0",
        "LOUZU_EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "LOUZU_EMAIL_FROM": "bench@example.org",
        "DJANGO_SETTINGS_MODULE": "louzu.settings",
    }
    with Server(home, throwaway=True) as database, run_receiver(port) as receiver:
        os.environ["LOUZU_DATABASE_URL"] = database.url
        print(json.dumps(_measure(buildings, receiver, port), ensure_ascii=False, indent=1))
    return 0


def _measure(buildings: int, receiver: Receiver, port: int) -> dict[str, object]:
    import django  # noqa: PLC0415 -- needs the environment set above

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    place = _create_people(buildings)
    measured: dict[str, object] = {"buildings": buildings, "deliveries": buildings * HOUSEHOLDS}
    workers = Workers()
    workers.start()
    try:
        _wait_for_workers(len(workers.all))
        for name, urgent in (("news", False), ("urgent", True)):
            measured[name] = _send(receiver, place, buildings, urgent=urgent)
        for name, one in workers.all.items():
            measured[f"worker {name}"] = {
                "peak MB": _peak_memory(one.pid),
                "s of processor": round(sum(psutil.Process(one.pid).cpu_times()[:2]), 1),
            }
    finally:
        workers.stop()
    rates = {way: bare_rate(port, BARE, way, receiver.last_mail) for way in ("each", "kept")}
    measured["mails a second of smtplib alone"] = {way: round(rate) for way, rate in rates.items()}
    for name in ("news", "urgent"):
        found: dict[str, float] = measured[name]  # type: ignore[assignment]  # made above
        found["ratio to smtplib with one connection"] = round(found["a second"] / rates["kept"], 3)
    return measured


def _create_people(buildings: int) -> int:
    """Create the neighbourhood with a clerk, and in each household one person with a verified address.
    Return its primary key."""
    from residents.models import Neighbourhood, Office, User  # noqa: PLC0415

    place = Neighbourhood.objects.create(name="测量居民区")
    clerk = User.objects.create_user("clerk", is_staff=True)
    since = dt.date(2020, 1, 1)
    Office.objects.create(user=clerk, kind=Office.Kind.STAFF, neighbourhood=place, since=since)
    numbers = count(1)
    for door in range(1, buildings + 1):
        _create_building(place.pk, door, [next(numbers) for _ in range(HOUSEHOLDS)], since)
    return place.pk


def _create_building(place: int, door: int, numbers: list[int], since: dt.date) -> None:
    from django.utils import timezone  # noqa: PLC0415

    from governance.inbox.models import ContactWay, DeliverySettings  # noqa: PLC0415
    from residents.models import Building, Flat, Household, Membership, User  # noqa: PLC0415

    building = Building.objects.create(
        neighbourhood_id=place, slug=f"bench{door}", door_number=str(door), floors=6
    )
    flats = Flat.objects.bulk_create(
        Flat(
            building=building,
            floor=1 + at // A_FLOOR,
            room=f"{1 + at // A_FLOOR}0{1 + at % A_FLOOR}",
        )
        for at in range(HOUSEHOLDS)
    )
    homes = Household.objects.bulk_create(Household(building=building, flat=flat) for flat in flats)
    users = User.objects.bulk_create(
        User(username=f"bench{number}", shown_name=f"邻居{number}") for number in numbers
    )
    Membership.objects.bulk_create(
        Membership(user=user, household=home, since=since)
        for user, home in zip(users, homes, strict=True)
    )
    ContactWay.objects.bulk_create(
        ContactWay(
            user=user,
            channel="email",
            address=f"{user.username}@example.org",
            frequency="at_once",
            verified_at=timezone.now(),
        )
        for user in users
    )
    DeliverySettings.objects.bulk_create(
        DeliverySettings(user=user, quiet_from="00:00", quiet_until="00:00") for user in users
    )


def _send(receiver: Receiver, place: int, buildings: int, *, urgent: bool) -> dict[str, float]:
    """Send a circular as the clerk does. Return seconds and deliveries a second."""
    from django.test import Client as Browser  # noqa: PLC0415

    from governance.notices.models import Circular  # noqa: PLC0415
    from residents.models import User  # noqa: PLC0415

    browser = Browser(headers={"host": "127.0.0.1"})
    browser.force_login(User.objects.get(username="clerk"))
    words = {
        "title": "明天停水" if urgent else "换灯",
        "body": "明天上午九点到十一点停水。",
        "audience": "residents",
        "neighbourhood": place,
        "whom": "every",
        **({"urgent": "on"} if urgent else {}),
    }
    page = browser.post(WRITE, words).text
    shown = re.search(r'name="shown" value="(\w+)"', page)
    if shown is None:
        raise SystemExit(page)
    expected = receiver.count + buildings * HOUSEHOLDS
    begun = time.perf_counter()
    browser.post(WRITE, {**words, "shown": shown[1], "do": "send", "once": f"bench{urgent}"})
    answered = time.perf_counter() - begun
    spent = receiver.wait_for(expected, TIMEOUT) - begun
    job = Circular.objects.select_related("job").latest("pk").job
    posted = (job.ended_at - job.created_at).total_seconds() if job and job.ended_at else 0.0
    return {
        "s of the request": round(answered, 2),
        "s until it hung in the last building": round(posted, 1),
        "s until the last mail was accepted": round(spent, 1),
        "a second": round(buildings * HOUSEHOLDS / spent, 1),
    }


def _wait_for_workers(number: int) -> None:
    from procrastinate.contrib.django.models import ProcrastinateWorker  # noqa: PLC0415

    deadline = time.monotonic() + 60
    while ProcrastinateWorker.objects.count() < number:
        if time.monotonic() > deadline:
            raise SystemExit("the workers did not start")
        time.sleep(0.05)


def _peak_memory(pid: int) -> float:
    """Return the peak resident memory in MB; 0 where the kernel does not tell it."""
    status = Path(f"/proc/{pid}/status")
    peak = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return round(int(peak[1]) / KB_PER_MB, 1) if peak else 0.0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
