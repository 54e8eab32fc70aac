"""The rule for commit messages finds each fault, and nothing in a good message."""

from __future__ import annotations

import subprocess

import pytest

from dev.commits import Commit, commits_since, faults_of, is_repository, main

GOOD = Commit("abc", "notices: Let a leader withdraw a notice", "Readers acted on a wrong date.")


def test_a_good_message_has_no_fault():
    assert faults_of(GOOD) == []


@pytest.mark.parametrize(
    ("subject", "body", "fault"),
    [
        ("notices: Let a leader withdraw a notice" + "s" * 40, "Why.", "79 characters"),
        ("notices: Let one withdraw; tell the others", "Why.", "two ideas"),
        ("notices: Let one withdraw；tell the others", "Why.", "two ideas"),
        ("notices: Let one withdraw -- tell the others", "Why.", "two ideas"),
        ("notices: Let one withdraw — others are told", "Why.", "two ideas"),
        ("notices: Let one withdraw, tell the others", "Why.", "“, tell” begins a second idea"),
        ("notices: Let one withdraw, and add a test", "Why.", "“, and add” begins a second idea"),
        ("notices: Keep the day and let one withdraw", "Why.", "“and let” begins a second idea"),
        ("notices: Let a leader withdraw.", "Why.", "full stop"),
        ("Let a leader withdraw a notice", "Why.", "no room"),
        ("notices: Added a button", "Why.", "imperative"),
        ("notices: Adding a button", "Why.", "imperative"),
        ("notices: Fixes the button", "Why.", "imperative"),
        ("notices: Renames the button", "Why.", "imperative"),
        ("notices: Made a button", "Why.", "imperative"),
        ("notices: let a leader withdraw", "Why.", "small letter"),
        ("notices: Let a leader withdraw", "", "says why"),
        ("notices: Let a leader withdraw", "Let a leader withdraw.", "says why"),
        ("notices: Let a leader withdraw", "notices: Let a leader withdraw", "says why"),
        ("notices: Let a leader withdraw", "Signed-off-by: A <a@example.org>", "says why"),
        ("notices: Let a leader withdraw", "x" * 101, "longer than 100"),
    ],
)
def test_each_fault_is_named(subject, body, fault):
    found = faults_of(Commit("abc", subject, body))
    assert len(found) == 1
    assert fault in found[0]


@pytest.mark.parametrize(
    "subject",
    [
        "notices: Press the button, not the link",
        "notices: Let a leader add, rename and remove tags",
        "notices: Let a leader add, rename, and remove tags",
        "notices: Let leaders read and write notices",
        "notices: Keep days, hours and names together",
        "notices: Focus the first field with a mistake",
    ],
)
def test_lists_and_other_verbs_are_no_fault(subject):
    assert faults_of(Commit("abc", subject, "Why.")) == []


@pytest.fixture
def history(tmp_path, monkeypatch):
    """A repository with an older commit and two newer ones."""
    monkeypatch.chdir(tmp_path)
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")

    def commit(*messages):
        texts = [part for message in messages for part in ("-m", message)]
        subprocess.run(["git", *who, "commit", "-q", "--allow-empty", *texts], check=True)

    subprocess.run(["git", "init", "-q"], check=True)
    commit("older; than the rule")
    commit("notices: Let one read", "Because.\n\nTwo paragraphs.")
    commit("lounge: Let one write")


@pytest.mark.usefixtures("history")
def test_only_commits_after_the_base_are_read():
    base = subprocess.run(
        ["git", "rev-parse", "HEAD~2"], capture_output=True, text=True, check=True
    ).stdout.strip()
    found = commits_since(base)
    assert found is not None
    assert [(commit.subject, commit.body.split("\n")[0]) for commit in found] == [
        ("lounge: Let one write", ""),
        ("notices: Let one read", "Because."),
    ]


@pytest.mark.usefixtures("history")
def test_a_history_without_the_first_commit_of_the_rule_fails(capsys):
    assert commits_since("0" * 40) is None
    assert is_repository()
    assert main() == 1
    assert "git fetch --unshallow" in capsys.readouterr().out


def test_without_a_history_nothing_is_checked(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert main() == 0
    assert "were not checked" in capsys.readouterr().out
