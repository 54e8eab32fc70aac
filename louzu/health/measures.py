"""Numbers of what every installation has, for the metrics."""

from __future__ import annotations

import shutil

from django.db import connection

from louzu.health.checks import LATE, data_folders
from louzu.health.registry import Values, measure

JOBS = "SELECT queue_name, status::text, count(*) FROM procrastinate_jobs GROUP BY 1, 2"
CONNECTIONS = """
SELECT count(*), current_setting('max_connections')::int FROM pg_stat_activity
WHERE backend_type = 'client backend'
"""


@measure("louzu_jobs", "Jobs in the queue, and ended ones of the last days.", ("queue", "state"))
def _measure_jobs() -> Values:
    with connection.cursor() as cursor:
        cursor.execute(JOBS)
        return {(queue, state): number for queue, state, number in cursor.fetchall()}


@measure("louzu_worker_silence_seconds", "Time since a worker of the queue last showed itself.")
def _measure_silence() -> Values:
    silence, _late = _queue()
    return {} if silence is None else {(): silence}


@measure("louzu_jobs_late_seconds", "For how long the oldest job that is due has been due.")
def _measure_late() -> Values:
    _silence, late = _queue()
    return {(): late or 0.0}


@measure("louzu_database_connections", "Connections of the database server.", ("kind",))
def _measure_connections() -> Values:
    with connection.cursor() as cursor:
        cursor.execute(CONNECTIONS)
        used, most = cursor.fetchone()
    return {("used",): used, ("most",): most}


@measure("louzu_disk_bytes", "Disks that the portal writes to.", ("folder", "kind"))
def _measure_disks() -> Values:
    found: Values = {}
    for folder in data_folders():
        usage = shutil.disk_usage(folder)
        found[folder.name, "free"], found[folder.name, "total"] = usage.free, usage.total
    return found


def _queue() -> tuple[float | None, float | None]:
    with connection.cursor() as cursor:
        cursor.execute(LATE)
        silence, late = cursor.fetchone()
    return silence and float(silence), late and float(late)
