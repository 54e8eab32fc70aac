from __future__ import annotations

from importlib.metadata import version

import pytest
from django.core.exceptions import ImproperlyConfigured

from louzu.command.packages import compare_packages, require_packages


def test_the_lock_of_the_project_is_met():
    assert compare_packages() == ([], [])


@pytest.fixture
def lock(tmp_path):
    def write(*lines):
        file = tmp_path / "requirements.lock"
        file.write_text("".join(f"{line} \\\n    --hash=sha256:0\n    # via\n" for line in lines))
        return file

    return write


def test_another_version_is_told_in_one_sentence(lock, capfd):
    installed = version("Django")
    require_packages(lock(f"django=={installed}.1", "nothing==1 ; sys_platform == 'nowhere'"))
    told = capfd.readouterr().err
    assert f"(django {installed}, not {installed}.1): run make install" in told
    assert told.count("\n") == 1


def test_a_missing_package_is_refused_in_one_sentence(lock):
    with pytest.raises(ImproperlyConfigured, match=r"^no-such-a, no-such-b of requirements\.lock"):
        require_packages(lock("no-such-a==1", "no-such-b==2"))
