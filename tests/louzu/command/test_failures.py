"""With the real database's errors."""

from __future__ import annotations

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection

from louzu.command.failures import run_verb


@pytest.fixture(autouse=True)
def settings_file(tmp_path, monkeypatch):
    file = tmp_path / "louzu.env"
    file.touch()
    monkeypatch.setenv("LOUZU_ENV", str(file))


def executing(statement):
    def run():
        with connection.cursor() as cursor:
            cursor.execute(statement)
        return 0

    return run


def test_a_verb_returns_its_code(capfd):
    assert [run_verb(lambda: 0), run_verb(lambda: 3)] == [0, 3]
    assert capfd.readouterr() == ("", "")


def test_a_refusal_is_told(capfd):
    def refuse():
        raise ImproperlyConfigured("So not.")

    assert run_verb(refuse) == 1
    assert capfd.readouterr() == ("", "So not.\n")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("SELECT FROM no_such_table", "The tables of the database are not those of this release"),
        ("SELECT no_such FROM demo_installation", "The tables of the database are not those"),
        (
            "SET LOCAL ROLE pg_monitor; SELECT FROM demo_installation",
            "The tables of the database are not those of this release (permission denied",
        ),
        (
            "SET LOCAL statement_timeout = 1; SELECT pg_sleep(9)",
            "The database broke off: canceling statement due to statement timeout\n",
        ),
    ],
)
def test_what_the_database_refuses_is_told(capfd, statement, sentence):
    assert run_verb(executing(statement)) == 1
    out, told = capfd.readouterr()
    assert (out, told.count("\n")) == ("", 1)
    assert told.startswith(sentence)


@pytest.mark.django_db
def test_a_fault_of_the_program_keeps_its_traceback():
    with pytest.raises(IntegrityError):
        run_verb(executing("INSERT INTO demo_installation DEFAULT VALUES"))
    with pytest.raises(psycopg.ProgrammingError):
        run_verb(lambda: psycopg.conninfo.make_conninfo(no_such=1))
