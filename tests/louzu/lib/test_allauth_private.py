"""allauth's private API is imported by one module, and works as expected.

If this fails after an upgrade, read allauth's changes, check each caller, and update the signatures
here.
"""

from __future__ import annotations

import ast
import inspect
import re

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.stages import AuthenticateStage

from louzu.lib import allauth_private
from louzu.lib.allauth_private import AbstractCodeVerificationProcess, RecoveryCodes
from tests.architecture.site import ROOT

PRIVATE = re.compile(r"allauth\.(?:.*\.)?internal(?:\.|$)")
FOLDERS = ("dev", "governance", "louzu", "residents", "tests")
SIGNATURES = [
    (AbstractCodeVerificationProcess.__init__, "self, max_attempts, timeout, state, user=None"),
    (AbstractCodeVerificationProcess.abort_if_invalid, "self"),
    (AbstractCodeVerificationProcess.initial_state, "user, email=None, phone=None"),
    (AbstractCodeVerificationProcess.record_invalid_attempt, "self"),
    (RecoveryCodes.activate, "user"),
    (
        allauth_private.consume,
        (
            "request, *, app, action, config=None, key=None, user=None, dry_run=False,"
            " limit_get=False, raise_exception=False"
        ),
    ),
    (allauth_private.get_ip, "request"),
    (
        allauth_private.post_authentication,
        "request, authenticator, reauthenticated=False, passwordless=False",
    ),
    (allauth_private.raise_if_reauthentication_required, "request, *, app"),
    (allauth_private.record_authentication, "request, user, method, **extra_data"),
    # private methods that residents override or call
    (AuthenticationBackend._authenticate_by_username, "self, username, password"),
    (AuthenticationBackend._check_password, "self, user, password"),
    (DefaultAccountAdapter._get_login_attempts_cache_key, "self, request, **credentials"),
    (AuthenticateStage._should_handle, "self, request"),
]


def imported_by(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_one_module_alone_imports_it():
    importing = {
        str(file.relative_to(ROOT))
        for folder in FOLDERS
        for file in (ROOT / folder).rglob("*.py")
        if "allauth" in (text := file.read_text())
        and any(PRIVATE.match(name) for name in imported_by(ast.parse(text)))
    }
    assert importing == {"louzu/lib/allauth_private.py"}


@pytest.mark.parametrize(
    ("function", "expected"), SIGNATURES, ids=lambda value: getattr(value, "__qualname__", "")
)
def test_its_signatures_are_those_we_call(function, expected):
    signature = inspect.signature(function)
    bare = [
        one.replace(annotation=inspect.Parameter.empty) for one in signature.parameters.values()
    ]
    assert str(inspect.Signature(bare)) == f"({expected})"


def test_a_code_is_what_the_check_of_numbers_reads_and_writes():
    """``residents.signin.code_check`` stores this state in the session and implements these
    methods."""
    state = AbstractCodeVerificationProcess.initial_state(user=None, phone="13800138000")
    assert set(state) >= {"at", "failed_attempts", "phone"}
    assert AbstractCodeVerificationProcess.__abstractmethods__ == {"persist", "send", "abort"}
