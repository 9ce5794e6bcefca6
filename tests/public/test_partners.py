"""Partners in public: what each has said, both readings, and everything two do together, counted once."""

from collections.abc import Callable
from typing import Any

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.partner import Partner
from equity_tracker.model.partner_reading import give_reading
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.publishing import publish_commitment, publish_organisation, publish_partners
from equity_tracker.public.queries.figures import count_by_organisation, count_by_subject
from equity_tracker.publishing.queries import find_current_publication
from tests.conftest import NOW
from tests.public.records import page_of
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_commitment
from tests.support.factories.organisation import make_organisation
from tests.support.factories.partner import name_partner
from tests.support.factories.programme import make_participation
from tests.support.page import Page
from tests.support.people import World

TODAY = NOW.date()
NOTHING: dict[str, Any] = {
    **dict.fromkeys(("agrees_on_aim", "aim", "level", "decision_power", "note")),
    "upstream_meanings": [],
}
Publish = Callable[..., Commitment]
pytestmark = pytest.mark.usefixtures("public_world")


@pytest.fixture
def publish(world: World) -> Publish:
    """Return what publishes a promise of one organisation that names others."""

    def made(holder: Organisation, *partners: Organisation, **fields: Any) -> Commitment:
        commitment = make_commitment(holder, world.programme, now=NOW, **fields)
        for organisation in partners:
            name_partner(commitment, organisation)
        commitment.submit(as_statement_of_intent=False, now=NOW)
        publish_commitment(commitment, now=NOW, today=TODAY)
        for partner in commitment.partners:
            partner.ask(by=world.cora, now=NOW, publication=1)
        db.session.commit()
        return commitment

    return made


def confirm(partner: Partner, world: World) -> None:
    partner.confirm(of=world.birch, by=world.eve, now=NOW, today=TODAY)
    publish_partners(partner.commitment, now=NOW, today=TODAY)
    db.session.commit()


def decline(partner: Partner, world: World) -> None:
    partner.decline("Zz-private reason.", of=world.birch, by=world.eve, now=NOW, today=TODAY)
    publish_partners(partner.commitment, now=NOW, today=TODAY)
    db.session.commit()


def together(reader: CheckingClient, one: str, other: str, **more: Any) -> Page:
    return reader.get("public.show_joint_work", slug=one, other=other, most_queries=8, **more)


def joint_rows(page: Page) -> list[list[str]]:
    return page.table("What Alder Trust and Birch College do together")


def test_silence_is_not_agreement(reader: CheckingClient, publish: Publish, world: World) -> None:
    page = page_of(reader, publish(world.alder, world.birch), most_queries=9)
    assert "Birch College Not yet confirmed" in page.main
    assert page.fact("Contributes") == "Trains the panel"


def test_a_confirmation_is_told_and_dated(reader: CheckingClient, publish: Publish, world: World) -> None:
    commitment = publish(world.alder, world.birch)
    confirm(commitment.partners[0], world)
    page = page_of(reader, commitment, most_queries=9)
    assert "Birch College Confirmed" in page.main
    assert "Confirmed on 6 April 2026." in page.main
    assert "Birch College confirmed its part" in page.main
    assert "Birch College confirmed its part" in page.link("Change log").follow().main
    assert "The promise was changed" not in page.main


def test_what_changed_since_stands_beside_the_confirmation(
    reader: CheckingClient, publish: Publish, world: World
) -> None:
    commitment = publish(world.alder, world.birch)
    confirm(commitment.partners[0], world)
    commitment.level = "circumstances"
    publish_commitment(commitment, now=NOW, today=TODAY)
    db.session.commit()
    page = page_of(reader, commitment, most_queries=9)
    assert "Confirmed on 6 April 2026, before the change of the level of action." in page.main


def test_who_declined_is_named_without_a_reason(
    reader: CheckingClient, publish: Publish, world: World
) -> None:
    commitment = publish(world.alder, world.birch)
    decline(commitment.partners[0], world)
    page = page_of(reader, commitment, most_queries=9)
    assert "Birch College Named as partner; not confirmed" in page.main
    assert "Birch College is named as partner; not confirmed" in page.main
    assert "declin" not in page.main.lower()
    assert "Zz-private" not in page.response.text
    assert not page.has_link("Everything Alder Trust and Birch College do together")


def test_both_readings_stand_side_by_side(reader: CheckingClient, publish: Publish, world: World) -> None:
    commitment = publish(world.alder, world.birch, decision_power="community_led", decision_body="Panel")
    says = NOTHING | {"decision_power": "consulted", "note": "Asked once, in June."}
    give_reading(commitment.partners[0], says, of=world.birch, by=world.eve, now=NOW, today=TODAY)
    publish_partners(commitment, now=NOW, today=TODAY)
    db.session.commit()
    page = page_of(reader, commitment, most_queries=9)
    assert page.table("How Alder Trust and Birch College read it") == [
        ["Who decides", "Community-led", "Consulted"]
    ]
    assert "Asked once, in June." in page.main
    assert "Birch College gave its own reading" in page.main
    assert "Birch College Not yet confirmed" in page.main


def test_a_publication_from_before_partners_could_answer_is_still_read(
    reader: CheckingClient, publish: Publish, world: World
) -> None:
    commitment = publish(world.alder)
    old = {"name": "Birch College", "role": "partner", "contribution": None, "worked_together_before": True}
    first = commitment.publications[0]
    first.is_current = False
    db.session.flush()
    earlier = type(first)(
        kind=PublicationKind.COMMITMENT,
        subject_id=first.subject_id,
        about_id=first.about_id,
        number=2,
        payload=first.payload | {"partners": [old]},
        happened_on=TODAY,
        published_at=NOW,
        public_from=TODAY,
        form=first.form,
        commitment_id=commitment.id,
    )
    db.session.add(earlier)
    db.session.commit()
    page = page_of(reader, commitment, most_queries=9)
    assert page.fact("Worked together before") == "Yes"
    assert "onfirmed" not in page.main


def test_everything_two_do_together_whoever_leads(
    reader: CheckingClient, publish: Publish, world: World
) -> None:
    publish(world.alder, world.birch, title="Beta")
    publish(world.birch, world.alder, title="Alpha")
    make_participation(world.institute, world.programme, now=NOW)
    third = publish(world.institute, world.alder, world.birch, title="Gamma")
    confirm(third.partners[1], world)
    publish(world.alder, title="Alone")
    page = together(reader, "alder-trust", "birch-college")
    assert joint_rows(page) == [
        ["Alpha Birch College", "Partner Not yet confirmed", "Holds it", "Nothing reported yet"],
        ["Beta Alder Trust", "Holds it", "Partner Not yet confirmed", "Nothing reported yet"],
        [
            "Gamma Institute of Fairness",
            "Partner Not yet confirmed",
            "Partner Confirmed",
            "Nothing reported yet",
        ],
    ]
    assert together(reader, "birch-college", "alder-trust").main == page.main


def test_it_is_found_from_either_organisation_and_from_the_partner_s_name(
    reader: CheckingClient, publish: Publish, world: World
) -> None:
    commitment = publish(world.alder, world.birch)
    for slug, other in (("alder-trust", "Birch College"), ("birch-college", "Alder Trust")):
        page = reader.get("public.show_organisation", slug=slug, most_queries=8)
        assert len(joint_rows(page.link(f"Together with {other}").follow())) == 1
    page = page_of(reader, commitment, most_queries=9)
    page = page.link("Everything Alder Trust and Birch College do together").follow()
    assert page.heading == "Alder Trust and Birch College"
    institute = reader.get("public.show_organisation", slug="institute-of-fairness")
    assert "Who it works with" not in institute.main


def test_two_who_do_nothing_together_have_a_page_that_says_so(
    reader: CheckingClient, publish: Publish, world: World
) -> None:
    decline(publish(world.alder, world.birch).partners[0], world)
    assert "Nothing published together" in together(reader, "alder-trust", "birch-college").main
    page = reader.get("public.show_organisation", slug="alder-trust")
    assert "Who it works with" not in page.main


@pytest.mark.thorough
def test_many_are_listed_page_by_page(reader: CheckingClient, publish: Publish, world: World) -> None:
    for number in range(27):
        publish(world.alder, world.birch, title=f"Promise {number:02}")
    page = together(reader, "alder-trust", "birch-college")
    rest = page.link("Next page").follow()
    titles = [row[0].removesuffix(" Alder Trust") for row in joint_rows(page) + joint_rows(rest)]
    assert titles == [f"Promise {number:02}" for number in range(27)]
    assert len(joint_rows(rest.link("← First page").follow())) == 25


def test_unknown_organisations_and_one_with_itself_have_no_page(reader: CheckingClient, world: World) -> None:
    for one, other in (("alder-trust", "nobody"), ("nobody", "alder-trust"), ("alder-trust", "alder-trust")):
        reader.get("public.show_joint_work", slug=one, other=other, expected=404)


def test_a_joint_commitment_is_counted_once_under_its_lead(
    reader: CheckingClient, publish: Publish, world: World
) -> None:
    make_participation(world.institute, world.programme, now=NOW)
    publish(world.alder, world.birch, world.institute)
    publish(world.birch, world.alder, title="Another")
    totals = reader.get("public.show_programme", slug="fairer-shore")
    assert totals.table("Commitments by main domain")[-1][-1] == "2"
    rows = reader.get("public.list_commitments").table("Commitments")
    assert len(rows) == 2
    csv = reader.browser.get("/commitments.csv").text.strip().splitlines()
    assert len(csv) == 3
    assert len(reader.get("public.list_commitments", organisation="birch-college").table("Commitments")) == 1
    counted = {row.organisation_id: row.number for row in count_by_organisation(TODAY)}
    assert counted == {world.alder.id: 1, world.birch.id: 1}
    assert sum(row.number for row in count_by_subject(TODAY)) == 2


def test_a_partner_that_the_public_does_not_know_is_a_name_without_a_link(
    reader: CheckingClient, publish: Publish, world: World
) -> None:
    page = page_of(reader, publish(world.alder, make_organisation("Cedar Trust", now=NOW)), most_queries=9)
    assert "Cedar Trust" in page.main
    assert not page.has_link("Cedar Trust")
    assert not page.has_link("Everything Alder Trust and Cedar Trust")


def test_what_is_not_public_joins_nobody(reader: CheckingClient, publish: Publish, world: World) -> None:
    commitment = publish(world.alder, world.birch)
    assert commitment.register_entry is not None
    commitment.register_entry.public_from = None
    name_partner(make_commitment(world.alder, world.programme, now=NOW, title="Draft"), world.birch)
    db.session.commit()
    assert "Nothing published together" in together(reader, "alder-trust", "birch-college").main
    page = reader.get("public.show_organisation", slug="birch-college")
    assert "Who it works with" not in page.main


def test_an_old_address_leads_to_the_new_one(reader: CheckingClient, world: World) -> None:
    world.birch.slug = "birch-royal-college"
    previous = find_current_publication(PublicationKind.ORGANISATION, world.birch.public_id)
    moved = publish_organisation(world.birch, previous, now=NOW, today=TODAY, visible_from=TODAY)
    db.session.add(moved)
    db.session.commit()
    page = reader.get("public.show_joint_work", slug="alder-trust", other="birch-college", expected=301)
    assert page.response.location.endswith("/organisations/alder-trust/with/birch-royal-college")
