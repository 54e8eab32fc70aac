"""The metrics as Prometheus reads them, and the dashboard and rules that read Prometheus."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
import yaml
from django.db import connection
from prometheus_client import generate_latest

from louzu.health import exporter, metric_files
from louzu.health.metric_files import metrics_folder
from tests.architecture.site import ROOT
from tests.factories import BuildingFactory

MONITORING = ROOT / "deploy" / "monitoring"
WEB = """
import os, signal, sys, time
import django
django.setup()
from django.test import Client
from louzu.health import metrics  # before the fork, as gunicorn does with --preload
pids = []
for requests in (2, 3):
    pid = os.fork()
    if not pid:
        client = Client()
        for _request in range(requests):
            client.get("/healthz")
            client.get("/no-such-page/13800012345/?token=secret")
        client.get("/static/css/base.css")
        print("counted", flush=True)
        signal.pause()
    pids.append(pid)
print("forked", *pids, flush=True)
signal.pause()
"""
SAMPLE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$", re.MULTILINE)


@pytest.fixture
def surroundings(tmp_path):
    """Settings with metrics, at a port that is free, and without a database."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    return {
        "PATH": os.environ["PATH"],
        "LOUZU_HOME": str(tmp_path),
        "LOUZU_HOSTS": "testserver",
        "LOUZU_HTTPS": "0",
        "LOUZU_DATABASE_URL": "postgres://nobody@127.0.0.1:1/nowhere",
        "LOUZU_METRICS": f"127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }


def samples_at(address):
    with urlopen(f"http://{address}/metrics", timeout=20) as answer:
        text = answer.read().decode()
    return {(name, labels): float(value) for name, labels, value in SAMPLE.findall(text)}


def awaited(address):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            return samples_at(address)
        except OSError:
            time.sleep(0.1)
    pytest.fail("No metrics are served.")


@pytest.mark.slow
def test_processes_are_added_up_also_after_they_ended(surroundings, monkeypatch):
    options = {"env": surroundings, "cwd": ROOT, "text": True}
    program = [sys.executable, "-c", WEB]
    serving = [sys.executable, "-m", "louzu.health.exporter"]
    monkeypatch.undo()  # the other processes use the machine's memory
    folder = metrics_folder(Path(surroundings["LOUZU_HOME"]))
    with (
        subprocess.Popen(program, stdout=subprocess.PIPE, **options) as web,
        subprocess.Popen(serving, **options) as served,
    ):
        lines = sorted(web.stdout.readline() for _line in range(3))
        pids = [int(word) for word in lines[2].split()[1:]]
        found = awaited(surroundings["LOUZU_METRICS"])
        missing = 'louzu_requests_total{method="GET",status="404",view="-"}'
        name, labels = missing.rstrip("}").split("{")
        before = found[name, labels]
        web.kill()
        web.wait()
        for pid in pids:
            os.kill(pid, 9)
        deadline = time.monotonic() + 20
        while len([*folder.iterdir()]) > 2 and time.monotonic() < deadline:
            found = samples_at(surroundings["LOUZU_METRICS"])
            time.sleep(0.1)
        served.terminate()
        assert served.wait(20) == 0
    assert before == found[name, labels] == 5
    assert found["louzu_request_seconds_count", 'view="static"'] == 2
    assert found["louzu_request_seconds_count", 'view="-"'] == 5
    assert found["louzu_health", 'check="database"'] == 2  # there is none, and the rest is told
    assert {file.name for file in folder.iterdir()} == {"counter_0.db", "histogram_0.db"}
    assert not [labels for _name, labels in found if "13800012345" in labels or "secret" in labels]
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


@pytest.fixture(autouse=True)
def _memory(tmp_path, monkeypatch):
    """Leave no folder in the memory of this machine."""
    monkeypatch.setattr(metric_files, "MEMORY", tmp_path)


def exposition(tmp_path):
    return generate_latest(exporter.registry_of(tmp_path)).decode()


@pytest.fixture
def known(tmp_path, transactional_db, monkeypatch):
    """Names of all metrics."""
    from louzu.health import metrics  # noqa: PLC0415 -- in this process without files

    BuildingFactory()
    counted = [metrics.REQUESTS, metrics.SECONDS, metrics.STATEMENTS, metrics.POOL]
    families = [family for one in counted for family in one.describe()]
    names = {family.name for family in families} | {"louzu_requests_total"}
    names |= {f"louzu_request_seconds{end}" for end in ("_bucket", "_count", "_sum")}
    names |= {"louzu_request_statements_total", "up"}
    names |= set(re.findall(r"^# TYPE (\w+)", exposition(tmp_path), re.MULTILINE))
    return names


def queries():
    rules = yaml.safe_load((MONITORING / "alerts.yml").read_text())
    for group in rules["groups"]:
        for rule in group["rules"]:
            yield rule["expr"]
    board = json.loads((MONITORING / "dashboard.json").read_text())
    for panel in board["panels"]:
        for target in panel["targets"]:
            yield target["expr"]


def test_dashboard_and_rules_name_metrics_that_exist(known):
    named = {name for query in queries() for name in re.findall(r"\b(?:louzu_\w+|up)\b", query)}
    assert len(named) > 8
    assert named - known == set()


def test_the_page_names_every_metric(known):
    page = (ROOT / "docs" / "monitoring.md").read_text()
    ours = {name for name in known if name.startswith("louzu_")}
    plain = {re.sub(r"_(?:total|bucket|count|sum)$", "", name) for name in ours}
    assert sorted(name for name in plain if name not in page) == []


@pytest.mark.django_db(transaction=True)
def test_measures_are_read_from_the_database(tmp_path):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " VALUES ('many', 'x', '{}', 'todo'), ('many', 'x', '{}', 'todo')"
        )
    text = exposition(tmp_path)
    assert 'louzu_jobs{queue="many",state="todo"} 2.0' in text
    assert re.search(r'louzu_disk_bytes\{folder="[\w.-]+",kind="free"\} \d', text)
    assert re.search(r'louzu_database_connections\{kind="used"\} [1-9]', text)
    assert re.search(r"louzu_jobs_late_seconds \d", text)


def test_each_rule_has_what_alertmanager_shows():
    rules = yaml.safe_load((MONITORING / "alerts.yml").read_text())["groups"][0]["rules"]
    assert len(rules) == 5
    for rule in rules:
        assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}
        assert set(rule["annotations"]) == {"summary", "description"}
        assert rule["labels"]["severity"] in {"page", "ticket"}
