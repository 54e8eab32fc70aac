"""Serve the metrics to Prometheus, in a process of its own: ``python -m louzu.health.exporter``.

The supervisor runs it if ``LOUZU_METRICS`` is set. It reads what the web processes counted, runs the
checks and reads the measures. A database that hangs delays only the measures, and leaves some out.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Lock, Thread

import django
from django.conf import settings
from django.db import Error
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from louzu.health.metric_files import merge_ended_processes, metrics_folder
from louzu.health.registry import Values, measures
from louzu.health.running import HealthReport, check_health, own_connection

TIME_LIMIT = 5.0
"""Seconds for all measures. Prometheus waits for ten."""
HEALTH = {"ok": 0, "warn": 1, "fail": 2}
logger = logging.getLogger(__name__)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louzu.settings")
    django.setup()
    if not settings.ENV.monitoring.metrics:
        sys.stderr.write("LOUZU_METRICS is missing: write host and port, such as 127.0.0.1:9100.\n")
        return 1
    host, port = settings.ENV.monitoring.metrics
    stopped = Event()
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, lambda *_signal: stopped.set())
    try:
        server, thread = start_http_server(port, host, registry_of(settings.ENV.home))
    except OSError as error:
        sys.stderr.write(f"Metrics cannot be served at {host}:{port} ({error.strerror}).\n")
        return 1
    stopped.wait()
    server.shutdown()
    thread.join()
    return 0


def registry_of(home: Path) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(_Counted(metrics_folder(home)))
    registry.register(_Measured())
    return registry


class _Counted(Collector):
    """What the web processes counted, those that ended included."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.lock = folder, Lock()

    def describe(self) -> list[Metric]:
        return []  # so that registering does not collect

    def collect(self) -> Iterator[Metric]:
        with self.lock:
            merge_ended_processes(self.folder)
            found = list(MultiProcessCollector(None, path=str(self.folder)).collect())
        yield from found


class _Measured(Collector):
    """The findings of the checks, and the measures."""

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        health = GaugeMetricFamily(
            "louzu_health",
            "What a check found: 0 nothing, 1 a warning, 2 a failure.",
            labels=["check"],
        )
        for name, found in check_health().findings.items():
            health.add_metric([name], HEALTH[HealthReport({name: found}).word])
        yield health
        values = _measured_in_time()
        for one in measures():
            family = GaugeMetricFamily(one.name, one.text, labels=list(one.labels))
            for labels, value in values.get(one.name, {}).items():
                family.add_metric(list(labels), value)
            yield family


def _measured_in_time() -> dict[str, Values]:
    found: dict[str, Values] = {}
    thread = Thread(target=_measure_all, args=(found,), daemon=True)
    thread.start()
    thread.join(TIME_LIMIT)
    return dict(found)


def _measure_all(found: dict[str, Values]) -> None:
    try:
        with own_connection():
            for one in measures():
                found[one.name] = one.function()
    except Error as error:
        logger.warning("the measures could not be read: %s", type(error).__name__)


if __name__ == "__main__":
    sys.exit(main())
