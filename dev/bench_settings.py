"""The project's settings with the page REF, and a header with the number of SQL statements."""

from __future__ import annotations

from louzu.settings import *  # noqa: F403
from louzu.settings import MIDDLEWARE

ROOT_URLCONF = "dev.bench_reference"
MIDDLEWARE = ["dev.bench_middleware.count_statements", *MIDDLEWARE]
