"""A fixture of what the log says."""

from __future__ import annotations

import io
import json
import logging

import pytest

from louzu.lib.logs import JSON, RequestFilter, line_formatter


@pytest.fixture
def log_lines():
    """``log_lines()`` returns what the root logger writes as JSON during the test."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(line_formatter(JSON))
    handler.addFilter(RequestFilter())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in text.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)
