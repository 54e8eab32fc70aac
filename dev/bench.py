"""``make bench``: compare pages with REF, a plain Django page of the same size on the same
gunicorn. ``make bench ONLY=sending`` (or ``rosters``) measures only that.

Requests are interleaved in one run, by one client and by eight. A ratio is the time of REF divided
by that of the page, so 1.0 means as fast as REF. It prints a table and asserts nothing.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from dev.bench_client import Client, cookies_of
from dev.bench_server import run_gunicorn, worker_memory
from dev.crowd import add_voices
from dev.portal import close_connections
from louzu.env import ROOT
from louzu.server.postgres import Server

ROUNDS, EACH = 5, 40
NOTICES = 5_000
NEIGHBOURHOOD_SIZE = {"buildings": 100, "years": 2}
DESK = {
    "front page": "/admin/",
    "picture": "/admin/picture/",
    "households": "/admin/residents/household/",
}
TARGET_RATIOS = {"uncached": 1.0, "unchanged": 2.0, "304": 4.0}
ENVIRONMENT = {
    "LOUZU_DEMO": "1",
    "LOUZU_DEBUG": "0",
    "LOUZU_HTTPS": "0",
    "DJANGO_SETTINGS_MODULE": "dev.bench_settings",
}


def main() -> int:
    if only := os.environ.get("ONLY"):
        print(json.dumps(_measure_apart(only), ensure_ascii=False, indent=1))
    else:
        _print_report(_measure_all())
    return 0


def _measure_all() -> dict[str, object]:
    home = Path(tempfile.mkdtemp(prefix="louzu-bench-"))
    os.environ |= {**ENVIRONMENT, "LOUZU_HOME": str(home)}
    database = Server(home, throwaway=True)
    with database:
        os.environ["LOUZU_DATABASE_URL"] = database.url
        migrated = _create_data()
        cookies, notice = _sign_in()
        with run_gunicorn() as (port, pid, started):
            pages = {"board": ("/b/114/notices/", 25), "notice": (notice, 1)}
            rows = [
                row
                for name, (path, of) in pages.items()
                for row in _measure_page(name, path, of, port, cookies)
            ]
            counts = _count_statements(port, cookies, notice)
            memory = worker_memory(pid)
            depth = _deep_page_ratio(port, cookies)
            sizes = _measure_sizes(port, cookies)
            crowded = _crowded_ratio(port, cookies)
            desk = _measure_desk(port)
        rosters = _measure_apart("rosters")
    del os.environ["LOUZU_DATABASE_URL"]
    sending = _measure_apart("sending")
    return {
        "ratios": rows,
        "statements": counts,
        "last page / first page": depth,
        "bytes": sizes,
        "a canvass among 10,000 buildings / among two": crowded,
        "the desk over 102 buildings with two years / over two": desk,
        "rosters": rosters,
        "sending": sending,
        "worker PSS MB": memory,
        "start s": round(started, 2),
        "fresh migrate s": round(migrated, 2),
    }


def _create_data() -> float:
    import django  # noqa: PLC0415 -- needs the environment set above

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from governance.notices.models import Notice  # noqa: PLC0415
    from residents.models import Building, User  # noqa: PLC0415

    begun = time.perf_counter()
    call_command("migrate", verbosity=0)
    migrated = time.perf_counter() - begun
    call_command("createcachetable", verbosity=0)
    call_command("demo", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    building, author = Building.objects.get(slug="114"), User.objects.get(username="leader")
    Notice.objects.bulk_create(
        Notice(
            building=building,
            author=author,
            office="leader",
            state="posted",
            announced=True,
            title=f"第{n}号通知：楼道的事情",
            body="正文",
            html="<p>正文</p>",
            shows_from=timezone.now() - dt.timedelta(hours=n + 1),
        )
        for n in range(NOTICES)
    )
    return migrated


def _sign_in() -> tuple[str, str]:
    """Return the cookies of a resident and the URL of a notice."""
    from governance.notices.models import Notice  # noqa: PLC0415

    cookies = cookies_of("resident", "/b/114/")
    found = Notice.objects.select_related("building").get(title__startswith="电梯")
    address = found.get_absolute_url()
    close_connections()
    return cookies, address


def _measure_page(name: str, path: str, of: int, port: int, cookies: str) -> Iterator[list[object]]:
    client = Client(port, cookies)
    first = client.get(path)
    tag, size = first.headers["ETag"], len(first.body)
    ways: dict[str, dict[str, str]] = {
        "uncached": {"X_Forget": "1"},
        "unchanged": {},
        "304": {"If_None_Match": tag},
    }
    for way, headers in ways.items():
        for clients in (1, 8):
            page, bare = _measure_in_turns(
                port, cookies, (path, headers), (f"/ref/{of}/{size}/", {}), clients
            )
            yield [
                name,
                way,
                clients,
                round(page, 2),
                round(bare, 2),
                round(bare / page, 2),
                TARGET_RATIOS[way],
            ]


def _measure_in_turns(
    port: int,
    cookies: str,
    page: tuple[str, dict[str, str]],
    bare: tuple[str, dict[str, str]],
    clients: int,
) -> tuple[float, float]:
    crowd = [Client(port, cookies) for _ in range(clients)]
    medians: dict[str, list[float]] = {page[0]: [], bare[0]: []}
    with ThreadPoolExecutor(clients) as hands:
        for _ in range(ROUNDS):
            for path, headers in (page, bare):

                def spend(
                    one: Client, path: str = path, headers: dict[str, str] = headers
                ) -> list[float]:
                    return one.milliseconds(path, EACH // clients + 2, **headers)

                spent = [ms for found in hands.map(spend, crowd) for ms in found]
                medians[path].append(statistics.median(spent))
    return statistics.median(medians[page[0]]), statistics.median(medians[bare[0]])


def _count_statements(port: int, cookies: str, notice: str) -> dict[str, str]:
    paths = (
        "/b/114/",
        "/b/114/notices/",
        notice,
        "/b/114/lounge/",
        "/b/114/lounge/1/",
        "/b/114/charter/",
        "/b/114/canvass/",
        "/b/114/canvass/2/",
        "/b/114/meetings/",
        "/b/114/meetings/1/",
        "/ref/25/13000/",
    )
    client = Client(port, cookies)
    return {path: client.get(path, X_Forget="1").headers["X-Statements"] for path in paths}


def _deep_page_ratio(port: int, cookies: str) -> float:
    """Compare the last page of the board with the first, by one client."""
    client, last = Client(port, cookies), "/b/114/notices/"
    while True:
        body = client.get(last).body.decode()
        if '"?after=' not in body:
            break
        last = "/b/114/notices/?after=" + body.split('"?after=')[1].split('"')[0]
    there, here = _measure_in_turns(
        port, cookies, (last, {"X_Forget": "1"}), ("/b/114/notices/", {"X_Forget": "1"}), 1
    )
    return round(there / here, 2)


def _crowded_ratio(port: int, cookies: str) -> float:
    """Compare the page of one canvass with and without 200,000 voices of others in the database.
    The aim is 1.2."""
    from governance.canvass.models import Canvass  # noqa: PLC0415

    found = Canvass.objects.filter(building__slug="114", state="open", secret=False).earliest("pk")
    path, client = f"/b/114/canvass/{found.pk}/", Client(port, cookies)
    client.milliseconds(path, 10)
    alone = statistics.median(client.milliseconds(path, 5 * EACH))
    add_voices(found.pk)
    client = Client(port, cookies)  # the server has closed the first one meanwhile
    client.milliseconds(path, 10)
    return round(statistics.median(client.milliseconds(path, 5 * EACH)) / alone, 2)


def _measure_desk(port: int) -> dict[str, float]:
    """Compare desk pages before and after generating a large neighbourhood."""
    from django.core.management import call_command  # noqa: PLC0415

    cookies = cookies_of("staff", "/admin/")
    before = _desk_pages(port, cookies)
    call_command("demo", verbosity=0, **NEIGHBOURHOOD_SIZE)
    close_connections()
    after = _desk_pages(port, cookies)
    return {name: round(after[name] / before[name], 2) for name in DESK}


def _desk_pages(port: int, cookies: str) -> dict[str, float]:
    client, medians = Client(port, cookies), {}
    for name, path in DESK.items():
        client.milliseconds(path, 5)
        medians[name] = statistics.median(client.milliseconds(path, EACH))
    return medians


def _measure_apart(part: str) -> dict[str, object]:
    """Run a bench that has a process of its own, because of its memory or its database."""
    done = subprocess.run(
        [sys.executable, "-m", f"dev.bench_{part}"], cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    measured: dict[str, object] = json.loads(done.stdout)
    return measured


def _measure_sizes(port: int, cookies: str) -> dict[str, int]:
    client = Client(port, cookies)
    html = client.get("/b/114/notices/").body
    files = [*(ROOT / "static/css").rglob("*.css"), *(ROOT / "static/js").glob("*.js")]
    assets = sum(len(gzip.compress(f.read_bytes())) for f in files if f.name != "admin.css")
    return {
        "board HTML": len(html),
        "CSS and JS compressed": assets,
        "first visit (HTML uncompressed)": len(html) + assets,
        "next page": len(html),
    }


def _print_report(report: dict[str, object]) -> None:
    print(f"{'page':<8}{'way':<12}{'clients':>8}{'ms':>9}{'REF ms':>9}{'ratio':>8}{'aim':>6}")
    for name, way, clients, page, bare, ratio, aim in report["ratios"]:  # type: ignore[attr-defined]  # rows of seven
        print(f"{name:<8}{way:<12}{clients:>8}{page:>9}{bare:>9}{ratio:>8}{aim:>6}")
    for key, value in report.items():
        if key != "ratios":
            print(f"{key}: {value}")
    place = ROOT / "var/bench.json"
    place.parent.mkdir(exist_ok=True)
    place.write_text(json.dumps(report, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    sys.exit(main())
