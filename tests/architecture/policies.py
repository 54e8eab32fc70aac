"""The headers that every response has."""

from __future__ import annotations

POLICIES = {
    "Content-Security-Policy": "",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Cache-Control": "",
}


def unsaid(response) -> set[str]:
    return {
        name
        for name, value in POLICIES.items()
        if not response.headers.get(name, "—").startswith(value)
    }
