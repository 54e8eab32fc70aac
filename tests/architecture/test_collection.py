"""A test module that can't be imported ends a run before its first test."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_module_that_cannot_be_imported_ends_the_run(tmp_path):
    (tmp_path / "test_broken.py").write_text("import nothing_of_this_name\n")
    (tmp_path / "test_sound.py").write_text("def test_sound():\n    print('a test has run')\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:django",
            "-p",
            "tests.plugin",
            "-n",
            "2",
            "-v",
            ".",
        ],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "LOUZU_DATABASE_URL": "none",
            "PYTEST_ADDOPTS": "",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode
    assert "test_broken.py cannot be imported" in done.stdout
    assert "test_sound" not in done.stdout
