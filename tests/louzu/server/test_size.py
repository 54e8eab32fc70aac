from __future__ import annotations

import pytest

from louzu.server import size
from louzu.server.errors import StartError
from louzu.server.size import WebSize, web_size


@pytest.mark.parametrize(
    ("cores", "memory", "workers"),
    [(1, 1000, 2), (2, 2000, 2), (4, 8000, 4), (4, 2500, 3), (64, 256_000, 5)],
)
def test_cores_and_memory_decide(monkeypatch, cores, memory, workers):
    monkeypatch.setattr(size, "cores", lambda: cores)
    monkeypatch.setattr(size, "memory_mb", lambda: memory)
    assert web_size({}) == WebSize(workers, size.THREADS)


def test_a_container_has_less_than_its_machine(monkeypatch, tmp_path):
    monkeypatch.setattr(size, "CGROUP", tmp_path)
    alone = size.memory_mb()
    (tmp_path / "cpu.max").write_text("150000 100000\n")
    (tmp_path / "memory.max").write_text(f"{512 * 2**20}\n")
    assert (size.cores(), size.memory_mb()) == (1, 512)
    (tmp_path / "cpu.max").write_text("max 100000\n")
    (tmp_path / "memory.max").write_text("max\n")
    assert size.memory_mb() == alone
    assert size.cores() >= 1


def test_it_can_be_set():
    assert web_size({"LOUZU_WEB_WORKERS": "7", "LOUZU_WEB_THREADS": "3"}) == WebSize(7, 3)


@pytest.mark.parametrize("word", ["0", "-1", "two", "1.5"])
def test_a_wrong_number_is_told_in_one_sentence(word):
    with pytest.raises(StartError, match=f"^LOUZU_WEB_THREADS is “{word}”: write a number, 1 or"):
        web_size({"LOUZU_WEB_THREADS": word})
