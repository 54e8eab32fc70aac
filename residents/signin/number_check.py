"""Verify a phone number by a code sent to it."""

from __future__ import annotations

import hmac
import unicodedata
from typing import Self

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils.translation import gettext as _

from louzu.lib.allauth_private import AbstractCodeVerificationProcess
from louzu.lib.errors import Refused
from residents.signin.limits import count_attempt
from residents.signin.sms import NUMBER_CHECK, send_sms

SESSION_KEY = "number_check"
MINUTES, TRIES = 15, 3


class NumberCheck(AbstractCodeVerificationProcess):
    """allauth's limits of tries and time, stored in the session. A code is sent whether or not an
    account has the number, so that the answers are equal."""

    def __init__(self, request: HttpRequest, state: dict[str, object]) -> None:
        self.request = request
        super().__init__(user=request.user, state=state, max_attempts=TRIES, timeout=MINUTES * 60)

    @classmethod
    def begin(cls, request: HttpRequest, number: str) -> Self | None:
        """Send a code. Return None if this person, or this number, had too many.

        Raises Refused if the provider did not take the message.
        """
        by_person = count_attempt(request, "number_by_person", key=str(request.user.pk))
        if by_person is None or count_attempt(request, "number_to_phone", key=number) is None:
            return None
        check = cls(request, cls.initial_state(user=request.user, phone=number))
        check.send()
        return check

    @classmethod
    def resume(cls, request: HttpRequest) -> Self | None:
        """Return None if no code is waiting, or if it is expired or was mistyped too often."""
        state = request.session.get(SESSION_KEY)
        if not state or state.get("user_id") != str(request.user.pk):
            return None
        found: Self | None = cls(request, state).abort_if_invalid()
        return found

    @property
    def number(self) -> str:
        return str(self.state["phone"])

    def send(self) -> None:
        code = get_adapter().generate_phone_verification_code(user=self.user, phone=self.number)
        self.state["code"] = code
        if not send_sms(self.number, NUMBER_CHECK, code=code):
            raise Refused(_("短信没有发出去。请过一会儿再试，还不行就告诉居委。"))
        self.persist()

    def is_right(self, typed: str) -> bool:
        """Check a code. The third wrong one ends the check."""
        plain = "".join(unicodedata.normalize("NFKC", typed).split())
        if hmac.compare_digest(plain.encode(), self.code.encode()):
            return True
        self.record_invalid_attempt()
        return False

    def persist(self) -> None:
        self.request.session[SESSION_KEY] = self.state

    def abort(self) -> None:
        self.request.session.pop(SESSION_KEY, None)
