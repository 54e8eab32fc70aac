"""Verify an e-mail address by a code sent to it."""

from __future__ import annotations

from typing import Self

from django.http import HttpRequest
from django.utils.translation import gettext as _

from governance.inbox.channels.base import SendOutcome
from governance.inbox.channels.email import send_code
from louzu.lib.errors import Refused
from residents.signin.code_check import CodeCheck
from residents.signin.limits import count_attempt


class EmailCheck(CodeCheck):
    session_key, kind = "email_check", "email"

    @classmethod
    def begin(cls, request: HttpRequest, address: str) -> Self:
        """Send a code. Raises Refused after too many, or if the mail was not taken."""
        by_person = count_attempt(request, "email_by_person", key=str(request.user.pk))
        if by_person is None or count_attempt(request, "email_to_mailbox", key=address) is None:
            raise Refused(_("试得太多了，请过一小时再试。"))
        return cls.sent_to(request, address)

    def send(self, code: str) -> None:
        outcome = send_code(self.address, code).outcome
        if outcome == SendOutcome.BAD_ADDRESS:
            raise Refused(_("这个邮箱收不了信，请看看有没有写错。"))
        if outcome not in {SendOutcome.SENT, SendOutcome.UNCLEAR}:
            raise Refused(_("信没有发出去。请过一会儿再试，还不行就告诉居委。"))
