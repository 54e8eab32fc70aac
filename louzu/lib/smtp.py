"""Django's SMTP backend, with the settings of a URL, and a note whether a mail was handed over."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.smtp import EmailBackend

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"
CONSOLE = "django.core.mail.backends.console.EmailBackend"
SMTP = "louzu.lib.smtp.SmtpBackend"
PORTS = {"smtp": 25, "smtps": 465, "smtp+tls": 587}


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that takes our e-mail. Without a backend there is none."""

    backend: str = ""
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    implicit_tls: bool = False
    starttls: bool = False


def mail_server(url: str) -> MailServer:
    """Parse ``smtps://user:password@host:465``. ``smtp+tls`` begins without encryption and asks for it;
    ``console:`` prints. Raises ImproperlyConfigured.
    """
    if not url:
        return MailServer()
    if url == "console:":
        return MailServer(CONSOLE)
    wrong = ImproperlyConfigured(
        "LOUZU_EMAIL_URL must be like smtps://user:password@host:465, smtp+tls://… or smtp://…"
    )
    try:
        parts = urlsplit(url)
        usual_port = PORTS[parts.scheme]
        port = parts.port or usual_port
    except (ValueError, KeyError):
        raise wrong from None
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise wrong
    return MailServer(
        SMTP,
        parts.hostname,
        port,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        implicit_tls=parts.scheme == "smtps",
        starttls=parts.scheme == "smtp+tls",
    )


class _NotesHandover(smtplib.SMTP):
    handing_over = False
    """Whether the text of a mail was sent, and the server has not answered yet."""

    def data(self, msg: ReadableBuffer | str) -> tuple[int, bytes]:
        self.handing_over = True
        answer = super().data(msg)
        self.handing_over = False
        return answer


class _NotesHandoverByTls(_NotesHandover, smtplib.SMTP_SSL):
    pass


class SmtpBackend(EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _NotesHandoverByTls if self.use_ssl else _NotesHandover

    @property
    def handing_over(self) -> bool:
        """Whether the connection broke after a mail was handed over: it may have been taken."""
        return getattr(self.connection, "handing_over", False)
