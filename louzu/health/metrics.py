"""Metrics of requests, counted in files that all web processes share.

Labels are names of views, methods and statuses: no addresses, ids or people. Import this module only
if metrics are wanted, and nothing of prometheus-client before it, which reads at its import where
the files are.
"""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.db import connection

from louzu.health.metric_files import metrics_folder
from louzu.lib.logs import view_of

if settings.ENV.monitoring.metrics:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(metrics_folder(settings.ENV.home))

from prometheus_client import Counter, Gauge, Histogram

METHODS = {"GET", "HEAD", "POST"}
REQUESTS = Counter("louzu_requests", "Requests answered.", ["view", "method", "status"])
SECONDS = Histogram(
    "louzu_request_seconds",
    "Time until a response began.",
    ["view"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
STATEMENTS = Counter("louzu_request_statements", "Database statements of requests.", ["view"])
POOL = Gauge(
    "louzu_pool_connections",
    "Connections of the web processes' pools, and requests that wait for one.",
    ["state"],
    multiprocess_mode="livesum",
)


def note_request(request: Any, response: Any, seconds: float, statements: int) -> None:
    view = view_of(request)
    if request.path_info.startswith(settings.STATIC_URL):
        view = "static"
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(view, method, str(response.status_code)).inc()
    SECONDS.labels(view).observe(seconds)
    STATEMENTS.labels(view).inc(statements)
    if statements and (pool := getattr(connection, "pool", None)):
        stats = pool.get_stats()
        free = stats.get("pool_available", 0)
        POOL.labels("used").set(stats.get("pool_size", 0) - free)
        POOL.labels("free").set(free)
        POOL.labels("waiting").set(stats.get("requests_waiting", 0))
