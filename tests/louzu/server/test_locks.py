"""One louzu runs on a home, and its lock is nobody else's to read."""

from __future__ import annotations

import os

import pytest

from louzu.server.locks import exclusive_lock
from louzu.server.system_user import ServerError


def test_the_lock_is_for_its_owner_only_and_for_one_process(tmp_path):
    former = os.umask(0o022)
    try:
        with exclusive_lock(tmp_path):
            assert (tmp_path / "lock").stat().st_mode & 0o777 == 0o600
            with pytest.raises(ServerError, match="runs on"), exclusive_lock(tmp_path):
                pytest.fail("There were two.")
    finally:
        os.umask(former)
