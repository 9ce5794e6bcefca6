import gzip
import threading
from collections.abc import Iterator
from http.cookies import SimpleCookie

import brotli
import pytest
from flask import Flask, Response, g, request
from werkzeug.test import Client, TestResponse

from equity_tracker.web import page_cache
from equity_tracker.web.page_cache import PageCache

PREFIXES = ("/commitments", "/programmes")
LONG = "A promise. " * 200


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Site:
    """An application that counts how often it is asked, behind a cache with a clock of its own."""

    def __init__(self) -> None:
        self.asked = 0
        self.body = LONG
        self.headers: dict[str, str] = {"Cache-Control": "public, max-age=20"}
        self.status = 200
        self.mimetype = "text/html"
        self.last_environ: dict[str, object] = {}
        self.closed = 0
        self.clock = Clock()
        self.app = Flask(__name__, static_folder=None)
        self.app.add_url_rule("/", "home", self.answer)
        self.app.add_url_rule("/<path:path>", "page", self.answer, methods=["GET", "POST"])
        self.cache = PageCache(self.app.wsgi_app, PREFIXES, clock=self.clock)
        self.client = Client(self.cache, use_cookies=False)

    def answer(self, path: str = "") -> Response:
        self.asked += 1
        self.last_environ = dict(request.environ)
        answer = Response(self.body, self.status, self.headers, mimetype=self.mimetype)
        answer.call_on_close(self.close)
        return answer

    def close(self) -> None:
        self.closed += 1

    def get(self, path: str = "/commitments", **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(path, headers=named)


@pytest.fixture
def site() -> Site:
    return Site()


def test_a_public_page_is_made_once_and_then_kept(site: Site) -> None:
    first, second = site.get(), site.get()
    assert site.asked == 1
    assert first.get_data(as_text=True) == second.get_data(as_text=True) == LONG
    assert second.headers["Cache-Control"] == "public, max-age=20"
    assert second.mimetype == "text/html"


def test_it_is_made_anew_when_its_time_is_over(site: Site) -> None:
    site.get()
    site.body = "Changed"
    site.clock.seconds += 19.9
    assert site.get().get_data(as_text=True) == LONG
    assert site.get().headers["Age"] == "19"
    site.clock.seconds += 0.2
    assert site.get().get_data(as_text=True) == "Changed"


def test_it_is_never_kept_longer_than_half_a_minute(site: Site) -> None:
    site.headers = {"Cache-Control": "public, max-age=86400"}
    site.get()
    site.clock.seconds += 31
    site.get()
    assert site.asked == 2


def test_clearing_forgets_everything(site: Site) -> None:
    site.get()
    site.cache.clear()
    site.get()
    assert site.asked == 2


@pytest.mark.parametrize(
    "other",
    ["/commitments/fh17", "/commitments?page=2", "/commitments?", "/programmes"],
)
def test_another_address_is_another_page(site: Site, other: str) -> None:
    site.get("/commitments?domain=housing")
    site.get(other)
    assert site.asked == 2


def test_another_host_is_another_page(site: Site) -> None:
    site.get(Host="tracker.example")
    site.get(Host="other.example")
    assert site.asked == 2


@pytest.mark.parametrize(
    "path",
    ["/o/alder", "/account", "/sign-in", "/commitments-draft", "/o/commitments", "/follow"],
)
def test_no_page_elsewhere_is_ever_kept(site: Site, path: str) -> None:
    for _ in range(2):
        site.client.get(path, headers={"Cookie": "id=cora"})
        assert site.last_environ["HTTP_COOKIE"] == "id=cora"
    assert site.asked == 2
    assert len(site.cache) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cache-Control": "no-store"},
        {"Cache-Control": "private, max-age=20"},
        {"Cache-Control": "public"},
        {"Cache-Control": "public, max-age=0"},
        {"Cache-Control": "public, max-age=20, no-store"},
        {"Cache-Control": "max-age=20"},
        {"Cache-Control": "public, max-age=20", "Set-Cookie": "id=cora"},
        {"Cache-Control": "public, max-age=20", "Vary": "Cookie"},
        {"Cache-Control": "public, max-age=20", "Vary": "*"},
    ],
    ids=str,
)
def test_an_answer_that_does_not_say_it_is_for_everybody_is_not_kept(
    site: Site, headers: dict[str, str]
) -> None:
    site.headers = headers
    first = site.get()
    site.get()
    assert site.asked == 2
    assert first.get_data(as_text=True) == LONG
    assert first.headers.get("Cache-Control") == headers.get("Cache-Control")


@pytest.mark.parametrize("status", [201, 302, 404, 410, 500])
def test_only_a_plain_success_is_kept(site: Site, status: int) -> None:
    site.status = status
    assert site.get().status_code == status
    site.get()
    assert site.asked == 2


def test_what_is_sent_is_never_kept(site: Site) -> None:
    for _ in range(2):
        site.client.post("/commitments", data={"title": "x"}, headers={"Cookie": "id=cora"})
        assert site.last_environ["HTTP_COOKIE"] == "id=cora"
    assert site.asked == 2


def test_everybody_is_sent_the_same_bytes(site: Site) -> None:
    @site.app.before_request
    def greet() -> None:
        g.name = request.cookies.get("name") or request.headers.get("Authorization")
        site.body = f"Hello {g.name}"

    cora = site.get("/commitments/1", Cookie="name=Cora", Authorization="Bearer cora")
    nobody = site.get("/commitments/1")
    assert cora.get_data() == nobody.get_data() == b"Hello None"
    assert "HTTP_COOKIE" not in site.last_environ
    assert not SimpleCookie(cora.headers.get("Set-Cookie", ""))


def test_a_visitor_who_has_the_page_is_told_so_without_asking_the_application(site: Site) -> None:
    etag = site.get().headers["ETag"]
    answer = site.get(If_None_Match=etag)
    assert answer.status_code == 304
    assert answer.get_data() == b""
    assert answer.headers["ETag"] == etag
    assert answer.headers["Cache-Control"] == "public, max-age=20"
    assert "Content-Length" not in answer.headers
    assert site.asked == 1


def test_the_first_visitor_with_an_old_copy_fills_the_cache(site: Site) -> None:
    assert site.get(If_None_Match='"old"').get_data(as_text=True) == LONG
    assert site.get().status_code == 200
    assert site.asked == 1


def test_what_is_too_long_to_be_kept_is_not_made_for_who_has_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_cache, "PAGE_BYTES_AT_MOST", 10)
    site.headers |= {"ETag": 'W/"v7"', "Last-Modified": "Thu, 26 Nov 2026 09:00:00 GMT"}
    site.get()
    site.get(If_None_Match='W/"v7"', Cookie="id=cora")
    assert site.last_environ["HTTP_IF_NONE_MATCH"] == 'W/"v7"'
    assert "HTTP_COOKIE" not in site.last_environ
    site.get(If_Modified_Since="Thu, 26 Nov 2026 09:00:00 GMT")
    assert "HTTP_IF_MODIFIED_SINCE" in site.last_environ


def test_a_date_alone_is_no_proof_that_a_page_is_there(site: Site) -> None:
    site.get(If_Modified_Since="Thu, 26 Nov 2026 09:00:00 GMT")
    site.get("/commitments/1", If_None_Match="*")
    assert not {"HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH"} & site.last_environ.keys()


@pytest.mark.parametrize("seen", ['"v7"', 'W/"v7"', '"v6", "v7"', "*"])
def test_the_pages_own_version_is_kept(site: Site, seen: str) -> None:
    site.headers["ETag"] = '"v7"'
    assert site.get().headers["ETag"] == 'W/"v7"'
    assert site.get(If_None_Match=seen).status_code == 304
    assert site.get(If_None_Match='"v8"').status_code == 200


def test_the_version_changes_with_the_page(site: Site) -> None:
    before = site.get().headers["ETag"]
    site.cache.clear()
    site.body = LONG + "More."
    assert site.get(If_None_Match=before).status_code == 200


class TestWhenItsTimeIsOver:
    @pytest.fixture
    def old(self, site: Site) -> Site:
        """A site whose page has a version and is too old to be sent unasked."""
        site.headers["ETag"] = '"v7"'
        site.get()
        site.clock.seconds += 21
        return site

    def test_a_page_that_has_not_changed_is_kept_for_as_long_again(self, old: Site) -> None:
        old.status, old.body = 304, ""
        assert old.get().get_data(as_text=True) == LONG
        assert old.last_environ["HTTP_IF_NONE_MATCH"] == 'W/"v7"'
        old.clock.seconds += 19
        assert old.get().headers["Age"] == "19"
        assert old.asked == 2
        assert old.closed == 2

    def test_one_that_has_changed_is_kept_in_its_place(self, old: Site) -> None:
        old.headers["ETag"], old.body = '"v8"', LONG + "More."
        assert old.get(If_None_Match='"v7"').get_data(as_text=True) == LONG + "More."
        assert old.get(If_None_Match='"v8"').status_code == 304
        assert len(old.cache) == 1

    def test_one_that_is_gone_is_not_told_again(self, old: Site) -> None:
        old.status, old.headers = 410, {"Cache-Control": "no-store"}
        assert old.get().status_code == 410
        assert old.get(If_None_Match='"v7"').status_code == 410


class TestHead:
    def test_it_tells_everything_but_the_page(self, site: Site) -> None:
        head = site.client.head("/commitments")
        page = site.get()
        assert head.get_data() == b""
        assert head.headers == page.headers
        assert head.headers["Content-Length"] == str(len(LONG))
        assert site.asked == 1

    def test_it_sends_no_page_either_when_nothing_is_kept(self, site: Site) -> None:
        site.headers = {"Cache-Control": "no-store"}
        head = site.client.head("/commitments")
        assert (head.status_code, head.get_data()) == (200, b"")
        assert site.closed == 1


class TestPacking:
    @pytest.mark.parametrize(
        ("accepted", "encoding"),
        [
            ("gzip, deflate, br, zstd", "br"),
            ("gzip", "gzip"),
            ("br;q=0, gzip", "gzip"),
            ("*", "br"),
            ("identity", None),
            ("zstd", None),
            ("", None),
        ],
    )
    def test_a_page_is_packed_as_the_visitor_likes(
        self, site: Site, accepted: str, encoding: str | None
    ) -> None:
        answer = site.get(Accept_Encoding=accepted)
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
        assert answer.headers.get("Content-Encoding") == encoding
        assert unpack(answer.get_data()).decode() == LONG
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["Content-Length"] == str(len(answer.get_data()))

    def test_visitors_who_like_it_otherwise_share_the_page(self, site: Site) -> None:
        sizes = [len(site.get(Accept_Encoding=accepted).get_data()) for accepted in ("br", "", "gzip", "br")]
        assert site.asked == 1
        assert sizes[0] == sizes[3] < sizes[1]
        assert "HTTP_ACCEPT_ENCODING" not in site.last_environ

    def test_a_short_page_and_a_picture_are_left_as_they_are(self, site: Site) -> None:
        site.body = "Short"
        assert "Content-Encoding" not in site.get("/commitments/short", Accept_Encoding="br").headers
        site.body = LONG
        site.mimetype = "image/png"
        assert "Content-Encoding" not in site.get("/commitments/picture", Accept_Encoding="br").headers


class TestRoom:
    def test_the_page_seen_longest_ago_makes_room(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(page_cache, "PAGES_AT_MOST", 2)
        for path in ("/commitments/a", "/commitments/b", "/commitments/a", "/commitments/c"):
            site.get(path)
        site.get("/commitments/a")
        assert site.asked == 3
        site.get("/commitments/b")
        assert site.asked == 4

    def test_the_bytes_are_bounded_too(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(page_cache, "BYTES_AT_MOST", 5 * len(LONG))
        for number in range(10):
            site.get(f"/commitments/{number}")
        assert len(site.cache) == 2
        for _ in range(5):
            site.clock.seconds += 60
            site.get("/commitments/9")
        assert len(site.cache) == 2

    def test_a_very_long_page_or_address_is_passed_on(self, site: Site) -> None:
        site.get("/commitments?search=" + "x" * 2001)
        site.body = "x" * 1_000_001
        assert len(site.get("/commitments/long").get_data()) == 1_000_001
        assert len(site.cache) == 0

    def test_a_stream_is_passed_on_as_it_comes(self, site: Site) -> None:
        produced = []

        @site.app.get("/commitments/export")
        def export() -> Response:
            def rows() -> Iterator[str]:
                for number in range(3):
                    produced.append(number)
                    yield f"{number}\n"

            return Response(rows(), headers=site.headers)

        answer = site.client.get("/commitments/export", buffered=False)
        assert len(produced) <= 1
        assert answer.get_data() == b"0\n1\n2\n"
        assert len(site.cache) == 0


def test_the_application_is_told_when_its_answer_is_done(site: Site) -> None:
    site.get()
    site.get()
    assert site.closed == 1


def test_many_visitors_at_once_are_all_answered(site: Site) -> None:
    wrong: list[int] = []

    def visit() -> None:
        for number in range(60):
            answer = site.get(f"/commitments/{number % 3}", Accept_Encoding="br")
            if brotli.decompress(answer.get_data()).decode() != LONG:
                wrong.append(number)
            if number % 10 == 0:
                site.cache.clear()

    visitors = [threading.Thread(target=visit) for _ in range(6)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert wrong == []


def test_a_visitor_who_has_a_file_is_not_sent_it_again(site: Site) -> None:
    read = []

    @site.app.get("/commitments/everything.csv")
    def everything() -> Response:
        def rows() -> Iterator[str]:
            read.append("row")
            yield "row\n"

        return Response(rows(), headers={"Cache-Control": "public, max-age=20", "ETag": 'W/"v7"'})

    answer = site.get("/commitments/everything.csv", If_None_Match='W/"v7"')
    assert (answer.status_code, answer.get_data(), read) == (304, b"", [])
    assert site.get("/commitments/everything.csv", If_None_Match='"v6"').get_data() == b"row\n"
