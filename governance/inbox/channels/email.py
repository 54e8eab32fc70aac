"""E-mail by SMTP: one person a mail, so that one refused address concerns nobody else."""

from __future__ import annotations

import datetime as dt
import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from governance.inbox.channels.base import OutgoingMessage, SendOutcome, SendResult
from governance.inbox.models import ContactWay, DeliveryChannel
from louzu.lib.text import from_plain

PERMANENT = 500
"""Codes from here on are for good."""
LATER_ALTHOUGH_PERMANENT = re.compile(rb"frequen|too many|5\.2\.2|5\.7\.28|5\.4\.\d", re.IGNORECASE)
"""Mailbox full, or too many mails: QQ answers 550 to those."""
ABOUT_OURSELVES = re.compile(rb"5\.7\.\d")
"""Refusals of whoever sends, for instance because our host stands on a list."""
BAD_ADDRESS_AFTER_TEXT = re.compile(rb"5\.1\.\d")
"""Servers that check the address only when they have the text."""


MAX_MAILS = 50
"""Mails of one connection: many servers end it after a hundred."""
ENDED_BY_SERVER = [
    SendResult(outcome=SendOutcome.LATER, detail=detail)
    for detail in ("421", "SMTPServerDisconnected", "ConnectionResetError", "BrokenPipeError")
]


class EmailSender:
    channel = DeliveryChannel.EMAIL
    queue: Literal["once", "many"] = "once"
    drops_repeats_for = dt.timedelta(0)

    def is_configured(self) -> bool:
        return bool(settings.EMAIL_SERVER.backend)

    def send(self, way: ContactWay, message: OutgoingMessage) -> SendResult:
        return send_mail(_mail(way.address, message))


SENDER = EmailSender()


def send_mail(mail: EmailMultiAlternatives) -> SendResult:
    """Hand a mail for one person over to the server."""
    if kept := _KEPT.get():
        return kept.send(mail)
    with one_connection() as connection:
        return connection.send(mail)


@contextmanager
def one_connection() -> Iterator[MailConnection]:
    """Mails that are sent within share a connection, which is opened by the first of them."""
    connection = MailConnection()
    token = _KEPT.set(connection)
    try:
        yield connection
    finally:
        _KEPT.reset(token)
        connection.close()


class MailConnection:
    """A connection to the server, which is opened anew after an error and after ``MAX_MAILS``."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend | None = None
        self._mails = 0

    def send(self, mail: EmailMultiAlternatives) -> SendResult:
        if self._mails >= MAX_MAILS:
            self.close()
        was_open = self._backend is not None
        result = self._try(mail)
        # A server may end a connection that was kept. Nothing of the mail was handed over.
        return self._try(mail) if was_open and result in ENDED_BY_SERVER else result

    def close(self) -> None:
        """A mail that was taken stays taken if the server does not answer our goodbye."""
        if self._backend is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._backend.close()
        self._backend, self._mails = None, 0

    def _try(self, mail: EmailMultiAlternatives) -> SendResult:
        backend = self._backend or get_connection(timeout=settings.EMAIL_TIMEOUT)
        self._backend = backend
        try:
            backend.open()
            backend.send_messages([mail])
        except Exception as error:
            result = _result_of(error, was_handed_over=getattr(backend, "handing_over", False))
            self.close()
            if result is None:
                raise
            return result
        self._mails += 1
        return SendResult(outcome=SendOutcome.SENT)


_KEPT: ContextVar[MailConnection | None] = ContextVar("mail_connection", default=None)


def _result_of(error: Exception, *, was_handed_over: bool) -> SendResult | None:
    """Return None for an error that is not the server's."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _refused_by_server(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _refused_address(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPException | OSError):
        outcome = SendOutcome.UNCLEAR if was_handed_over else SendOutcome.LATER
        return SendResult(outcome=outcome, detail=type(error).__name__)
    return None


def _refused_address(code: int, text: bytes) -> SendResult:
    about_others = LATER_ALTHOUGH_PERMANENT.search(text) or ABOUT_OURSELVES.search(text)
    later = code < PERMANENT or about_others
    outcome = SendOutcome.LATER if later else SendOutcome.BAD_ADDRESS
    return SendResult(outcome=outcome, detail=str(code))


def _refused_by_server(error: smtplib.SMTPResponseException) -> SendResult:
    code, text = error.smtp_code, error.smtp_error
    text = text if isinstance(text, bytes) else text.encode()
    detail = str(code)
    if code < PERMANENT or LATER_ALTHOUGH_PERMANENT.search(text):
        return SendResult(outcome=SendOutcome.LATER, detail=detail)
    if isinstance(error, smtplib.SMTPDataError):
        is_address = BAD_ADDRESS_AFTER_TEXT.search(text)
        outcome = SendOutcome.BAD_ADDRESS if is_address else SendOutcome.BAD_TEXT
        return SendResult(outcome=outcome, detail=detail)
    return SendResult(outcome=SendOutcome.NOBODY, detail=detail)


def send_code(address: str, code: str) -> SendResult:
    """Send a code by which somebody shows that the address is theirs."""
    text = _("您在楼组的“怎样告诉我”里填了这个邮箱。请把这6位数字输进去：%(code)s") % {"code": code}
    ignore = _("不是您填的，请不用管，我们不会再发。")
    subject = _("%(code)s 是您的6位数字") % {"code": code}
    return send_mail(EmailMultiAlternatives(subject, f"{text}\n\n{ignore}", to=[address]))


def _mail(address: str, message: OutgoingMessage) -> EmailMultiAlternatives:
    """Plain text with HTML. The headers are those of RFC 8058 and RFC 3834."""
    subject = " ".join(message.short.split())
    context = {
        "subject": subject,
        "body": from_plain(message.long),
        "url": message.url,
        "unsubscribe_url": message.unsubscribe_url,
        "ways_url": f"{settings.ROOT_URL}{reverse('ways:list')}",
        "site": settings.SITE_NAME,
        "language": get_language(),
    }
    text = "\n\n".join(
        [
            message.long,
            message.url,
            _("不想再收这一类，点这里，不用登录：%(url)s") % {"url": message.unsubscribe_url},
            _("怎样告诉您、多久一次，在这里改：%(url)s") % {"url": context["ways_url"]},
        ]
    )
    host = urlsplit(settings.ROOT_URL).hostname
    mail = EmailMultiAlternatives(
        subject,
        text,
        to=[address],
        headers={
            "Message-ID": f"<{message.key}@{host}>",
            "List-Unsubscribe": f"<{message.unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("inbox/mail.html", context), "text/html")
    return mail
