"""Every page, wide and narrow, as the people who open it see it: axe-core, the console, and the edges."""

import email
import email.policy
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize
from werkzeug.routing import MapAdapter

from equity_tracker import create_app
from equity_tracker.config import Settings
from equity_tracker.extensions import db
from tests.journeys.conftest import Site, wait_until
from tests.journeys.guide import Guide
from tests.journeys.once import once
from tests.journeys.pages import NO_PAGES, STOPS, Stop
from tests.journeys.pages import stop as people

pytestmark = pytest.mark.browser

WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=320, height=800)
RUN_AXE = "() => axe.run({resultTypes: ['violations']})"
# Colours do not change with the width, and to compare them takes as long as all else together.
RUN_AXE_BUT_FOR_COLOURS = (
    "() => axe.run({resultTypes: ['violations'], rules: {'color-contrast': {enabled: false}}})"
)
OPEN_ALL = "() => document.querySelectorAll('details').forEach(details => details.open = true)"
TOO_WIDE = """() => {
    const edge = document.documentElement.clientWidth;
    if (document.scrollingElement.scrollWidth <= edge) return [];
    return [...document.body.querySelectorAll('*')]
        .filter(element => element.getBoundingClientRect().right > edge + 1)
        .map(element => element.outerHTML.slice(0, 150)).slice(-3);
}"""

# A field without label, a handler in the page, a picture that is missing, one from elsewhere, a wide block.
FAULTY = """() => {
    document.querySelector("main").insertAdjacentHTML("beforeend",
        '<input><img src="missing" onerror="window.ran = true" alt="">'
        + '<img src="https://elsewhere.example/" alt=""><pre>wide</pre>');
    document.querySelector("main pre").style.width = "2000px";
}"""


@dataclass
class Window:
    """One person's browser window, and what it has noticed since it was last asked."""

    page: Page
    site: Site
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.seen.append(f"script: {error}"))
        self.page.on("request", self._watch)

    def _hear(self, message: ConsoleMessage) -> None:
        # The browser reports the status of a page that is refused on purpose; the test looks at that itself.
        own_status = message.location.get("url") == self.page.url and "status of 4" in message.text
        if message.type in {"error", "warning"} and not own_status:
            self.seen.append(f"console: {message.text}")

    def _watch(self, request: Request) -> None:
        if not request.url.startswith(self.site.url):
            self.seen.append(f"request to {request.url}")

    def open(self, address: str) -> int:
        """Open a page, and return its status."""
        self.seen.clear()
        answer = self.page.goto(address)
        assert answer is not None
        return answer.status

    def send(self) -> int:
        """Send the page's form as it stands, and return the status of the answer."""
        with self.page.expect_navigation() as answer:
            # A named button does something else than send the form: adds a row, or saves it for later.
            unnamed = self.page.locator("main form button[type=submit]:not([name])")
            at_the_end = self.page.locator("main .govuk-button-group button[type=submit]:not([name])")
            (at_the_end.last if at_the_end.count() else unnamed.last).click()
        assert answer.value is not None
        return answer.value.status

    def faults(self) -> list[str]:
        """Return what is wrong with the page, on a telephone and on a wide screen."""
        return [*self.faults_narrow(), *self.faults_wide()]

    def faults_wide(self) -> list[str]:
        """Return what is wrong with the page on a wide screen, its colours among it."""
        self.page.set_viewport_size(WIDE)
        self.page.evaluate(OPEN_ALL)
        return [*self._axe("wide", RUN_AXE), *self.seen]

    def faults_narrow(self) -> list[str]:
        """Return what is wrong with the page on a telephone, once as it stands and once with all opened."""
        self.page.set_viewport_size(NARROW)
        too_wide = [f"wider than a telephone: {element}" for element in self.page.evaluate(TOO_WIDE)]
        self.page.evaluate(OPEN_ALL)
        return [*too_wide, *self._axe("narrow", RUN_AXE_BUT_FOR_COLOURS), *self.seen]

    def _axe(self, width: str, run: str) -> list[str]:
        results = AxeResults(self.page.evaluate(run))
        return [
            f"{width}: {results.generate_report(found['id'])}" for found in results.response["violations"]
        ]


Open = Callable[[str], Window]


@dataclass(frozen=True)
class Letter:
    """A mail that is on its way."""

    to: str
    path: str

    def link(self, site: Site) -> str:
        """Return the link that it brings, or nothing while it has not come."""
        letters = sorted((site.folder / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime)
        for file in reversed(letters):
            message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            body = message.get_body(("plain",))
            link = re.search(rf"{re.escape(site.url)}/{self.path}/\S+", body.get_content()) if body else None
            if link and self.to in str(message["To"]):
                return link.group()
        return ""


@pytest.fixture(scope="module")
def window_of(site: Site, browser: Browser) -> Iterator[Open]:
    """Return a function that gives a person's window, signed in once and shared by all tests here."""
    windows: dict[str, Window] = {}

    def open_for(who: str) -> Window:
        if who not in windows:
            context = browser.new_context(base_url=site.url)
            context.add_init_script(script=AXE_SCRIPT)
            windows[who] = Window(context.new_page(), site)
            windows[who].page.set_viewport_size(NARROW)
            if who:
                sign_in(windows[who].page, who, site.password)
        return windows[who]

    yield open_for
    for window in windows.values():
        window.page.context.close()


def sign_in(page: Page, who: str, password: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(who)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest.fixture(scope="module")
def guide(site: Site) -> Guide:
    """Return who knows the addresses of the site, read beside the browser's own thread."""

    def read() -> MapAdapter:
        app = create_app(Settings.from_environment(site.environment))
        with app.app_context():
            db.engine.dispose()
        return app.url_map.bind("127.0.0.1")

    with ThreadPoolExecutor(max_workers=1) as beside:
        return Guide(beside.submit(read).result())


@pytest.fixture(scope="module")
def letters(shared: Path, window_of: Open) -> dict[str, Letter]:
    """Once for all workers do what makes the rarer pages, and say which letters that brings."""
    sent = once(shared, "letters", lambda: make_rarer_pages(window_of))
    return {what: Letter(to, path) for what, (to, path) in sent.items()}


def make_rarer_pages(window_of: Open) -> dict[str, tuple[str, str]]:
    """Ask for two reports, invite, forget a password; return to whom and with what path letters are sent."""
    new, known = f"{secrets.token_hex(4)}@example.org", "wren@coastal-regulator.example.org"
    admin, coordinator, nobody = (window_of(who) for who in (people.ADMIN, people.APPROVING, people.NOBODY))
    admin.open(f"{people.HOME}/reports/")
    assert admin.send() == 200
    coordinator.open(f"{people.OTHER_PROGRAMME}/reports/")
    assert coordinator.send() == 200
    invite_a_person(admin, f"{people.HOME}/team/invite", new, "Viewer")
    invite_a_person(coordinator, f"{people.OTHER_PROGRAMME}/team/invite", known, "Observer")
    ask_by_link(window_of(people.EDITOR), "gil@elsewhere.example.org")
    invite_an_organisation(coordinator, "Harbour Integrated Care Board")
    nobody.open("/forgot-password")
    nobody.page.get_by_label("E-mail address").fill(known)
    assert nobody.send() == 200
    return {
        "to somebody new": (new, "invitations"),
        "to somebody with an account": (known, "invitations"),
        "a new password": (known, "reset-password"),
        "to write a check-in": ("gil@elsewhere.example.org", "check-in-link"),
    }


def invite_a_person(window: Window, address: str, email_address: str, role: str) -> None:
    window.open(address)
    window.page.get_by_label("e-mail address").fill(email_address)
    window.page.get_by_label(role).check()
    assert window.send() == 200


def ask_by_link(window: Window, address: str) -> None:
    window.open(f"{people.HOME}/check-ins/")
    window.page.get_by_role("link", name="A hardship fund").click()
    window.page.get_by_text("Let somebody else go on with it").click()
    window.page.get_by_role("button", name="Ask somebody without an account").click()
    window.page.get_by_label("e-mail address").fill(address)
    assert window.send() == 200


def invite_an_organisation(window: Window, name: str) -> None:
    window.open(f"{people.OTHER_PROGRAMME}/organisations/invite?q={name}")
    window.page.get_by_role("link", name=f"Invite {name}").click()
    assert window.send() == 200


def test_every_page_is_listed_or_said_to_be_none(guide: Guide) -> None:
    get = {rule.endpoint for rule in guide.routes.map.iter_rules() if "GET" in (rule.methods or set())}
    listed = {stop.endpoint for stop in STOPS if stop.endpoint}
    assert listed & NO_PAGES.keys() == set()
    assert listed | NO_PAGES.keys() == get


@pytest.fixture
def window(stop: Stop, window_of: Open, guide: Guide, letters: dict[str, Letter]) -> Window:
    """Return the window of who is at this stop, with its page open."""
    window = window_of(stop.who)
    status = window.open(guide.address_of(stop, window.page.context))
    if stop.sent:
        status = window.send()
    assert status == stop.status
    return window


def in_turn(stops: Sequence[Stop]) -> list[ParameterSet]:
    """Return all stops; of those at one page, all but the first are left to `make test-thorough`."""
    first = {stop.endpoint: stop for stop in reversed(stops)}
    return [
        pytest.param(stop, id=stop.name, marks=() if stop is first[stop.endpoint] else pytest.mark.thorough)
        for stop in stops
    ]


@pytest.mark.parametrize("stop", in_turn(STOPS))
def test_the_page_has_no_fault_on_a_telephone(window: Window) -> None:
    assert window.faults_narrow() == []


@pytest.mark.thorough
@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.name)
def test_the_page_has_no_fault_on_a_wide_screen(window: Window) -> None:
    assert window.faults_wide() == []


LETTERS = ["to somebody new", "to somebody with an account", "a new password", "to write a check-in"]


@pytest.mark.parametrize("letter", LETTERS)
def test_the_page_behind_a_mailed_link_has_no_fault(
    letter: str, site: Site, window_of: Open, letters: dict[str, Letter]
) -> None:
    wait_until(lambda: bool(letters[letter].link(site)), "the letter to arrive")
    window = window_of(people.NOBODY)
    assert window.open(letters[letter].link(site)) == 200
    assert window.faults() == []


def test_the_page_of_a_finished_report_has_no_fault(
    window_of: Open, guide: Guide, letters: dict[str, Letter]
) -> None:
    window = window_of(people.ADMIN)
    stop = Stop("", people.ADMIN, f"{people.HOME}/reports/", ("reports.show_report",))
    address = guide.address_of(stop, window.page.context)
    wait_until(lambda: window.open(address) == 200 and has_file(window.page), "the report to be made")
    assert window.faults() == []


def has_file(page: Page) -> bool:
    return page.get_by_role("link", name="Download the report").count() == 1


def test_what_the_other_tests_look_for_is_noticed_where_it_is(window_of: Open) -> None:
    window = window_of(people.NOBODY)
    window.open("/sign-in")
    window.page.evaluate(FAULTY)
    window.page.wait_for_timeout(300)
    faults = "\n".join(window.faults())
    assert window.page.evaluate("window.ran") is None, "what stands in a page is never run"
    for fault in (
        "wide: ",
        "narrow: ",
        "wider than a telephone: <pre ",
        "Content Security Policy",
        "status of 404",
        "request to https://elsewhere",
    ):
        assert fault in faults


def test_the_pages_of_a_report_of_record_have_no_fault(window_of: Open) -> None:
    window = window_of(people.NOBODY)
    issued = window.page.locator("main table a")

    def is_there() -> bool:
        return window.open("/reports/issued") == 200 and issued.count() > 0

    wait_until(is_there, "a worker to make a report")
    address = issued.first.get_attribute("href")
    for path in (address, f"{address}/check"):
        assert window.open(str(path)) == 200
        assert window.faults() == []
