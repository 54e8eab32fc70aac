"""Handlers of signals of the canvass, of the ledger and of ``residents``."""

from __future__ import annotations

from django.dispatch import receiver

from governance.canvass.models import Canvass, Objection
from governance.canvass.signals import (
    canvass_announced,
    canvass_published,
    canvass_redrafted,
    canvass_reworded,
    canvass_withdrawn,
    objection_met,
)
from governance.ledger.models import Account
from governance.ledger.signals import account_opened, payment_checked, shares_looked_up
from governance.matters.actions.accounts import keep_account
from governance.matters.actions.following import end_stewardship, forget_follower
from governance.matters.actions.promises import add_promises_after
from governance.matters.actions.shares_in_force import (
    put_shares_in_force,
    refuse_changed_question,
    refuse_reworded_question,
    reject_shares,
    withdraw_shares,
)
from governance.matters.models import Matter
from governance.matters.queries.share_payments import doubt_about_payment, shares_agreed_in
from residents.models import Joining, Membership, Office, User
from residents.people.signals import joining_undone, moved_out, office_ended, person_forgotten
from residents.rooms.waiting import Thing


@receiver(objection_met)
def promise_what_was_offered(objection: Objection, **_kwargs: object) -> None:
    add_promises_after(objection)


@receiver(canvass_announced)
def put_announced_shares_in_force(canvass: Canvass, by: User, **_kwargs: object) -> None:
    put_shares_in_force(canvass, by=by)


@receiver(canvass_redrafted)
def refuse_redrafting_of_shares(canvass: Canvass, changed: set[str], **_kwargs: object) -> None:
    if changed:
        refuse_changed_question(canvass)


@receiver(canvass_reworded)
def refuse_rewording_of_shares(canvass: Canvass, **_kwargs: object) -> None:
    refuse_reworded_question(canvass)


@receiver(canvass_withdrawn)
def withdraw_shares_with_question(canvass: Canvass, by: User, **_kwargs: object) -> None:
    withdraw_shares(canvass, by=by)


@receiver(canvass_published)
def reject_shares_without_agreement(
    canvass: Canvass, passed: bool, by: User | None, **_kwargs: object
) -> None:
    if not passed:
        reject_shares(canvass, by=by)


@receiver(account_opened)
def keep_account_of_matter(account: Account, cause: Thing | None, **_kwargs: object) -> None:
    if cause and cause[0] == Matter._meta.label_lower:
        keep_account(cause[1], account)


@receiver(payment_checked)
def ask_about_undecided_shares(account: Account, **_kwargs: object) -> str:
    return doubt_about_payment(account)


@receiver(shares_looked_up)
def tell_agreed_shares(account: Account, **_kwargs: object) -> dict[int, int] | None:
    return shares_agreed_in(account)


@receiver(person_forgotten)
def forget_follower_of_matters(user: User, **_kwargs: object) -> None:
    forget_follower(user)


@receiver(moved_out)
def end_stewardship_of_moved_out(membership: Membership, **_kwargs: object) -> None:
    end_stewardship(membership.user, membership.building)


@receiver(joining_undone)
def end_stewardship_of_wrong_member(joining: Joining, **_kwargs: object) -> None:
    end_stewardship(joining.membership.user, joining.membership.building)


@receiver(office_ended)
def end_stewardship_with_office(office: Office, **_kwargs: object) -> None:
    if office.building:
        end_stewardship(office.user, office.building)
