"""``manage.py work`` as a process of its own."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from residents.models import Submission
from tests.architecture.site import ROOT


def test_a_process_runs_what_waits_and_ends(transactional_db):
    key = Submission.objects.create(key="old")
    Submission.objects.filter(pk=key.pk).update(at=timezone.now() - dt.timedelta(days=36))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
            " VALUES ('long', 'residents.jobs.tidy', '{\"timestamp\": 0}')"
        )
    url = urlsplit(os.environ["LOUZU_DATABASE_URL"])
    here = url._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    subprocess.run(
        [sys.executable, ROOT / "manage.py", "work", "--until-empty", "--queues", "long"],
        env={**os.environ, "LOUZU_DATABASE_URL": here, "LOUZU_DEMO": "1"},
        check=True,
    )
    done = ProcrastinateJob.objects.get(queue_name="long")  # besides, periodic jobs wait for others
    assert done.status == "succeeded"
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [(["--queues", "once,slow"], "once, many"), (["--concurrency", "0"], "1 or more")],
)
def test_a_wrong_option_is_told_in_one_sentence(words, told):
    with pytest.raises(CommandError, match=told):
        call_command("work", *words)
