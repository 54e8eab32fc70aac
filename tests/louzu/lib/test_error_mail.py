"""A broken database sends one mail, through a real SMTP server."""

from __future__ import annotations

import dataclasses
import logging
import logging.config
import os
import time

import pytest

from louzu.lib import error_mail
from louzu.lib.logs import PLAIN, logging_settings

KEEPER = "keeper@example.org"


@pytest.fixture
def handler(settings, mailbox, tmp_path):
    """The handler as settings make it, in a home of its own."""
    settings.ENV = dataclasses.replace(settings.ENV, home=tmp_path)
    made = logging.getLogger("broken")
    made.propagate = False
    configured = logging_settings(PLAIN, mail_errors_to=(KEEPER,))
    configured["handlers"] = {"mail": configured["handlers"]["mail"]}
    configured["loggers"] = {"broken": {"handlers": ["mail"], "propagate": False}}
    del configured["root"]
    logging.config.dictConfig(configured)
    yield made
    made.handlers.clear()


def await_mails(mailbox, number):
    deadline = time.monotonic() + 20
    while len(mailbox.mails) < number and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(mailbox.mails) == number


def fail(logger):
    try:
        raise RuntimeError("the disk is gone")  # noqa: TRY301
    except RuntimeError:
        logger.exception("it failed")


def test_many_errors_are_one_mail_and_the_next_one_counts_them(handler, mailbox, tmp_path):
    handler.warning("not worth a mail")
    for _time in range(5):
        fail(handler)
    await_mails(mailbox, 1)
    (mail,) = mailbox.mails
    assert (mail["To"], mail["Subject"]) == (KEEPER, "[http://testserver] RuntimeError")
    assert "error broken it failed" in mail.get_content()
    assert "RuntimeError: the disk is gone" in mail.get_content()
    assert "more errors" not in mail.get_content()
    note = tmp_path / "mail"
    assert note.stat().st_mode & 0o777 == 0o600
    last, left_out = note.read_text().split()
    assert int(left_out) == 4
    note.write_text(f"{float(last) - error_mail.PAUSE} {left_out}")
    fail(handler)
    await_mails(mailbox, 2)
    assert "4 more errors since the last mail: see the log." in mailbox.mails[1].get_content()


def test_a_clock_that_was_set_back_stops_no_mail(handler, mailbox, tmp_path):
    (tmp_path / "mail").write_text(f"{time.time() + 86400} 0")
    fail(handler)
    await_mails(mailbox, 1)


def test_other_processes_are_counted_with(handler, mailbox):
    """A child sends nothing just after its parent has."""
    fail(handler)
    child = os.fork()
    if not child:
        fail(handler)
        os._exit(0)
    os.waitpid(child, 0)
    await_mails(mailbox, 1)


def test_a_server_that_refuses_is_a_warning_and_no_new_error(handler, mailbox, caplog):
    mailbox.refusals["MAIL"] = "550 no"
    fail(handler)
    deadline = time.monotonic() + 20
    while len(caplog.records) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    # The mail has a thread of its own, and a refusal may come before the error is captured.
    assert sorted(record.getMessage() for record in caplog.records) == [
        "an error could not be mailed: SMTPSenderRefused",
        "it failed",
    ]
