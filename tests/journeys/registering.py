"""The answers that a full commitment needs, given section by section as an editor gives them."""

from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from equity_tracker import clock

STATEMENT = "From next spring every shift that ends after midnight ends where a bus leaves."


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and continue").last.click()
    expect(page.get_by_text("There is a problem")).to_have_count(0)


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f'input[name="{name}"][value="{value}"]').check()


def write_day(page: Page, name: str, day: date) -> None:
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f'[name="{name}-{part}"]').fill(str(value))


def promise(page: Page) -> None:
    page.get_by_label("The full statement").fill(STATEMENT)
    choose(page, "kind", "change_rule")
    choose(page, "domain", "nhs_organisations")


def inequality(page: Page) -> None:
    choose(page, "inequality", "conditions")
    choose(page, "determinants", "transport")
    choose(page, "mechanisms", "exposure")


def action(page: Page) -> None:
    choose(page, "level", "conditions")
    choose(page, "distribution", "universal")


def ownership(page: Page) -> None:
    page.get_by_label("Post-holder who answers for it").fill("Head of rostering")


def timing(page: Page) -> None:
    write_day(page, "ends_on", clock.today() + timedelta(days=700))
    page.locator('[name="milestones-0-title"]').fill("Timetable agreed with the bus company")
    write_day(page, "milestones-0-planned_on", clock.today() + timedelta(days=200))


def new(page: Page) -> None:
    choose(page, "additionality", "new")


SECTIONS: dict[str, Callable[[Page], None]] = {
    "promise": promise,
    "inequality": inequality,
    "action": action,
    "ownership": ownership,
    "timing": timing,
    "new": new,
}
