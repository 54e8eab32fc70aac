from __future__ import annotations

import os

from louzu.server import log_files
from louzu.server.log_files import shorten_log


def test_a_large_log_is_emptied_under_the_program_that_writes_it(tmp_path, monkeypatch):
    monkeypatch.setattr(log_files, "MAX_LOG_BYTES", 5)
    log = tmp_path / "log"
    shorten_log(log)
    with log.open("ab") as kept_open:
        os.write(kept_open.fileno(), b"short")
        shorten_log(log)
        assert log.read_bytes() == b"short"
        os.write(kept_open.fileno(), b" no more")
        shorten_log(log)
        os.write(kept_open.fileno(), b"new")
    assert log.read_bytes() == b"new"
    assert (tmp_path / "log.1").read_bytes() == b"short no more"
