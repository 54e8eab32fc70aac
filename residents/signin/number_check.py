"""Verify a phone number by a code sent to it."""

from __future__ import annotations

from typing import Self

from django.http import HttpRequest
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.signin.code_check import CodeCheck
from residents.signin.limits import count_attempt
from residents.signin.sms import NUMBER_CHECK, send_sms


class NumberCheck(CodeCheck):
    session_key, kind = "number_check", "phone"

    @classmethod
    def begin(cls, request: HttpRequest, number: str) -> Self | None:
        """Send a code. Return None if this person, or this number, had too many.

        Raises Refused if the provider did not take the message.
        """
        by_person = count_attempt(request, "number_by_person", key=str(request.user.pk))
        if by_person is None or count_attempt(request, "number_to_phone", key=number) is None:
            return None
        return cls.sent_to(request, number)

    def send(self, code: str) -> None:
        if not send_sms(self.address, NUMBER_CHECK, code=code):
            raise Refused(_("短信没有发出去。请过一会儿再试，还不行就告诉居委。"))
