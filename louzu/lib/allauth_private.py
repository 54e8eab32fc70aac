"""What louzu uses of django-allauth's private API (``allauth.*.internal``).

No other module imports it. allauth may change it in any release: after an upgrade
``tests/louzu/lib/test_allauth_private.py`` tells what to look at again.
"""

from __future__ import annotations

from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.core.internal.ratelimit import consume, get_ip
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

__all__ = [
    "AbstractCodeVerificationProcess",
    "RecoveryCodes",
    "consume",
    "get_ip",
    "post_authentication",
    "raise_if_reauthentication_required",
    "record_authentication",
]
