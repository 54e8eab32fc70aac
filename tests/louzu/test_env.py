from __future__ import annotations

import multiprocessing
import stat
from pathlib import Path
from urllib.parse import quote

import psycopg
import pyrage
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from louzu import env
from louzu.backup.options import read_backup_options
from louzu.backup.places import place_of
from louzu.command import env_file
from louzu.command.homes import named_home
from louzu.health.environment import Monitoring
from louzu.lib.media import MediaPlace, S3Account
from louzu.lib.postgresql.connecting import PrivateConnection
from louzu.lib.sms.base import read_templates
from louzu.lib.smtp import CONSOLE, SMTP, MailServer
from louzu.lib.variables import VARIABLES
from louzu.server.errors import StartError
from louzu.server.size import web_size

NO_PROXIES = (
    "LOUZU_PROXIES is missing: write how many proxies stand in front and end https,"
    " usually 1; without it every visitor would have the proxy's address."
)
WRONG_ROOT = "LOUZU_ROOT is “{}”: write https:// and a host, without a path."
LEAST = {
    "LOUZU_HOSTS": "portal.example.org",
    "LOUZU_PROXIES": "1",
    "LOUZU_SECRET_KEY": "a key",
}


def read(**values):
    return env.read({k: v for k, v in (LEAST | values).items() if v is not None})


def test_production_is_the_default(tmp_path):
    assert read(LOUZU_HOME=str(tmp_path)) == env.Environment(
        home=tmp_path,
        database=None,
        database_owner=None,
        pool_size=8,
        pooler=False,
        demo=False,
        debug=False,
        https=True,
        hsts_subdomains=False,
        hsts_preload=False,
        hosts=["portal.example.org"],
        root="https://portal.example.org",
        card_font=Path(env.CARD_FONT),
        secret_key="a key",
        proxies=1,
        cell=0,
        workers=True,
        sms="",
        sms_keys="",
        sms_templates="",
        sms_budget=200,
        wechat=None,
        email=MailServer(),
        email_from="portal@localhost",
        push=None,
        monitoring=Monitoring(),
        media=MediaPlace(tmp_path / "media", account=S3Account()),
        backup=read_backup_options({"LOUZU_SECRET_KEY": "a key"}, home=tmp_path, nightly=True),
    )


def test_the_demo_sends_its_text_messages_to_the_console():
    assert read(LOUZU_DEMO="1").sms == "louzu.lib.sms.console.ConsoleSms"
    assert read(LOUZU_DEMO="1", LOUZU_SMS="ours.Provider").sms == "ours.Provider"


def test_the_demo_prints_its_e_mail():
    assert read(LOUZU_DEMO="1").email == MailServer(CONSOLE)


def test_e_mail_needs_a_sender():
    sender = {"LOUZU_EMAIL_FROM": "楼组 <portal@example.org>"}
    found = read(LOUZU_EMAIL_URL="smtps://portal:a%20word@mail.example.org", **sender)
    assert found.email_from == "楼组 <portal@example.org>"
    assert found.email == MailServer(
        SMTP, "mail.example.org", 465, "portal", "a word", implicit_tls=True
    )
    with pytest.raises(ImproperlyConfigured, match="LOUZU_EMAIL_FROM is missing"):
        read(LOUZU_EMAIL_URL="smtps://mail.example.org")


@pytest.mark.parametrize("name", ["LOUZU_DEMO", "LOUZU_DEBUG"])
def test_demo_and_debug_need_no_hosts_and_no_https(name):
    found = read(LOUZU_HOSTS=None, **{name: "1"})
    assert (found.hosts, found.https) == (["127.0.0.1", "localhost"], False)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "LOUZU_HOSTS",
            None,
            "LOUZU_HOSTS is missing: name the hosts this portal answers to, separated by commas.",
        ),
        ("LOUZU_DEMO", "maybe", "LOUZU_DEMO is “maybe”: write 1 or 0."),
        ("LOUZU_DEBUG", "2", "LOUZU_DEBUG is “2”: write 1 or 0."),
        ("LOUZU_HTTPS", "https", "LOUZU_HTTPS is “https”: write 1 or 0."),
        ("LOUZU_PROXIES", "-1", "LOUZU_PROXIES is “-1”: write a number, 0 or more."),
        ("LOUZU_PROXIES", None, NO_PROXIES),
        ("LOUZU_DATABASE_POOL", "0", "LOUZU_DATABASE_POOL is “0”: write a number, 1 or more."),
        (
            "LOUZU_DATABASE_POOL",
            "some",
            "LOUZU_DATABASE_POOL is “some”: write a number, 1 or more.",
        ),
        ("LOUZU_SMS", "aliyun", "LOUZU_SMS is “aliyun”: write a class like package.module.Class."),
        (
            "LOUZU_PUSH_CONTACT",
            "mailto: <post@example.org>",
            ("LOUZU_PUSH_CONTACT is “…”: write an address like mailto:post@example.org."),
        ),
        (
            "LOUZU_MEDIA",
            "media",
            "LOUZU_MEDIA is “media”: write the whole path of a folder, or s3://bucket/prefix.",
        ),
        (
            "LOUZU_DATABASE_OWNER_URL",
            "owner@host",
            "LOUZU_DATABASE_OWNER_URL must be like postgres://user:password@host/database.",
        ),
        (
            "LOUZU_DATABASE_URL",
            "postgres://user:%zz@host/name",
            "LOUZU_DATABASE_URL must be like postgres://user:password@host/database.",
        ),
        ("LOUZU_ROOT", "portal.example.org", WRONG_ROOT.format("portal.example.org")),
        (
            "LOUZU_ROOT",
            "http://portal.example.org",
            WRONG_ROOT.format("http://portal.example.org"),
        ),
        (
            "LOUZU_ROOT",
            "https://portal.example.org/b/",
            WRONG_ROOT.format("https://portal.example.org/b"),
        ),
        ("LOUZU_ROOT", "https://a@b.example:x", WRONG_ROOT.format("https://…")),
        (
            "LOUZU_ROOT",
            "https://elsewhere.example/",
            (
                "LOUZU_ROOT leads to elsewhere.example, to which the portal does not answer:"
                " add it to LOUZU_HOSTS."
            ),
        ),
        (
            "LOUZU_HOSTS",
            "*",
            (
                "LOUZU_ROOT is missing: LOUZU_HOSTS names no host, so write the portal's address,"
                " such as https://portal.example.org."
            ),
        ),
        (
            "LOUZU_CARD_FONT",
            "/no/font.ttf",
            "LOUZU_CARD_FONT is “/no/font.ttf”: write the path of a font file.",
        ),
        ("LOUZU_HSTS_SUBDOMAINS", "all", "LOUZU_HSTS_SUBDOMAINS is “all”: write 1 or 0."),
        (
            "LOUZU_HSTS_PRELOAD",
            "1",
            (
                "LOUZU_HSTS_PRELOAD is 1 without LOUZU_HSTS_SUBDOMAINS=1:"
                " browsers list a host only together with all its subdomains."
            ),
        ),
        (
            "LOUZU_DATABASE_URL",
            "mysql://root:secret@host/name",
            "LOUZU_DATABASE_URL must be like postgres://user:password@host/database.",
        ),
    ],
)
def test_a_wrong_value_is_named_in_one_sentence(name, value, sentence):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(**{name: value})
    assert str(refusal.value) == sentence


WORD = "Geheim77"
MALFORMED = [
    f"postgres://user:{WORD}@127.0.0.1:9/name",
    f"postgres://user:a@{WORD}@127.0.0.1:9/name",
    f"postgres://user:{WORD}@b@127.0.0.1:9/name",
    f"postgres://user:a/{WORD}@127.0.0.1:9/name",
    f"postgres://user:{WORD}",
    f"postgres://user@127.0.0.1:9/name?sslmode={WORD}",
    f"postgres://user@127.0.0.1:9/name?no_such={WORD}",
    f"https://user:{WORD}@127.0.0.1/",
    f"https://127.0.0.1/x?key={WORD}",
    f"smtp://user:a/{WORD}@127.0.0.1",
    f"s3://user:{WORD}@bucket",
    f"s3:/x:{WORD}@bucket",
    f"user:{WORD}@127.0.0.1",
    f"user:{WORD}@127.0.0.1:9100",
    f"user:a@{WORD}",
    f"x:{WORD}",
]
EVERYTHING = LEAST | {
    "LOUZU_HOME": "/nowhere",
    "LOUZU_PUSH_CONTACT": "mailto:post@portal.example.org",
    "LOUZU_PUSH_KEY": "k" * 43,
    "LOUZU_EMAIL_URL": "smtp://127.0.0.1",
    "LOUZU_EMAIL_FROM": "a@example.org",
    "LOUZU_MEDIA_KEYS": "a:b",
    "LOUZU_BACKUP_RECIPIENT": str(pyrage.x25519.Identity.generate().to_public()),
    "LOUZU_WECHAT_APPID": "a",
    "LOUZU_WECHAT_SECRET": "b",
    "LOUZU_WECHAT_TOKEN": "token",
}


def use(variables):
    """Read the variables as the verbs do, and connect to the database that they name."""
    web_size(variables)
    found = env.read(variables)
    place_of(found.backup, found.media)
    read_templates(found.sms_templates)
    if found.database:
        other = connection.copy()
        other.settings_dict |= found.database
        PrivateConnection.connect(**other.get_connection_params()).close()


def told_by(work, *arguments):
    try:
        work(*arguments)
    except (ImproperlyConfigured, StartError, psycopg.Error) as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", sorted(VARIABLES))
def test_no_value_is_told_with_what_may_be_a_password(name, tmp_path, monkeypatch):
    file = tmp_path / "file"
    others = {key: word for key, word in EVERYTHING.items() if key != name}
    if name == "LOUZU_BACKUP_PASSPHRASE_FILE":
        del others["LOUZU_BACKUP_RECIPIENT"]
    told = []
    for value in MALFORMED:
        file.write_text(value)
        told.append(told_by(use, others | {name: value}))
        told.append(told_by(use, others | {f"{name}_FILE": value}))
        told.append(told_by(use, others | {f"{name}_FILE": str(file)}))
        monkeypatch.setenv(name, value)
        told += [told_by(named_home), told_by(env_file.load)]
    assert any(told)
    assert not [sentence for sentence in told if WORD in sentence]


@pytest.mark.parametrize(
    ("values", "root"),
    [
        ({"LOUZU_HOSTS": ".example.org,other.example"}, "https://example.org"),
        ({"LOUZU_HOSTS": "*", "LOUZU_ROOT": "https://any.example"}, "https://any.example"),
        (
            {"LOUZU_HOSTS": ".example.org", "LOUZU_ROOT": "https://114.example.org:8443/"},
            "https://114.example.org:8443",
        ),
        ({"LOUZU_HTTPS": "0", "PORT": "9000"}, "http://portal.example.org:9000"),
        (
            {"LOUZU_HTTPS": "0", "LOUZU_ROOT": "https://portal.example.org"},
            "https://portal.example.org",
        ),
        ({"LOUZU_DEMO": "1", "LOUZU_HOSTS": None, "PORT": "8100"}, "http://127.0.0.1:8100"),
        ({"LOUZU_DEMO": "1", "LOUZU_HOSTS": "*"}, "http://127.0.0.1:8000"),
        (
            {"LOUZU_HTTPS": "0", "LOUZU_HOSTS": "[::1]", "LOUZU_ROOT": "http://[::1]:8000"},
            "http://[::1]:8000",
        ),
    ],
)
def test_addresses_lead_to_the_first_host_or_to_the_root_given(values, root):
    assert read(**values).root == root


@pytest.mark.parametrize("name", ["LOUZU_DEMO", "LOUZU_DEBUG"])
def test_demo_and_debug_need_no_number_of_proxies(name):
    assert read(LOUZU_PROXIES=None, **{name: "1"}).proxies == 0


def test_without_https_no_proxy_is_needed():
    assert read(LOUZU_PROXIES=None, LOUZU_HTTPS="0").proxies == 0


def test_the_address_of_a_database_becomes_djangos_settings():
    found = read(
        LOUZU_DATABASE_URL="postgres://app:p%40ss@%2Frun%2Fpostgresql/louzu?sslmode=disable",
        LOUZU_DATABASE_OWNER_URL="postgresql://owner:word@db.example.org:5433/louzu",
    )
    assert found.database == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "louzu",
        "USER": "app",
        "PASSWORD": "p@ss",
        "HOST": "/run/postgresql",
        "PORT": "",
        "OPTIONS": {"sslmode": "disable"},
    }
    assert found.database_owner == {"USER": "owner", "PASSWORD": "word"}


def test_hosts_are_separated_by_commas():
    assert read(LOUZU_HOSTS="a.example, b.example,").hosts == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, (False, False)),
        ({"LOUZU_HSTS_SUBDOMAINS": "1"}, (True, False)),
        ({"LOUZU_HSTS_SUBDOMAINS": "1", "LOUZU_HSTS_PRELOAD": "1"}, (True, True)),
        (
            {"LOUZU_HSTS_SUBDOMAINS": "1", "LOUZU_HSTS_PRELOAD": "1", "LOUZU_HTTPS": "0"},
            (False, False),
        ),
    ],
)
def test_hsts_for_other_hosts_is_asked_for_and_needs_https(values, found):
    environment = read(**values)
    assert (environment.hsts_subdomains, environment.hsts_preload) == found


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path):
    home = tmp_path / "new"
    first = read(LOUZU_SECRET_KEY="", LOUZU_HOME=str(home)).secret_key
    assert len(first) >= 50
    assert read(LOUZU_SECRET_KEY="", LOUZU_HOME=str(home)).secret_key == first
    assert stat.S_IMODE((home / "secret_key").stat().st_mode) == 0o600


def test_push_messages_get_a_key_only_if_somebody_answers_for_them(tmp_path):
    contact, home = "mailto:post@portal.example.org", str(tmp_path)
    assert read(LOUZU_HOME=home).push is None
    assert [*tmp_path.iterdir()] == []
    found = read(LOUZU_HOME=home, LOUZU_PUSH_CONTACT=contact).push
    assert (found.contact, len(found.key)) == (contact, 43)
    assert read(LOUZU_HOME=home, LOUZU_PUSH_CONTACT="https://example.org").push.key == found.key
    assert stat.S_IMODE((tmp_path / "push_key").stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir()} <= env.HOME_CONTENTS


def test_keys_given_as_variables_leave_the_home_untouched(tmp_path):
    given = {"LOUZU_PUSH_CONTACT": "mailto:post@portal.example.org", "LOUZU_PUSH_KEY": "k" * 43}
    file = tmp_path / "secret"
    file.write_text("a key from a file\n")
    more = {"LOUZU_SECRET_KEY": None, "LOUZU_SECRET_KEY_FILE": str(file)}
    found = read(LOUZU_HOME=str(tmp_path / "home"), **given, **more)
    assert (found.secret_key, found.push.key) == ("a key from a file", "k" * 43)
    assert [*tmp_path.iterdir()] == [file]


def _key_of(home):
    return read(LOUZU_SECRET_KEY="", LOUZU_HOME=home).secret_key


def test_many_that_start_at_once_agree_on_one_key(tmp_path):
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        for number in range(20):
            keys = pool.map(_key_of, [str(tmp_path / str(number))] * 8, chunksize=1)
            assert len(set(keys)) == 1


def test_a_home_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(LOUZU_SECRET_KEY="", LOUZU_HOME=f"{tmp_path}/file/home")
    assert str(refusal.value) == (
        f"{tmp_path}/file/home cannot be written (Not a directory):"
        " set LOUZU_HOME to a folder that can."
    )


def mode_of(folder):
    return stat.S_IMODE(folder.stat().st_mode)


def test_the_home_and_the_uploads_are_for_their_owner_only(tmp_path):
    env.make_private(tmp_path / "new")
    assert mode_of(tmp_path / "new") == 0o700
    former = tmp_path / "former"
    (former / "media" / "notices").mkdir(parents=True)
    (former / "secret_key").touch()
    former.chmod(0o755)
    env.make_private(former)
    assert [mode_of(former), mode_of(former / "media")] == [0o700, 0o700]


def test_a_folder_with_other_things_in_it_keeps_its_permissions(tmp_path):
    (tmp_path / "media").mkdir()
    (tmp_path / "letters").mkdir()
    tmp_path.chmod(0o755)
    env.make_private(tmp_path)
    assert [mode_of(tmp_path), mode_of(tmp_path / "media")] == [0o755, 0o700]


@pytest.mark.django_db
def test_the_database_may_have_several_hosts_of_which_one_takes_writes(tmp_path):
    """libpq tries them in turn: the first one here is dead."""
    now = connection.get_connection_params()
    hosts = ",".join(quote(str(host), safe="") for host in (tmp_path, now["host"]))
    url = f"postgres://{now['user']}@{hosts}/{now['dbname']}?target_session_attrs=read-write"
    found = read(LOUZU_DATABASE_URL=url).database
    other = connection.copy()
    other.settings_dict |= {**found, "OPTIONS": {**found["OPTIONS"], "connect_timeout": 3}}
    try:
        with other.cursor() as cursor:
            cursor.execute("SHOW transaction_read_only")
            assert cursor.fetchone() == ("off",)
            assert other.connection.info.host == now["host"]
    finally:
        other.close()
