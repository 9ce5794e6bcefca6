"""Where an organisation wants it, an approver signs what an editor wrote, or gives it back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.check_ins import actions
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.people import Membership, User
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.model.programme import ReviewMode
from tests.check_ins.conftest import Report
from tests.check_ins.test_draft import drafts, open_form
from tests.check_ins.test_hand_over import mails
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import answers
from tests.support.page import FilledForm, Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
ASK, SIGN = "Send for signature", "Sign and send"


def page_of(verb: str, browser: CheckingClient, commitment: Commitment) -> Page:
    return browser.get(
        f"check_ins.{verb}_check_in", organisation="alder-trust", commitment=commitment.public_id
    )


def reports(commitment: Commitment) -> int:
    db.session.expire_all()
    return len(commitment.check_ins)


def test_what_an_editor_sends_waits_and_those_who_sign_are_asked(
    as_: As, cora: User, signing: Commitment, typed: dict[str, str]
) -> None:
    page = open_form(as_(cora), signing)
    assert "An approver or an admin of your organisation signs it first." in page.main
    page = page.form(ASK).fill(**typed).submit()
    assert page.heading == "Waiting for a signature"
    assert "waits to be signed. The approvers and admins of your organisation have been told." in page.flash
    assert reports(signing) == 0
    asked = mails("check_in_to_sign")
    assert {mail.recipient for mail in asked} == {
        "prue.approver@example.org",
        "ada.admin@example.org",
    }
    assert {mail.programme_id for mail in asked} == {None}
    assert mails("check_in_submitted") == [], "the coordinators hear nothing yet"


@pytest.mark.parametrize("who", ["prue", "ada"])
def test_an_approver_or_an_admin_signs_and_both_names_are_kept(
    as_: As, world: World, waiting: Commitment, who: str
) -> None:
    signer: User = getattr(world, who)
    page = page_of("sign", as_(signer), waiting)
    assert "Written by Cora Editor" in page.main
    assert "Eight of eleven contracts carry the clause." in page.main
    page = page.form(SIGN).submit()
    assert "Check-in 1 is signed and has been sent. It is public now." in page.flash
    assert page.fact("Written by") == "Cora Editor"
    assert page.fact("Signed by") == f"{signer.name}, 6 April 2026 at 10:00"
    assert reports(waiting) == 1
    version = waiting.check_ins[0].current
    assert version.signature is not None
    assert (version.submitted_by, version.signature.signed_by) == (world.cora, signer)
    assert drafts() == []
    assert [mail.recipient for mail in mails("check_in_copy")] == [world.cora.email]
    rows = db.session.scalars(select(Activity).order_by(Activity.id)).all()
    assert [(row.kind, row.actor) for row in rows[-2:]] == [
        (ActivityKind.CHECK_IN_RECORDED, world.cora),
        (ActivityKind.CHECK_IN_SIGNED, signer),
    ]


def test_no_name_of_a_person_is_public(as_: As, prue: User, waiting: Commitment) -> None:
    page_of("sign", as_(prue), waiting).form(SIGN).submit()
    entry = waiting.register_entry
    assert entry is not None
    page = as_(None).get("public.show_commitment", public_id=entry.public_id, slug=entry.slug)
    assert "Eight of eleven contracts carry the clause." in page.main
    assert "Prue" not in page.text
    assert "Cora" not in page.text


def test_an_approver_who_writes_signs_at_once(
    as_: As, prue: User, signing: Commitment, typed: dict[str, str]
) -> None:
    page = open_form(as_(prue), signing).form(SIGN).fill(**typed).submit()
    assert page.heading == "Check-in 1"
    assert reports(signing) == 1
    version = signing.check_ins[0].current
    assert version.signature is not None
    assert version.signature.signed_by == version.submitted_by == prue


def test_an_editor_cannot_sign_by_any_way(as_: As, cora: User, waiting: Commitment) -> None:
    browser = as_(cora)
    for verb in ("sign", "give_back"):
        address = {"organisation": "alder-trust", "commitment": waiting.public_id}
        browser.get(f"check_ins.{verb}_check_in", expected=403, **address)  # type: ignore[arg-type]
        browser.post(f"check_ins.{verb}_check_in", {}, expected=403, **address)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="an approver or an admin signs"):
        actions.record_check_in(waiting, answers(), seen=None, by=cora, now=NOW, today=NOW.date())
    page = page_of("preview", browser, waiting)
    browser.post_url(page.url, {"draft": drafts()[0].stamp}, expected=422)
    assert reports(waiting) == 0


def test_given_back_the_reason_stands_in_mail_and_form(
    as_: As, cora: User, prue: User, waiting: Commitment
) -> None:
    page = page_of("sign", as_(prue), waiting).link("Give it back with a reason").follow()
    page.form("Give it back").fill(reason="Name the contract.").submit()
    (mail,) = mails("check_in_given_back")
    assert (mail.recipient, mail.context["reason"], mail.context["by"]) == (
        cora.email,
        "Name the contract.",
        "Prue Approver",
    )
    page = open_form(as_(cora), waiting)
    assert "Given back by Prue Approver, 6 April 2026 at 10:00. Name the contract." in page.main
    assert page.form(ASK).values["why"] == ["One tender closed before the clause was ready."]
    page = page.form("Save and come back later").fill(why="The estates tender closed.").submit()
    assert "Given back to be changed" in page.main
    page = open_form(as_(cora), waiting).form(ASK).submit()
    assert page.heading == "Waiting for a signature"
    assert len(mails("check_in_to_sign")) == 4, "both are asked again"
    assert drafts()[0].return_reason is None
    page_of("sign", as_(prue), waiting).form(SIGN).submit()
    assert reports(waiting) == 1


def test_whoever_has_left_gets_neither_the_copy_nor_the_reason(
    as_: As, cora: User, prue: User, waiting: Commitment
) -> None:
    cora.memberships[0].ended_at = NOW
    db.session.commit()

    page_of("give_back", as_(prue), waiting).form("Give it back").fill(reason="Name the contract.").submit()
    assert mails("check_in_given_back") == []


def test_the_copy_of_somebody_who_has_left_goes_to_who_signed(
    as_: As, cora: User, prue: User, waiting: Commitment
) -> None:
    cora.memberships[0].ended_at = NOW
    db.session.commit()

    page_of("sign", as_(prue), waiting).form(SIGN).submit()
    (copy,) = mails("check_in_copy")
    assert copy.recipient == prue.email


def test_giving_back_needs_a_reason(as_: As, prue: User, waiting: Commitment) -> None:
    page = page_of("give_back", as_(prue), waiting).form("Give it back").submit(expected=422)
    assert page.errors == {"reason": "Enter what should be changed"}
    assert drafts()[0].is_waiting


def test_what_is_signed_is_what_was_read(as_: As, cora: User, prue: User, waiting: Commitment) -> None:
    read = page_of("sign", as_(prue), waiting).form(SIGN)
    page = page_of("preview", as_(cora), waiting).form("Take it back to change it").submit()
    assert page.heading == "Check in"
    page.form(ASK).fill(what_changed="Nine of eleven.").submit()
    page = read.submit(expected=409)
    assert page.error_list == ["This check-in changed since you opened it. Read it again before you sign."]
    assert "Nine of eleven." in page.main
    assert reports(waiting) == 0
    page.form(SIGN).submit()
    assert reports(waiting) == 1


def test_signed_twice_it_is_sent_once(as_: As, prue: User, ada: User, waiting: Commitment) -> None:
    forms = [page_of("sign", as_(person), waiting).form(SIGN) for person in (prue, ada)]
    assert forms[0].submit().heading == "Check-in 1"
    assert forms[0].submit().heading == "Check-in 1", "pressed twice"
    page = forms[1].submit()
    assert "Nothing waits for a signature here." in page.flash
    assert reports(waiting) == 1


def test_while_it_waits_the_form_leads_to_where_it_is(as_: As, cora: User, waiting: Commitment) -> None:
    browser = as_(cora)
    url = browser._url(
        "check_ins.record_check_in", {"organisation": "alder-trust", "commitment": waiting.public_id}
    )
    answer = browser.get_url(url, expected=303)
    assert answer.response.location.endswith("/check-ins/preview")


def test_a_page_from_before_can_take_it_back_with_its_text_in_hand(
    as_: As, cora: User, ada: User, signing: Commitment, typed: dict[str, str]
) -> None:
    stale: FilledForm = open_form(as_(ada), signing).form("Save and come back later").fill(why="Ada's.")
    open_form(as_(cora), signing).form(ASK).fill(**typed).submit()
    page = stale.submit(expected=409)
    assert "What waits for a signature is taken back with that." in page.main
    assert drafts()[0].is_waiting
    page.form("Save mine").submit()
    (draft,) = drafts()
    assert (draft.is_waiting, draft.typed["why"]) == (False, ["Ada's."])


def test_what_is_out_of_date_by_the_day_of_signing_is_not_signed(
    as_: As, prue: User, waiting: Commitment
) -> None:
    with clock.fixed(NOW + timedelta(days=148, hours=13, minutes=50)):
        form = page_of("sign", as_(prue), waiting).form(SIGN)
    with clock.fixed(NOW + timedelta(days=148, hours=14, minutes=5)):
        page = form.submit(expected=422)
    assert page.error_list == ["The date of the next step must be 2 September 2026 or later"]
    assert reports(waiting) == 0


def test_nothing_has_changed_needs_the_signature_too(
    as_: As, world: World, promise: Commitment, report: Report
) -> None:
    cora, prue = world.cora, world.prue
    report(at=NOW - timedelta(days=30))
    world.alder.signs_check_ins = True
    db.session.commit()
    page = open_form(as_(cora), promise).link("Nothing has changed").follow()
    page.form("Nothing has changed: send for signature").submit()
    assert reports(promise) == 1
    page = page_of("sign", as_(prue), promise)
    assert "Cora Editor says that nothing has changed." in page.main
    page.form(SIGN).submit()
    assert reports(promise) == 2
    version = promise.check_ins[1].current
    assert (version.nothing_changed, version.submitted_by) == (True, cora)
    assert version.signature is not None
    assert version.signature.signed_by == prue


def test_where_check_ins_are_signed_an_approver_corrects_them(
    as_: As, cora: User, prue: User, report: Report, world: World
) -> None:
    check_in = report()
    world.alder.signs_check_ins = True
    db.session.commit()
    address = {"organisation": "alder-trust", "check_in": check_in.public_id}
    browser = as_(cora)
    answer = browser.get("check_ins.correct_check_in", expected=303, **address)  # type: ignore[arg-type]
    assert "an approver or an admin signs a correction" in browser.get_url(answer.response.location).flash
    page = as_(prue).get("check_ins.correct_check_in", **address)  # type: ignore[arg-type]
    form = page.form("Sign and send the correction").fill(why="It is signed.", reason="It was.")
    form.submit()
    db.session.refresh(check_in)
    assert check_in.current.signature is not None
    assert check_in.current.signature.signed_by == prue


def test_with_the_setting_off_nobody_is_asked(
    as_: As, cora: User, promise: Commitment, draft: CheckInDraft
) -> None:
    assert open_form(as_(cora), promise).form(SIGN).submit().heading == "Check-in 1"
    db.session.refresh(promise)
    assert promise.check_ins[0].current.signature is None
    assert mails("check_in_to_sign") == []


def test_whoever_signed_does_not_review_it_for_the_programme(
    as_: As, world: World, waiting: Commitment
) -> None:
    """Paula signs as an approver of the organisation; as coordinator she would approve her own word."""
    db.session.add(
        Membership(user=world.paula, organisation=world.alder, role=OrganisationRole.APPROVER, created_at=NOW)
    )
    world.programme.review_mode = ReviewMode.APPROVE
    db.session.commit()
    browser = as_(world.paula)
    page_of("sign", browser, waiting).form(SIGN).submit()
    db.session.refresh(waiting)
    (check_in,) = waiting.check_ins
    page = browser.get("programmes.review_check_in", programme="fairer-shore", check_in=check_in.public_id)
    assert "Send your decision" not in page.text
    assert "Cora Editor" in page.main
