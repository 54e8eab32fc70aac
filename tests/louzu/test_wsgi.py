"""Modules that gunicorn's main process loads before it forks the workers."""

from __future__ import annotations

import subprocess
import sys

from tests.architecture.site import ROOT

PRINT = """
import gc
import louzu.wsgi
from django.urls import get_resolver
from governance.search import words
loaded = [words._cutter.cache_info().currsize, words._table.cache_info().currsize]
print(get_resolver()._populated, loaded, gc.get_freeze_count() > 0)
"""


def test_views_and_the_dictionary_are_loaded_and_frozen():
    done = subprocess.run(
        [sys.executable, "-c", PRINT], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert done.stdout == "True [1, 1] True\n"
