"""An SMTP server of the tests' own, which answers with the codes that a test asks for."""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class Mailbox:
    """What the server took. ``refusals`` maps a command to the answer that it gets instead."""

    def __init__(self):
        self.mails: list[EmailMessage] = []
        self.refusals: dict[str, str] = {}
        self.hang_up_after_text = False
        self.connections: list[object] = []
        """One of each connection that began a mail."""
        self.most = 0
        """Mails of a connection, after which it is ended. 0: no limit."""
        self.ends_in_silence = False
        """Whether it is ended without an answer."""

    async def handle_MAIL(self, server, session, envelope, address, _options):  # noqa: N802
        envelope.mail_from = address
        if session not in self.connections:
            self.connections.append(session)
        if self.most and session.mails_taken >= self.most:
            if self.ends_in_silence:
                server.transport.abort()
            return "421 4.7.0 too many messages"
        return self.refusals.get("MAIL", "250 OK")

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):  # noqa: N802
        session.host_name, session.mails_taken = hostname, 0
        return responses

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if refusal := self.refusals.get("RCPT") or self.refusals.get(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if refusal := self.refusals.get("DATA"):
            return refusal
        session.mails_taken += 1
        self.mails.append(email.message_from_bytes(envelope.content, policy=policy.default))
        if self.hang_up_after_text:
            server.transport.abort()
        return "250 OK"

    def ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.mails]


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@contextmanager
def smtp_server() -> Iterator[tuple[Mailbox, int]]:
    """Yield the mailbox and the port."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield mailbox, controller.port
    finally:
        controller.stop()
