"""``bin/louzu`` as an operator and as cron call it: real processes, an empty environment, another folder."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from louzu.command.verbs import INTERRUPTED, VERBS
from louzu.server.locks import COMMAND, exclusive_lock
from tests.architecture.site import ROOT

PIPES = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
SETTINGS = "LOUZU_HOSTS=portal.example.org\nLOUZU_PROXIES=1\n"


@pytest.fixture
def louzu(tmp_path):
    """``louzu("verb", …, A="b")`` returns the ended process, called as cron does."""
    file = tmp_path / "louzu.env"
    file.write_text(f"LOUZU_HOME={tmp_path}/home\n{SETTINGS}")
    file.chmod(0o600)

    def call(*arguments, process=subprocess.run, stdout=subprocess.PIPE, **variables):
        options = PIPES | {"stdout": stdout}
        if process is subprocess.run:
            options = {"check": False, "capture_output": True}
        return process(
            [ROOT / "bin/louzu", *arguments],
            env={"PATH": "/usr/bin:/bin", "LOUZU_ENV": str(file)} | variables,
            cwd=tmp_path,
            text=True,
            **options,
        )

    return call


MANY = """
import json, os, sys
from louzu.command import verbs
import django.core.management, louzu.command.databases  # once for all
for arguments in json.loads(sys.argv[1]):
    if not (child := os.fork()):
        sys.exit(verbs.main(arguments))
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.write(2, b"\\0%d\\0" % code)
"""


@pytest.fixture
def many(tmp_path, louzu):
    """``many([["verb", …], …])`` runs one after the other in forks of one process, which is faster, and
    returns what each told and its code. What they print goes to ``stdout``, else to what they told."""

    def call(called, stdout=subprocess.PIPE):
        done = subprocess.run(
            [sys.executable, "-c", MANY, json.dumps(called)],
            env={"PATH": "/usr/bin:/bin", "LOUZU_ENV": f"{tmp_path}/louzu.env", "PYTHONPATH": ROOT},
            cwd=tmp_path,
            text=True,
            check=True,
            timeout=60,
            stdout=stdout,
            stderr=subprocess.STDOUT if stdout is subprocess.PIPE else subprocess.PIPE,
        )
        parts = (done.stdout or done.stderr).split("\0")
        return [(told, int(code)) for told, code in zip(parts[::2], parts[1::2], strict=False)]

    return call


@pytest.fixture
def home(tmp_path):
    """A home in which a portal ran before."""
    made = tmp_path / "home"
    made.mkdir(mode=0o700)
    (made / "lock").touch()
    (made / "secret_key").write_text("k" * 60)
    (made / "secret_key").chmod(0o600)
    return made


def refusal_of(done):
    """Return the only sentence that was written."""
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    return done.stderr


def test_it_tells_its_verbs(louzu):
    done = louzu("--help")
    assert done.returncode == 0
    assert all(f"  {verb} " in done.stdout for verb in ("serve", "check", "manage"))
    done = louzu("serv")
    assert done.returncode == 2
    assert done.stderr.startswith("louzu has no verb “serv”.")


def test_with_nothing_set_it_names_what_is_missing_and_makes_nothing(louzu, tmp_path):
    """As a command line does that forgot the variables: no home is made, there or in the tree."""
    (tmp_path / "louzu.env").write_text(SETTINGS)
    before = os.path.lexists(ROOT / "var")
    for verb in ("serve", "check", "manage"):
        done = louzu(verb)
        assert "LOUZU_HOME is missing" in done.stdout + done.stderr
        assert done.returncode == 1
    assert os.path.lexists(ROOT / "var") == before


WRONG_HOME = {
    "check": [],
    "backup": ["--quiet"],
    "restore": ["/nowhere/louzu.tar.gz.age"],
    "move": ["--to", "/nowhere/louzu.env"],
    "upgrade": ["v0.2.0"],
    "export-neighbourhood": ["逸仙二村三居", "/nowhere/moving.louzu"],
    "import-neighbourhood": ["/nowhere/moving.louzu"],
    "manage": ["check"],
}
"""Arguments of each verb but ``serve``, which alone makes a portal where there is none."""


def test_the_walk_knows_every_verb():
    assert {*WRONG_HOME, "serve"} == {*VERBS}


@pytest.mark.parametrize("verb", [*VERBS])
def test_help_makes_nothing(louzu, tmp_path, verb):
    done = louzu(verb, "--help")
    told = "There is no portal" if verb == "manage" else f"usage: louzu {verb}"
    assert told in done.stdout + done.stderr
    assert done.returncode == (verb == "manage")
    assert [path.name for path in tmp_path.iterdir()] == ["louzu.env"]


@pytest.mark.parametrize("verb", [*WRONG_HOME])
def test_a_wrong_home_makes_nothing(louzu, tmp_path, verb):
    done = louzu(verb, *WRONG_HOME[verb])
    assert done.returncode == 1
    missing = "No such file" if verb == "restore" else f"There is no portal in {tmp_path}/home"
    assert missing in done.stdout + done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["louzu.env"]
    done = louzu(verb, *WRONG_HOME[verb], LOUZU_HOME="home")
    assert "begins with /" in done.stdout + done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["louzu.env"]


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "manage"])
def test_a_mistyped_option_makes_nothing(louzu, tmp_path, verb):
    done = louzu(verb, *WRONG_HOME.get(verb, []), "--mistyped")
    assert (done.returncode, done.stdout) == (2, "")
    assert "unrecognized arguments: --mistyped" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["louzu.env"]


def test_an_address_with_a_password_is_not_taken_from_the_command_line(louzu, home):
    done = louzu("move", "--to", "postgres://portal:word@db/portal")
    assert done.returncode == 2
    assert "write the address into a file" in done.stderr
    assert sorted(file.name for file in home.iterdir()) == ["lock", "secret_key"]


KEY = "AGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"


@pytest.mark.parametrize("word", [KEY, "six words and a number " * 20])
@pytest.mark.parametrize("option", ["--identity", "--passphrase-file"])
@pytest.mark.parametrize("verb", ["restore", "import-neighbourhood"])
def test_a_key_in_place_of_its_file_is_not_repeated(louzu, verb, option, word):
    done = louzu(verb, "./file", option, word)
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no such file; write the path of one" in done.stderr
    assert word not in done.stderr


def test_a_file_without_an_address_is_no_target(louzu, home, tmp_path):
    (tmp_path / "target.env").write_text("LOUZU_DATABASE_OWNER_URL=postgres://a@db/b\n")
    told = refusal_of(louzu("move", "--to", str(tmp_path / "target.env")))
    assert told.startswith("LOUZU_DATABASE_URL is missing")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "its secret_key is gone: bring it back"),
        (b"", "its secret_key is empty: bring it back"),
        (b"\xff" * 60, "secret_key holds no key: bring it back"),
        ("pipe", "its secret_key is a pipe: bring it back"),
        ("folder", "its secret_key is a folder: bring it back"),
    ],
)
def test_data_without_their_key_are_not_given_another(louzu, home, content, sentence):
    (home / "media").mkdir()
    key = home / "secret_key"
    key.unlink()
    made = {None: lambda _file: None, "pipe": os.mkfifo, "folder": Path.mkdir}
    made.get(content, lambda file: file.write_bytes(content))(key)
    for verb in ("serve", "manage"):
        assert sentence in refusal_of(louzu(verb, *WRONG_HOME.get(verb, [])))
    assert (key.read_bytes() if key.is_file() else None) == (
        content if isinstance(content, bytes) else None
    )
    assert key.exists() == (content is not None)


AWAY = "postgres://portal:word@127.0.0.1:9/portal"
"""Nothing listens there."""
WITHOUT_DATABASE = WRONG_HOME | {
    "manage": ["verify_journal"],
    "serve": [],
    "import-neighbourhood": [__file__],
}


@pytest.mark.parametrize("verb", [*VERBS])
def test_a_database_that_is_away_is_told_in_a_sentence(louzu, home, tmp_path, verb):
    (tmp_path / "target.env").write_text(f"LOUZU_DATABASE_URL={AWAY}\n")
    arguments = ["--to", "target.env"] if verb == "move" else WITHOUT_DATABASE[verb]
    done = louzu(verb, *arguments, LOUZU_DATABASE_URL=AWAY, PORT="8177")
    told = done.stdout + done.stderr
    assert done.returncode == 1
    assert "Traceback" not in told
    assert verb in {"restore", "upgrade"} or "The database cannot be reached: " in told
    assert "word" not in told


def test_another_commands_database_is_not_used(louzu, home):
    """It would end with that command."""
    (home / "postgres" / "sockets").mkdir(parents=True)
    (home / "postgres" / "sockets" / ".s.PGSQL.5432").touch()
    with exclusive_lock(home, COMMAND):
        told = refusal_of(louzu("backup", "--quiet"))
    assert told.startswith(f"A command of louzu (process {os.getpid()}) works on {home}: wait")


def test_a_target_that_is_not_text_is_refused(louzu, home, tmp_path):
    file = tmp_path / "binary.env"
    file.write_bytes(b"A=\xff\n")
    sentence = f"{file} is not text in UTF-8: write NAME=value into it.\n"
    assert refusal_of(louzu("move", "--to", str(file))) == sentence


def test_ctrl_c_is_told_in_a_word(louzu, home):
    with louzu("move", process=subprocess.Popen) as process:
        told = process.stderr.read(1)  # it asks for the address
        process.send_signal(signal.SIGINT)
        _out, rest = process.communicate()
    assert process.returncode == INTERRUPTED
    assert "Traceback" not in told + rest
    assert rest.endswith("Interrupted.\n")


def full_disk():
    return os.open("/dev/full", os.O_WRONLY)


def closed_pipe():
    reading, writing = os.pipe()
    os.close(reading)
    return writing


@pytest.mark.parametrize(
    ("sink", "told"),
    [
        (full_disk, "The output cannot be written (No space left on device).\n"),
        (closed_pipe, ""),
    ],
)
def test_an_output_that_cannot_be_written_is_no_fault(many, home, sink, told):
    out = sink()
    called = [[verb, "--help"] for verb in VERBS if verb != "manage"] + [["help"], ["--version"]]
    assert many(called, stdout=out) == [(told, 1)] * len(called)
    os.close(out)


def test_nothing_is_said_to_nobody(louzu, home):
    """As behind ``head``."""
    for verb, rest in (("check", []), ("manage", ["--help"])):
        out = closed_pipe()
        with louzu(verb, *rest, process=subprocess.Popen, stdout=out) as process:
            os.close(out)
            assert (process.stderr.read(), process.wait()) == ("", 1)


WRONG_PLACES = [
    ["restore", "A.age", "WORD"],
    ["restore", "A.age", "--identty=WORD"],
    ["restore", "A.age", "--over=WORD"],
    ["restore", "WORD"],
    ["restore", "./WORD"],
    ["import-neighbourhood", "WORD"],
    ["export-neighbourhood", "A", "B", "WORD"],
    ["move", "--to", "WORD"],
    ["upgrade", "v1.0", "--wait", "WORD"],
    ["check", "WORD"],
]


@pytest.mark.parametrize("word", [KEY, "portal:Geheim77@127.0.0.1/db"])
def test_a_key_or_password_in_a_wrong_place_is_not_repeated(many, home, word):
    called = [[one.replace("WORD", word) for one in arguments] for arguments in WRONG_PLACES]
    for arguments, (told, code) in zip(WRONG_PLACES, many(called), strict=True):
        assert code, arguments
        assert told, arguments
        assert not [part for part in ("Traceback", word, KEY[20:], "Geheim") if part in told], told


@pytest.mark.parametrize(("verb", "name"), [("check", "LOUZU_HOME"), ("serve", "LOUZU_DEMO")])
def test_what_cannot_be_given_as_a_file_is_told(louzu, home, verb, name):
    done = louzu(verb, **{f"{name}_FILE": "/run/secrets/word"})
    assert refusal_of(done).startswith(f"{name}_FILE is set, but {name} cannot be given as a file")


def test_manage_reads_the_file_and_calls_django(louzu, home):
    done = louzu("manage", "diffsettings", "--output=unified")
    assert done.returncode == 0, done.stderr
    assert "+ ALLOWED_HOSTS = ['portal.example.org']" in done.stdout
    assert sorted(file.name for file in home.iterdir()) == ["lock", "secret_key"]


@pytest.mark.parametrize("name", ["LOUZU_DEMO", "LOUZU_DEBUG"])
def test_serve_never_starts_the_demo(louzu, home, name):
    assert refusal_of(louzu("serve", **{name: "1"})).startswith(f"{name} is set: ")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_another_user_is_told_whom_to_be(louzu, home, tmp_path):
    for file in (home, *home.iterdir()):
        os.chown(file, 1, 1)
    told = refusal_of(louzu("manage", "check"))
    assert "belongs to daemon, and this is root: run it as that user" in told


def test_check_tells_in_sentences(louzu, home, tmp_path):
    home.chmod(0o755)
    (tmp_path / "louzu.env").chmod(0o644)
    (home / "secret_key").chmod(0o644)
    with (tmp_path / "louzu.env").open("a") as settings:
        settings.write("LOUZU_EMIAL_URL=smtp://portal:word@relay\nLOUZU_PROXIES=1\n")
    done = louzu("check", LOUZU_EMAIL_URL="smtp://127.0.0.1:1", LOUZU_EMAIL_FROM="a@example.org")
    assert done.returncode == 1, done.stderr
    told = done.stdout.splitlines()
    for beginning in (
        f"- LOUZU_PROXIES stands more than once in {tmp_path}/louzu.env: the last line counts.",
        "- LOUZU_EMIAL_URL is no variable of louzu, and has no effect; perhaps LOUZU_EMAIL_URL is",
        f"- Every user of this machine can read {home}/secret_key: chmod o-rwx",
        f"- Every user of this machine can read {tmp_path}/louzu.env",
        "- The mail server 127.0.0.1 takes no mail from here (Connection refused)",
        "- The database cannot be reached: ",
    ):
        assert any(line.startswith(beginning) for line in told), done.stdout
    assert told[-1].endswith(" to be mended.")
    assert "word" not in done.stdout


def test_without_its_packages_it_says_what_to_do(tmp_path):
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / "bin/louzu", tmp_path / "bin/louzu")
    done = subprocess.run([tmp_path / "bin/louzu"], capture_output=True, text=True, check=False)
    assert f"make install in {tmp_path} installs it" in refusal_of(done)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["louzu-x-20261129T030000Z.tar.gz"], "No such file"),
        (["./garbage", "--check-only"], "This is no backup of louzu"),
        (["./garbage", "--over"], "This is no backup of louzu"),
    ],
)
def test_a_backup_that_cannot_be_read_makes_no_home(louzu, tmp_path, arguments, told):
    (tmp_path / "garbage").write_bytes(b"8 bytes.")
    done = louzu("restore", *arguments)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["garbage", "louzu.env"]


PIPED = [
    ["restore", "./pipe"],
    ["restore", "./file", "--identity", "pipe"],
    ["restore", "./file", "--passphrase-file", "pipe"],
    ["import-neighbourhood", "pipe"],
    ["import-neighbourhood", "./file", "--identity", "pipe"],
    ["import-neighbourhood", "./file", "--passphrase-file", "pipe"],
]


def test_what_cannot_be_read_twice_is_refused_at_once(louzu, many, tmp_path):
    """As ``<(age -d …)`` and ``/dev/stdin`` are: a pipe that nobody writes to would hang for ever."""
    (tmp_path / "file").write_bytes(b"8 bytes.")
    os.mkfifo(tmp_path / "pipe")
    sentence = "it is a pipe: write it into a file"
    for arguments, (told, code) in zip(PIPED, many(PIPED), strict=True):
        assert code == 2, arguments
        assert sentence in told, arguments
    assert {path.name for path in tmp_path.iterdir()} == {"file", "pipe", "louzu.env"}
    (tmp_path / "home").mkdir(mode=0o700)
    (tmp_path / "home" / "lock").touch()
    assert sentence in refusal_of(louzu("move", "--to", "pipe"))


def test_a_backup_that_is_a_pipe_is_refused_by_its_name(louzu, tmp_path):
    (tmp_path / "backups").mkdir()
    os.mkfifo(tmp_path / "backups" / "louzu-x.tar.gz")
    done = louzu("restore", "louzu-x.tar.gz", LOUZU_BACKUPS=f"{tmp_path}/backups")
    assert "it is a pipe: write it into a file" in refusal_of(done)
    assert not (tmp_path / "home").exists()


def test_settings_from_a_pipe_are_refused(louzu, home, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    told = "cannot be read (it is a pipe: write it into a file)"
    assert told in refusal_of(louzu("serve", LOUZU_ENV=f"{tmp_path}/pipe"))
    done = louzu("serve", LOUZU_SECRET_KEY_FILE=f"{tmp_path}/pipe")
    assert refusal_of(done) == f"LOUZU_SECRET_KEY_FILE names a file that {told}.\n"


@pytest.mark.parametrize("verb", ["check", "serve", "restore"])
def test_uploads_above_other_data_are_refused(louzu, home, verb):
    done = louzu(verb, *WRONG_HOME.get(verb, []), LOUZU_MEDIA=str(home))
    assert done.returncode == 1
    assert f"LOUZU_MEDIA is {home}, in which LOUZU_HOME" in done.stdout + done.stderr
    assert sorted(file.name for file in home.iterdir()) == ["lock", "secret_key"]
