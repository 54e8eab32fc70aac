"""The settings of a real portal, imported in a separate process."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.architecture.site import ROOT

PRODUCTION = {
    "LOUZU_HOSTS": "portal.example.org",
    "LOUZU_PROXIES": "1",
    "LOUZU_SECRET_KEY": "a key",
}
PRINT = """
import json, sys
from louzu import settings
names = "SECONDS", "INCLUDE_SUBDOMAINS", "PRELOAD"
hsts = [getattr(settings, f"SECURE_HSTS_{name}") for name in names]
rooms = sorted({"residents", "governance"} & {name.partition(".")[0] for name in sys.modules})
print(json.dumps([hsts, rooms, settings.PASSPHRASE_MEMORY_KIB]))
"""


@pytest.fixture
def imported(tmp_path):
    def run(**variables):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("LOUZU_")}
        environment |= PRODUCTION | {"LOUZU_HOME": str(tmp_path)} | variables
        done = subprocess.run(
            [sys.executable, "-c", PRINT],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        return json.loads(done.stdout)

    return run


def test_settings_import_no_room_and_hsts_covers_the_own_host_only(imported):
    hsts, rooms, _memory = imported()
    assert rooms == []
    assert hsts == [31_536_000, False, False]


def test_hsts_covers_subdomains_and_is_preloaded_on_request(imported):
    hsts, _rooms, _memory = imported(LOUZU_HSTS_SUBDOMAINS="1", LOUZU_HSTS_PRELOAD="1")
    assert hsts == [31_536_000, True, True]


def test_a_passphrase_costs_what_owasp_asks_although_the_tests_save_it(imported):
    _hsts, _rooms, memory = imported()
    assert memory >= 19 * 1024
    assert memory > settings.PASSPHRASE_MEMORY_KIB
