"""Lines of progress reach a pipe or a file as soon as they are written."""

from __future__ import annotations

import subprocess
import sys

from tests.architecture.site import ROOT

WAITING = """
import sys
from louzu.command.output import watch_output
watch_output()
print("loading the database")
sys.stdin.read()
"""


def test_a_line_is_seen_while_the_command_goes_on():
    command = [sys.executable, "-c", WAITING]
    pipes = dict.fromkeys(("stdin", "stdout"), subprocess.PIPE)
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as process:
        assert process.stdout.readline() == "loading the database\n"
        assert process.poll() is None
