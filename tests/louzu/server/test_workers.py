from __future__ import annotations

import sys

from louzu.lib.jobs import Queue
from louzu.server.workers import COMMANDS, Workers

FOREVER = "import signal; signal.pause()"


def test_none_are_started_when_none_are_wanted():
    nobody = Workers({})
    nobody.start()
    nobody.check()
    nobody.renew()
    nobody.stop()
    assert nobody.all == {}


def test_all_are_started_and_stopped():
    command = [sys.executable, "-c", FOREVER]
    workers = Workers({"a": command, "b": command})
    workers.start()
    assert all(worker.pid for worker in workers.all.values())
    workers.stop()
    assert [worker.pid for worker in workers.all.values()] == [0, 0]


def test_every_queue_has_one_worker():
    served = [command[command.index("--queues") + 1] for command in COMMANDS.values()]
    assert sorted(",".join(served).split(",")) == sorted(Queue)
    assert "--concurrency" not in COMMANDS["once"]
