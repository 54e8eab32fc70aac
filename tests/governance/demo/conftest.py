"""A demo that is built once for a module, because that takes longer than the tests."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.test import override_settings

from tests.architecture.cast import rolled_back


@contextmanager
def built_demo(django_db_blocker, media, *options: str) -> Iterator[None]:
    """Run the command ``demo``. What it makes is rolled back at the end."""
    demo = override_settings(DEMO=True, MEDIA_ROOT=media)
    with django_db_blocker.unblock(), demo, rolled_back():
        call_command("demo", *options, stdout=io.StringIO())
        yield
