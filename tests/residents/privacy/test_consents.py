from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from governance.lounge.actions.threads import start_thread
from residents.models import Consent, User
from residents.privacy.actions.consents import give_consent, withdraw_consent
from residents.privacy.queries.consents import consent_choices_of
from tests.factories import ConsentFactory, MembershipFactory, UserFactory
from tests.factories.lounge import thread_input

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiet(household) -> User:
    """A person without any consent, as after joining."""
    return MembershipFactory(household=household, user__shows_name=False).user


def test_nothing_is_agreed_to_by_default():
    assert [choice.since for choice in consent_choices_of(User.objects.create(username="new"))] == [
        None
    ] * 3
    assert User(shown_name="王阿姨").known_as == "一位邻居"


@pytest.mark.parametrize("kind", Consent.Kind.values)
def test_each_is_given_by_itself_with_its_words_and_time(quiet, kind):
    consent = give_consent(quiet, kind=kind)
    assert (consent.text, consent.withdrawn_at) == (str(Consent.WORDS[kind]), None)
    assert [c.kind for c in consent_choices_of(quiet) if c.since] == [kind]
    quiet.refresh_from_db()
    assert quiet.shows_name is (kind == "name")


def test_given_twice_it_is_one(quiet):
    assert give_consent(quiet, kind="name") == give_consent(quiet, kind="name")
    assert Consent.objects.count() == 1


def test_withdrawn_it_stays_on_record_and_may_be_given_again(quiet):
    give_consent(quiet, kind="name")
    withdraw_consent(quiet, kind="name")
    quiet.refresh_from_db()
    assert (quiet.shows_name, Consent.objects.get().withdrawn_at is None) == (False, False)
    give_consent(quiet, kind="name")
    assert Consent.objects.count() == 2


def test_withdrawing_what_was_not_given_moves_nothing(building, quiet):
    withdraw_consent(quiet, kind="phone")
    building.refresh_from_db()
    assert building.content_version == 0


@pytest.mark.parametrize(
    "change", [{"text": "别的"}, {"kind": "phone"}, {"given_at": "2020-01-01T00:00Z"}]
)
def test_a_consent_is_not_rewritten(quiet, change):
    consent = give_consent(quiet, kind="name")
    with pytest.raises(DatabaseError, match="not rewritten"), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(**change)


def test_a_consent_is_neither_deleted_nor_withdrawn_twice(quiet):
    consent = give_consent(quiet, kind="name")
    with pytest.raises(DatabaseError, match="not deleted"), transaction.atomic():
        consent.delete()
    withdraw_consent(quiet, kind="name")
    with pytest.raises(DatabaseError, match="not rewritten"), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(withdrawn_at=None)


@pytest.mark.parametrize(
    "wrong", [{"kind": "blood"}, {"text": ""}, {"withdrawn_at": "2001-01-01T00:00Z"}]
)
def test_the_database_refuses_what_is_no_consent(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentFactory(**wrong)


def test_there_is_one_open_consent_of_a_kind():
    user = UserFactory()
    ConsentFactory(user=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentFactory(user=user)


@pytest.mark.parametrize(
    "place", ["lounge:list", "home:home", "journal:lines", "people:neighbours"]
)
def test_a_withdrawn_name_is_gone_at_once_from_a_page_that_a_neighbour_has_kept(
    enter, building, quiet, resident, place
):
    User.objects.filter(pk=quiet.pk).update(shown_name="王阿姨", introduction="爱唱越剧")
    give_consent(quiet, kind="name")
    start_thread(building, thread_input(kind="need", title="借梯子", text="一天"), by=quiet)
    client, url = enter("resident"), reverse(place, args=["114"])
    client.get(url)  # sets the cookie of the CSRF token
    kept = client.get(url)
    assert "王阿姨" in kept.text
    assert client.get(url, headers={"if-none-match": kept["ETag"]}).status_code == 304
    withdraw_consent(quiet, kind="name")
    fresh = client.get(url, headers={"if-none-match": kept["ETag"]})
    assert (fresh.status_code, "王阿姨" in fresh.text, "越剧" in fresh.text) == (200, False, False)


def test_consent_is_given_and_withdrawn_on_ones_own_page(enter, resident):
    client = enter("resident")
    page = client.get(reverse("mine:data")).text
    about_neighbours = Consent.WORDS.keys() - {*Consent.CHANNELS}
    assert all(str(Consent.WORDS[kind]) in page for kind in about_neighbours)
    url = reverse("mine:consent", args=["phone"])
    assert "收回同意：手机号" in client.post(url, {"do": "give"}, follow=True).text
    assert Consent.objects.to("phone").filter(user=resident).exists()
    client.post(url, {"do": "withdraw"})
    assert not Consent.objects.to("phone").exists()
    assert client.post(reverse("mine:consent", args=["blood"])).status_code == 404
    assert client.get(url).status_code == 405
