from __future__ import annotations

import os

from louzu.lib.release import release_version, source_fingerprint


def test_it_changes_when_a_source_file_is_added_saved_or_removed(tmp_path):
    file = tmp_path / "templates" / "page.html"
    file.parent.mkdir()
    (tmp_path / "notes.txt").touch()
    found = [source_fingerprint(tmp_path)]
    file.touch()
    found.append(source_fingerprint(tmp_path))
    os.utime(file, ns=(1, 1))
    found.append(source_fingerprint(tmp_path))
    assert source_fingerprint(tmp_path) == found[-1]
    file.unlink()
    assert source_fingerprint(tmp_path) == found[0]
    assert len(set(found)) == 3
    assert len(found[0]) == 12


def test_the_version_is_the_one_in_pyproject(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "louzu"\nversion = "1.2.3"\n')
    assert release_version(tmp_path) == "1.2.3"
