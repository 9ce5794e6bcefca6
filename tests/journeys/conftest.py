"""A real browser on a real installation, started by the README's own command."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.journeys.once import once, using

ROOT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# On a slow machine where much else runs. Whatever happens sooner is seen sooner.
LONGEST_START = 300
LONGEST_WAIT = 400
expect.set_options(timeout=30_000)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Wait for what a worker makes when everything else has been done, and not meanwhile."""
    items.sort(key=lambda item: item.get_closest_marker("waits") is not None)


@dataclass(frozen=True)
class Site:
    """A running installation."""

    url: str
    data_folder: str
    password: str
    environment: dict[str, str]

    @property
    def folder(self) -> Path:
        return Path(self.data_folder)

    def command(self, *words: str) -> str:
        """Run a flask command on it, and return what it said."""
        done = subprocess.run(
            ["scripts/flask.sh", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all workers of this run see."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def site(shared: Path) -> Iterator[Site]:
    """One installation for all workers: the first starts it, and stops it when no other uses it."""
    with using(shared, "site") as forget, ExitStack() as ours:

        def start() -> dict[str, Any]:
            site = ours.enter_context(running_site(shared / "site"))
            ours.callback(forget)
            return asdict(site)

        found = once(shared, "site", start)
        yield Site(**found)


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """Start everything with `make run` in a folder of its own; stop all of it afterwards."""
    folder.mkdir(exist_ok=True)
    port = free_port()
    environment = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}
    } | {
        "PORT": str(port),
        "DATA_FOLDER": str(folder),
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}",
        "SECRET_KEY": "a key for journeys only, and quite long enough",
    }
    log = folder / "make-run.log"
    with log.open("w") as said:
        running = subprocess.Popen(
            ["make", "run"], cwd=ROOT, env=environment, stdout=said, stderr=said, start_new_session=True
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until(lambda: answers(url, running, log), "the site to answer", seconds=LONGEST_START)
        password = re.search(r"password[^:\n]*: *(.+)", log.read_text())
        assert password, log.read_text()
        yield Site(url, str(folder), password.group(1).strip(), environment)
    finally:
        stop(running)


def stop(running: "subprocess.Popen[bytes]") -> None:
    """End it at once, with all reports that are under way: nobody reads them any more."""
    for process in list(family(running.pid)):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    running.wait(timeout=10)


def family(process: int) -> Iterator[int]:
    """Yield a process and all that it started, those in sessions of their own as well (Linux, proc(5))."""
    yield process
    for child in children_of(process):
        yield from family(child)


def children_of(process: int) -> list[int]:
    """Return what it started; nothing when it has ended meanwhile."""
    with suppress(OSError):
        lists = [row.read_text() for row in Path(f"/proc/{process}/task").glob("*/children")]
        return [int(child) for row in lists for child in row.split()]
    return []


def answers(url: str, running: "subprocess.Popen[bytes]", log: Path) -> bool:
    assert running.poll() is None, f"make run ended early:\n{log.read_text()[-3000:]}"
    try:
        with urllib.request.urlopen(f"{url}/healthz/live", timeout=2) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except OSError:
        return False


def wait_until(happens: Callable[[], bool], what: str, *, seconds: float = LONGEST_WAIT) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, f"waited {seconds} seconds for {what}"
        time.sleep(0.25)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def reader(site: Site, browser: Browser) -> Iterator[Page]:
    """Open a browser window for somebody without an account."""
    context = browser.new_context(base_url=site.url)
    yield context.new_page()
    context.close()


SignIn = Callable[[str], Page]


@pytest.fixture
def sign_in(site: Site, browser: Browser) -> Iterator[SignIn]:
    """Open a browser window of their own for a person of the demonstration, signed in."""
    contexts = []

    def open_for(address: str) -> Page:
        context = browser.new_context(base_url=site.url)
        contexts.append(context)
        page = context.new_page()
        page.goto("/sign-in")
        page.get_by_label("E-mail address").fill(address)
        page.get_by_role("textbox", name="Password").fill(site.password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda address: "/sign-in" not in address)
        return page

    yield open_for
    for context in contexts:
        context.close()
