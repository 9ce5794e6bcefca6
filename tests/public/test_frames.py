"""What stands around the rows of the register is drawn once; every page is still its own."""

from typing import Any

from flask import current_app

from equity_tracker.web.frames import frame, gaps
from tests.public.register_rows import add_rows
from tests.support.client import CheckingClient
from tests.support.people import World

PAGE = "public.list_commitments"


def _canonical(reader: CheckingClient, **asked: Any) -> str:
    link = reader.get(PAGE, **asked).soup.select_one("link[rel=canonical]")
    assert link is not None
    return str(link["href"])


def test_each_page_of_a_list_has_its_own_rows_and_addresses(
    reader: CheckingClient, public_world: World
) -> None:
    add_rows(public_world.alder, public_world.programme, [{"title": f"Promise {n:02}"} for n in range(60)])

    first = reader.get(PAGE, sort="title")
    second = first.link("Next page").follow()
    third = second.link("Next page").follow()

    shown = [[row[0] for row in page.table("Commitments")] for page in (first, second, third)]
    assert [len(some) for some in shown] == [25, 25, 10]
    assert len({row for some in shown for row in some}) == 60
    links = [page.soup.select_one("link[rel=canonical]") for page in (first, second, third)]
    assert len({str(link["href"]) for link in links if link}) == 3
    assert "First page" not in first.main
    assert "First page" in second.main
    assert "Next page" not in third.main


def test_what_differs_beside_the_rows_is_drawn_anew(reader: CheckingClient, public_world: World) -> None:
    add_rows(
        public_world.alder,
        public_world.programme,
        [{"title": "One", "domain": "advocacy", "reference": "A-1"}],
    )
    assert "1 result." in reader.get(PAGE).main

    add_rows(
        public_world.birch,
        public_world.programme,
        [{"title": "Two", "domain": "advocacy", "reference": "B-1"}],
    )

    assert "2 results." in reader.get(PAGE).main
    assert _canonical(reader, domain="advocacy") != _canonical(reader)
    assert _canonical(reader, form="commitment", sort="title") != _canonical(reader, form="commitment")


def test_a_frame_is_drawn_once_for_equal_keys(public_world: World) -> None:
    drawn: list[str] = []

    def draw() -> str:
        names = gaps("rows", "next_url")
        drawn.append(f"<a href='{names['next_url']}'>on</a> {names['rows']} {names['next_url']}")
        return drawn[-1]

    current_app.extensions.pop("frames", None)
    filled = [frame("a list", draw).filled(rows=rows, next_url="/2") for rows in ("one", "two")]

    assert filled == [b"<a href='/2'>on</a> one /2", b"<a href='/2'>on</a> two /2"]
    assert len(drawn) == 1


def test_nobody_can_write_a_gap(reader: CheckingClient, public_world: World) -> None:
    add_rows(public_world.alder, public_world.programme, [{"title": "A gap-rows-0123456789abcdef"}])

    page = reader.get(PAGE, q="gap-rows-0123456789abcdef")

    assert len(page.table("Commitments")) == 1
    assert "gap-rows-0123456789abcdef" in page.main
