from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from louzu.health.environment import Monitoring, read_monitoring


def test_nothing_is_watched_unless_asked_for():
    assert read_monitoring({}) == Monitoring()


def test_a_short_token_is_refused():
    with pytest.raises(ImproperlyConfigured, match="LOUZU_HEALTH_TOKEN is shorter than 16"):
        read_monitoring({"LOUZU_HEALTH_TOKEN": "secret"})
    token = "0123456789abcdef"
    assert read_monitoring({"LOUZU_HEALTH_TOKEN": token}).health_token == token
