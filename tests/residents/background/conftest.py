from __future__ import annotations

import pytest
from django.apps import AppConfig, apps

from residents.background.actions import start_long_job
from residents.rooms import manifest
from tests.residents.background.counting.room import DID


@pytest.fixture(autouse=True)
def counting(monkeypatch):
    """A room with a long job is installed. Its log is emptied and returned."""
    config = AppConfig.create("tests.residents.background.counting")
    config.apps, config.models = apps, {}
    monkeypatch.setitem(apps.app_configs, config.label, config)
    manifest._discovered.cache_clear()
    DID.clear()
    yield DID
    manifest._discovered.cache_clear()


@pytest.fixture
def start(staff):
    def begin(to=3, **more):
        return start_long_job(
            "counting.count", by=staff, total=to, result_url="/admin/", to=to, **more
        )

    return begin
