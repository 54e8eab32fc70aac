"""The project's settings with REF beside it, and each page's number of statements in a header."""

from __future__ import annotations

from louzu.settings import *  # noqa: F403
from louzu.settings import MIDDLEWARE

ROOT_URLCONF = "dev.bench_reference"
MIDDLEWARE = ["dev.bench_middleware.count_statements", *MIDDLEWARE]
