"""Verify an address by a code sent to it. Both are kept in the session until then."""

from __future__ import annotations

import hmac
import unicodedata
from abc import ABC, abstractmethod
from typing import ClassVar, Self

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from louzu.lib.allauth_private import AbstractCodeVerificationProcess

MINUTES, TRIES = 15, 3


class CodeCheck(AbstractCodeVerificationProcess, ABC):
    """allauth's limits of tries and time, stored in the session. A code is sent whether or not an
    account has the address, so that the answers are equal."""

    session_key: ClassVar[str]
    kind: ClassVar[str]
    """The name of the address in allauth's state: ``phone`` or ``email``."""

    def __init__(self, request: HttpRequest, state: dict[str, object]) -> None:
        self.request = request
        super().__init__(user=request.user, state=state, max_attempts=TRIES, timeout=MINUTES * 60)

    @classmethod
    def sent_to(cls, request: HttpRequest, address: str) -> Self:
        """Send a code. Raises Refused if the message was not taken."""
        check = cls(request, cls.initial_state(user=request.user, **{cls.kind: address}))
        code = get_adapter().generate_phone_verification_code(user=check.user, phone="")
        check.state["code"] = code
        check.send(code)
        check.persist()
        return check

    @classmethod
    def resume(cls, request: HttpRequest) -> Self | None:
        """Return None if no code is waiting, or if it is expired or was mistyped too often."""
        state = request.session.get(cls.session_key)
        if not state or state.get("user_id") != str(request.user.pk):
            return None
        found: Self | None = cls(request, state).abort_if_invalid()
        return found

    @abstractmethod
    def send(self, code: str) -> None:
        """Raises Refused."""

    @property
    def address(self) -> str:
        return str(self.state[self.kind])

    def is_right(self, typed: str) -> bool:
        """Check a code. The third wrong one ends the check."""
        plain = "".join(unicodedata.normalize("NFKC", typed).split())
        if hmac.compare_digest(plain.encode(), self.code.encode()):
            return True
        self.record_invalid_attempt()
        return False

    def persist(self) -> None:
        self.request.session[self.session_key] = self.state

    def abort(self) -> None:
        self.request.session.pop(self.session_key, None)
