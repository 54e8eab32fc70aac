"""What takes long is left out of ``make test-fast`` by what it is."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fast import changed_packages, is_costly_and_unchanged, is_slow, packages_of


def test_what_needs_no_database_is_fast(request):
    assert not is_slow(request.node)


def test_what_needs_the_database_here_is_a_walk(request, db):
    assert is_slow(request.node)


@pytest.mark.django_db
def test_what_is_marked_for_the_database_here_is_a_walk(request):
    assert is_slow(request.node)


def test_what_commits_is_slow_wherever_it_stands(request):
    found = [item for item in request.session.items if "live_server" in item.fixturenames]
    assert [item.nodeid for item in found if not is_slow(item)] == []


def test_a_search_for_examples_is_slow(request):
    @given(st.integers())
    def searched(_number):
        """Never run."""

    item = pytest.Function.from_parent(request.node.parent, name="searched", callobj=searched)
    assert is_slow(item)


@pytest.mark.parametrize(
    ("file", "package"),
    [
        ("governance/notices/forms/notices.py", "notices"),
        ("templates/notices/page.html", "notices"),
        ("tests/governance/notices/test_views.py", "notices"),
        ("tests/residents/test_admin.py", "admin"),
        ("residents/roster/queries/roster.py", "roster"),
    ],
)
def test_a_file_belongs_to_a_package(file, package):
    assert packages_of(Path(file)) == {package}


@pytest.mark.parametrize("file", ["README.md", "pyproject.toml", "tests/conftest.py"])
def test_a_file_at_the_top_belongs_to_none(file):
    assert not packages_of(Path(file))


def test_a_page_is_requested_only_for_what_changed(request):
    found = [item for item in request.session.items if "client" in item.fixturenames]
    own = {item: packages_of(item.path.relative_to(request.config.rootpath)) for item in found}
    assert not [item for item in found if is_costly_and_unchanged(item, own[item])]
    assert [item for item in found if not is_costly_and_unchanged(item, set())] == []
    assert [item for item in found if is_costly_and_unchanged(item, None)] == []
    assert not is_costly_and_unchanged(request.node, set())


def test_what_differs_from_main_is_asked_of_git(tmp_path):
    def git(*command):
        author = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *author, *command], cwd=tmp_path, check=True, capture_output=True)

    def write(name):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")

    assert changed_packages(tmp_path) is None
    write("governance/lounge/views.py")
    git("init", "-b", "main")
    git("add", ".")
    git("commit", "-m", "x")
    assert changed_packages(tmp_path) == set()
    git("switch", "-c", "topic")
    write("governance/notices/views.py")
    git("add", ".")
    git("commit", "-m", "y")
    write("templates/canvass/new.html")
    assert changed_packages(tmp_path) == {"notices", "canvass"}
