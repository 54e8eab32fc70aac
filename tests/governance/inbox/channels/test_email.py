"""Mails of a batch share a connection. The answers of servers stand in ``test_sending``."""

from __future__ import annotations

import datetime as dt
import socket
import uuid

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from governance.inbox.channels.base import OutgoingMessage, SendOutcome
from governance.inbox.channels.email import MAX_MAILS, SENDER, one_connection, send_mail
from governance.inbox.models import ContactWay


def send(number):
    mail = EmailMultiAlternatives(f"{number}", "正文", to=[f"{number}@example.org"])
    return send_mail(mail).outcome


def test_a_mail_alone_has_its_connection(mailbox):
    assert [send(number) for number in range(2)] == [SendOutcome.SENT] * 2
    assert len(mailbox.connections) == 2


def test_mails_of_a_batch_share_one(mailbox):
    with one_connection():
        assert [send(number) for number in range(MAX_MAILS + 1)] == [SendOutcome.SENT] * (
            MAX_MAILS + 1
        )
    assert len(mailbox.connections) == 2
    assert [mail["Subject"] for mail in mailbox.mails] == [f"{n}" for n in range(MAX_MAILS + 1)]


@pytest.mark.parametrize("in_silence", [False, True])
def test_what_the_server_ended_is_opened_again_at_once(mailbox, in_silence):
    mailbox.most, mailbox.ends_in_silence = 3, in_silence
    with one_connection():
        assert [send(number) for number in range(7)] == [SendOutcome.SENT] * 7
    assert (len(mailbox.mails), len(mailbox.connections)) == (7, 3)


def test_a_mail_whose_answer_is_lost_is_not_sent_a_second_time(mailbox):
    with one_connection():
        send(0)
        mailbox.hang_up_after_text = True
        assert send(1) == SendOutcome.UNCLEAR
        assert len(mailbox.mails) == 2
        mailbox.hang_up_after_text = False
        assert send(2) == SendOutcome.SENT


def test_a_refusal_concerns_only_its_mail(mailbox):
    mailbox.refusals["1@example.org"] = "550 no such user"
    with one_connection():
        assert [send(number) for number in range(3)] == [
            SendOutcome.SENT,
            SendOutcome.BAD_ADDRESS,
            SendOutcome.SENT,
        ]


def test_a_server_that_refuses_a_new_connection_is_not_asked_twice(mailbox):
    mailbox.refusals["MAIL"] = "421 4.3.2 closing"
    with one_connection():
        assert send(0) == SendOutcome.LATER
    assert len(mailbox.connections) == 1


def test_a_line_break_in_a_text_makes_no_header(mailbox):
    message = OutgoingMessage(
        key=uuid.UUID(int=7),
        type="notices.posted",
        short="停水\r\nBcc: stranger@example.org",
        long="明天停水。",
        url="https://portal.example.org/b/114/notices/7/",
        unsubscribe_url="https://portal.example.org/u/x/",
        urgent=False,
        happens_at=None,
        useful_until=timezone.now() + dt.timedelta(hours=1),
        values={},
    )
    way = ContactWay(channel="email", address="li@example.org")
    assert SENDER.send(way, message).outcome is SendOutcome.SENT
    (mail,) = mailbox.mails
    assert (mail["Subject"], mail["Bcc"]) == ("停水 Bcc: stranger@example.org", None)


def test_a_server_that_says_nothing_is_not_waited_for(settings):
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.EMAIL_BACKEND = "louzu.lib.smtp.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
        assert settings.EMAIL_TIMEOUT == 20
        settings.EMAIL_TIMEOUT = 0.2
        assert send(1) is SendOutcome.LATER
