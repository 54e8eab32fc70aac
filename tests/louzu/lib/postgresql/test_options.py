"""The portal behind a real PgBouncer in transaction mode."""

from __future__ import annotations

import threading

from django.db import connection

from governance.journal import queries
from governance.journal.actions import enter
from governance.journal.queries import broken_lines_in
from louzu.lib.database import WEB_LIMITS, limit_connections
from louzu.lib.postgresql.options import TIMEOUTS, portal_database
from residents.models import Building
from tests.factories import NoticeFactory


def test_what_the_address_says_goes_before_the_portals_own_times():
    made = portal_database(
        {"NAME": "x", "OPTIONS": {"connect_timeout": "9"}}, pool_size=3, pooler=False
    )
    assert made["OPTIONS"] | {"pool": None} == {**TIMEOUTS, "connect_timeout": "9", "pool": None}
    assert (made["OPTIONS"]["pool"]["max_size"], made["DISABLE_SERVER_SIDE_CURSORS"]) == (3, False)


def test_a_chain_is_verified_through_a_pooler_while_lines_are_written(
    pooled, building, leader, monkeypatch
):
    limit_connections(WEB_LIMITS)  # passes nothing that the pooler would refuse
    monkeypatch.setattr(queries, "PART", 3)
    ended = threading.Event()

    def write() -> None:
        while not ended.is_set():
            enter(NoticeFactory(building=building), "notices.posted", by=leader)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _time in range(20):
            assert list(broken_lines_in(building)) == []
    finally:
        ended.set()
        writer.join()
    assert Building.objects.get(pk=building.pk).journal_version > 0
