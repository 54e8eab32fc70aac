"""What the environment says about monitoring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

MIN_TOKEN_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Monitoring:
    health_token: str = ""
    """Who sends it to /readyz as ``Authorization: Bearer …`` sees what is wrong; "" for nobody."""


def read_monitoring(variables: Mapping[str, str]) -> Monitoring:
    """Raises ImproperlyConfigured with a sentence that names the wrong variable."""
    token = variables.get("LOUZU_HEALTH_TOKEN", "").strip()
    if token and len(token) < MIN_TOKEN_LENGTH:
        raise ImproperlyConfigured(
            f"LOUZU_HEALTH_TOKEN is shorter than {MIN_TOKEN_LENGTH} characters: write a longer one."
        )
    return Monitoring(health_token=token)
