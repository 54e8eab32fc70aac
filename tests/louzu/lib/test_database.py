"""What the server logs of errors, and what happens to a request at a limit."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client
from django.urls import reverse

from governance.lounge.models import Thread
from louzu.lib.database import LOG_SETTINGS, WEB_LIMITS, limit_connections
from tests.factories import UserFactory

LOG = Path(os.environ["LOUZU_HOME"]) / "postgres" / "log"
PHONE = "13800012345"
needs_log = pytest.mark.skipif(not LOG.exists(), reason="the server is not ours")


@pytest.fixture
def logged():
    """Return the server's log since the beginning of the test."""
    begin = LOG.stat().st_size

    def read():
        with LOG.open("rb") as log:
            log.seek(begin)
            return log.read().decode()

    return read


@needs_log
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("UPDATE residents_user SET phone = %s, phone_verified_at = now()", "duplicate key"),
        ("UPDATE residents_user SET content_version = -1, introduction = %s", "check constraint"),
        ("UPDATE residents_user SET shown_name = NULL, introduction = %s", "not-null"),
        ("SELECT %s FROM residents_user WHERE no_such_column", "does not exist"),
    ],
)
def test_an_error_is_logged_without_its_values(logged, statement, names):
    UserFactory.create_batch(2)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [PHONE])
    assert names in logged()
    assert PHONE not in logged()


@needs_log
@pytest.mark.django_db
def test_a_statement_bound_on_the_server_is_logged_without_its_parameters(logged):
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as raw:
        raw.execute("CREATE TEMPORARY TABLE phones (phone text PRIMARY KEY)")
        raw.execute("INSERT INTO phones VALUES (%s)", [PHONE])
        with pytest.raises(psycopg.errors.UniqueViolation):
            raw.execute("INSERT INTO phones VALUES (%s)", [PHONE])
    assert "duplicate key" in logged()
    assert PHONE not in logged()


@needs_log
@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_no_error_of_the_database(building, resident, logged):
    def send(client):
        try:
            data = {"title": "谁家有梯子？", "text": "借一天", "once": "k1"}
            return client.post(reverse("lounge:start", args=["114"]) + "?kind=need", data)
        finally:
            connection.close()

    clients = [Client() for _ in range(4)]
    for client in clients:
        client.force_login(resident)
    with ThreadPoolExecutor(4) as hands:
        assert {answer.status_code for answer in hands.map(send, clients)} == {302}
    assert Thread.objects.count() == 1
    assert "ERROR" not in logged()


@pytest.mark.django_db
def test_a_server_whose_log_would_keep_values_is_warned_of(capsys):
    call_command("check", databases=["default"])
    assert "louzu.W001" not in capsys.readouterr().err
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL log_error_verbosity = verbose")
    call_command("check", databases=["default"])
    assert "set log_error_verbosity = terse" in capsys.readouterr().err


def test_every_setting_of_the_log_is_in_the_docs():
    found = Path("docs/operations.md").read_text()
    assert [n for n, v in LOG_SETTINGS.items() if f"{n} = {v}" not in found] == []


@pytest.fixture
def limit():
    """``limit({…})`` sets limits for connections of this process until the end of the test."""
    options = connections.settings["default"]["OPTIONS"]
    before = dict(options)

    def strike(limits=WEB_LIMITS):
        limit_connections(limits)
        connection.close()
        connection.close_pool()

    yield strike
    options.clear()
    options.update(before)
    connection.close()
    connection.close_pool()


@pytest.mark.django_db(transaction=True)
def test_the_web_servers_connections_have_every_limit(limit):
    limit()
    with connection.cursor() as cursor:
        for name, value in WEB_LIMITS.items():
            cursor.execute(f"SELECT current_setting('{name}')::interval = '{value}'")
            assert cursor.fetchone() == (True,), name


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["lock_timeout", "statement_timeout"])
def test_a_request_that_waits_too_long_is_told_to_come_again(limit, client, building, name):
    client.raise_request_exception = False
    url = building.get_absolute_url()
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("LOCK TABLE residents_building")
        limit({name: "50ms"})
        answer = client.get(url)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "现在有点忙" in answer.text
    assert "再试一次" in answer.text
    assert client.get(url).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_transaction_left_idle_is_ended_and_the_next_request_succeeds(limit, client, building):
    limit({"idle_in_transaction_session_timeout": "10ms"})
    client.raise_request_exception = False

    def dawdle(execute, sql, params, many, context):
        if "residents_building" not in sql:
            return execute(sql, params, many, context)
        with transaction.atomic():
            execute("SELECT 1", None, False, context)
            _await_the_end_of(connection.connection.info.backend_pid)
            return execute(sql, params, many, context)

    with connection.execute_wrapper(dawdle):
        answer = client.get(building.get_absolute_url())
    assert answer.status_code == 503
    assert client.get(building.get_absolute_url()).status_code == 302


def _await_the_end_of(pid):
    with psycopg.connect(**connection.get_connection_params() | {"options": ""}) as watcher:
        watcher.autocommit = True
        while watcher.execute("SELECT FROM pg_stat_activity WHERE pid = %s", [pid]).rowcount:
            pass
