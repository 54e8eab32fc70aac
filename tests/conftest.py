"""Fixtures: the people whom every view test can sign in."""

from __future__ import annotations

import datetime as dt
import signal
from http.cookies import SimpleCookie

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase
from django.utils import timezone

from louzu.lib.grants import grant_rights
from louzu.server.roles import APP
from residents.models import Building, Household, User
from tests.architecture.standing_watch import watched_standings
from tests.architecture.version_watch import watched_writes
from tests.architecture.versioned_forms import watched_forms
from tests.channels import mailbox, pushes, wechat_messages  # noqa: F401 -- fixtures
from tests.emptying import empty
from tests.factories import (
    BuildingFactory,
    HouseholdFactory,
    MembershipFactory,
    NeighbourhoodFactory,
    OfficeFactory,
    UserFactory,
)
from tests.jobs import run_jobs, worker  # noqa: F401 -- fixtures
from tests.log_lines import log_lines  # noqa: F401 -- a fixture
from tests.pooler import pooled  # noqa: F401 -- a fixture
from tests.s3_server import s3_media, s3_server  # noqa: F401 -- fixtures
from tests.wechat_stand_in import stand_in_for_wechat

hypothesis.settings.register_profile("house", deadline=None)  # a busy machine is not a fault
hypothesis.settings.register_profile("deep", deadline=None, max_examples=10_000)  # make deep
hypothesis.settings.load_profile("house")
TransactionTestCase._fixture_teardown = lambda _test: empty()
END_OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


def pytest_configure() -> None:
    """Let signals end the programs that tests start, also in a run that ignores them, as under
    nohup."""
    usual = {signal.SIGHUP: signal.SIG_DFL, signal.SIGINT: signal.default_int_handler}
    for number, handler in usual.items():
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, handler)


@pytest.fixture(autouse=True)
def _fresh_places(settings, tmp_path):
    """Isolate uploads and cached pages from other tests."""
    settings.MEDIA_ROOT = tmp_path / "media"
    caches["pages"].clear()


@pytest.fixture
def by_day(time_machine):
    """Let the portal's clock stand at noon of yesterday, so that no quiet hours hold messages back."""
    yesterday = timezone.localtime() - dt.timedelta(days=1)
    time_machine.move_to(yesterday.replace(hour=12, minute=0), tick=True)


@pytest.fixture(autouse=True)
def _stamps():
    """Fail if a request changed a room without a new version, which would leave cached pages stale."""
    with watched_writes() as unmarked:
        yield
    assert unmarked == []


@pytest.fixture(autouse=True)
def _versions():
    """Fail on forms for editing a text without its version; saving would overwrite others' changes."""
    with watched_forms() as forgetful:
        yield
    assert forgetful == []


@pytest.fixture(autouse=True)
def _standings():
    """A request reads once what a person is in a building, however many rules ask for it."""
    with watched_standings() as repeated:
        yield
    assert repeated == []


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """End sessions that are left when all tests are done, because one prevents dropping the database.

    A browser may send its last request while the tests of this worker end.
    """
    yield
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute(END_OTHERS)
        connection.close()


@pytest.fixture(scope="session")
def rights_of_portal_role(django_db_setup, django_db_blocker):
    """Grant them once and commit. In an open transaction autovacuum would wait for them, and the
    transaction perhaps for a lock of autovacuum: a deadlock."""
    with django_db_blocker.unblock():
        grant_rights(APP)


def take_portal_role() -> None:
    """Until the transaction ends, run statements with the rights of the portal's role only.
    Needs the fixture ``rights_of_portal_role``."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP}")


@pytest.fixture
def portal_role(rights_of_portal_role, db):
    take_portal_role()


@pytest.fixture
def counting(settings):
    """Rate limits count requests, as in production."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {**settings.CACHES, "counts": {"BACKEND": backend, "LOCATION": "counts"}}
    caches["counts"].clear()
    return caches["counts"]


@pytest.fixture
def wechat(settings):
    """A service account whose servers stand in for WeChat's."""
    with stand_in_for_wechat() as made:
        settings.WECHAT = made.account
        yield made


@pytest.fixture
def building(db) -> Building:
    return BuildingFactory(
        slug="114",
        door_number="114",
        nickname="连心楼",
        neighbourhood=NeighbourhoodFactory(name="逸仙二村三居"),
    )


@pytest.fixture
def household(building) -> Household:
    return HouseholdFactory(building=building)


def holder(building, kind, **more) -> User:
    """Somebody who lives in the building and holds an office there."""
    user = MembershipFactory(household__building=building).user
    OfficeFactory(user=user, kind=kind, building=building, **more)
    return user


@pytest.fixture
def leader(building) -> User:
    return holder(building, "leader")


@pytest.fixture
def core(building) -> User:
    """A core resident without further permissions."""
    return holder(building, "core")


@pytest.fixture
def deputed(building) -> User:
    """A core resident who may write on the notice board."""
    return holder(building, "core", deputed=True)


@pytest.fixture
def volunteer(building) -> User:
    return holder(building, "volunteer")


@pytest.fixture
def treasurer(building) -> User:
    """Keeps the accounts, and helps with nothing else."""
    return holder(building, "treasurer")


@pytest.fixture
def resident(household) -> User:
    return MembershipFactory(household=household).user


@pytest.fixture
def staff(building) -> User:
    user = UserFactory()
    OfficeFactory(user=user, staff=True, neighbourhood=building.neighbourhood)
    return user


@pytest.fixture
def next_door(building) -> Building:
    """Another building of the same neighbourhood."""
    return BuildingFactory(slug="115", door_number="115", neighbourhood=building.neighbourhood)


@pytest.fixture
def neighbour(next_door) -> User:
    """Leader of the building next door, without any right in this building."""
    return holder(next_door, "leader")


@pytest.fixture
def foreign_staff(db) -> User:
    """Committee staff of another neighbourhood."""
    return OfficeFactory(staff=True).user


@pytest.fixture
def visitor() -> None:
    """Nobody signed in."""


def session_of(user: User) -> SessionStore:
    """Create a session as after signing in, without the other rows that signing in writes."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save(must_create=True)
    return session


@pytest.fixture
def enter(client, request):
    """``enter("leader")`` signs a persona in; ``enter("visitor")`` signs out."""

    def sign_in(persona):
        client.cookies = SimpleCookie()
        if user := request.getfixturevalue(persona):
            client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user).session_key
        return client

    return sign_in
