"""What ``pip-audit`` reports, and that a missing network is not taken for a clean report."""

from __future__ import annotations

from dev.audit import vulnerabilities

CLEAN = '{"dependencies": [{"name": "django", "version": "5.2.19", "vulns": []}], "fixes": []}'
SKIPPED = '{"dependencies": [{"name": "louzu", "skip_reason": "unknown"}], "fixes": []}'
FOUND = """{"dependencies": [{"name": "django", "version": "5.2.1",
 "vulns": [{"id": "PYSEC-1", "fix_versions": ["5.2.2"]}, {"id": "PYSEC-2", "fix_versions": []}]}]}"""


def test_vulnerable_packages_are_named():
    assert vulnerabilities(CLEAN) == vulnerabilities(SKIPPED) == []
    assert vulnerabilities(FOUND) == ["django 5.2.1: PYSEC-1, PYSEC-2"]


def test_without_a_report_nothing_is_known():
    assert vulnerabilities("") is None
    assert vulnerabilities("{}") is None
