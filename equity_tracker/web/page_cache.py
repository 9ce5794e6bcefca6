"""Keeps public pages for some seconds in front of Flask, whose own part is most of their cost.

The answer decides whether it may be kept (`Cache-Control: public`), the prefixes where. Below them no
cookie reaches the application, so that every visitor is sent the same bytes.
"""

import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import lru_cache
from threading import Lock
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import brotli
from werkzeug.datastructures import Accept, ResponseCacheControl
from werkzeug.http import (
    parse_accept_header,
    parse_cache_control_header,
    parse_date,
    parse_etags,
    parse_set_header,
    quote_etag,
    unquote_etag,
)

SECONDS_AT_MOST = 30
PAGES_AT_MOST = 500
BYTES_AT_MOST = 50_000_000
PAGE_BYTES_AT_MOST = 1_000_000
QUERY_AT_MOST = 2_000
WORTH_PACKING = 500

OF_ONE_VISITOR = (
    "HTTP_COOKIE",
    "HTTP_AUTHORIZATION",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_RANGE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_IF_RANGE",
)
OF_ONE_ANSWER = {"content-length", "etag", "vary", "age", "date", "x-request-id"}
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}

Key = tuple[str, str, str]


class Answer:
    """What the application answers. Flask starts its answer before it returns one."""

    def __init__(self, application: WSGIApplication, environ: WSGIEnvironment) -> None:
        self.status = ""
        self.headers: list[tuple[str, str]] = []
        self._body = application(environ, self._start)

    def first(self, name: str) -> str:
        """Return the header of that name, or of several the first."""
        return next((value for said, value in self.headers if said.lower() == name), "")

    def read(self) -> bytes:
        body = b"".join(self._body)
        self._close()
        return body

    def pass_on(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Send it on as it comes; the server closes it after the last byte."""
        version = self.first("etag"), self.first("last-modified")
        is_known = self.status.startswith("200 ") and _has_it(environ, *version)
        if is_known or self.status.startswith("304 "):
            start_response("304 Not Modified", _without_body(self.headers))
        else:
            start_response(self.status, self.headers)
            if environ["REQUEST_METHOD"] != "HEAD":
                return self._body
        self._close()
        return []

    def _start(self, status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
        self.status, self.headers = status, headers
        return _refuse_to_write

    def _close(self) -> None:
        if (close := getattr(self._body, "close", None)) is not None:
            close()


class KeptPage:
    def __init__(self, answer: Answer, kept_at: float, seconds: float) -> None:
        self.body = answer.read()
        self.seconds = seconds
        self.renew(kept_at)
        self.etag = unquote_etag(answer.first("etag"))[0] or hashlib.sha256(self.body).hexdigest()[:32]
        self._headers = [
            *((name, value) for name, value in answer.headers if name.lower() not in OF_ONE_ANSWER),
            # Weak, because a packed body has other bytes than the same page unpacked.
            ("ETag", quote_etag(self.etag, weak=True)),
            ("Vary", "Accept-Encoding"),
        ]
        self._changed_at = answer.first("last-modified")
        packable = len(self.body) >= WORTH_PACKING and _is_text(answer.first("content-type"))
        self._bodies: dict[str, bytes | None] = {"": self.body, **dict.fromkeys(PACKERS if packable else ())}

    def renew(self, now: float) -> None:
        """Keep it for as long again."""
        self.kept_at = now
        self.fresh_until = now + self.seconds

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse, now: float) -> list[bytes]:
        headers = [*self._headers, ("Age", str(int(now - self.kept_at)))]
        if _has_it(environ, self.etag, self._changed_at):
            start_response("304 Not Modified", _without_body(headers))
            return []
        encoding, body = self._packed_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
        if encoding:
            headers.append(("Content-Encoding", encoding))
        start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _packed_for(self, accepted: str) -> tuple[str, bytes]:
        encoding = _preferred(accepted)
        if encoding not in self._bodies:
            return "", self.body
        body = self._bodies[encoding]
        if body is None:
            # Packed when first asked for, and perhaps twice at once, which does no harm.
            body = self._bodies[encoding] = PACKERS[encoding](self.body)
        return encoding, body


class PageCache:
    """Each prefix stands for itself and what is below it; the addresses in `alone`, for themselves only."""

    def __init__(
        self,
        application: WSGIApplication,
        prefixes: Iterable[str],
        alone: Iterable[str] = ("/",),
        max_seconds: float = SECONDS_AT_MOST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._application = application
        prefixes = tuple(prefixes)
        self._exactly = frozenset((*prefixes, *alone))
        self._below = tuple(f"{prefix}/" for prefix in prefixes)
        self._max_seconds = max_seconds
        self._clock = clock
        self._lock = Lock()
        self._pages: OrderedDict[Key, KeptPage] = OrderedDict()
        self._bytes = 0
        # Addresses whose answers are too long to be kept, or are streams.
        self._long: OrderedDict[Key, None] = OrderedDict()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or not self._covers(path):
            return self._application(environ, start_response)
        key = (environ.get("HTTP_HOST", ""), path, environ.get("QUERY_STRING", ""))
        now = self._clock()
        page = self._find(key)
        if page is None or page.fresh_until <= now:
            answer = Answer(self._application, _for_everyone(environ, page, is_long=key in self._long))
            seconds = _seconds_kept(answer)
            if page is not None and answer.status.startswith("304 "):
                answer.read()
                page.renew(now)
            elif not seconds or len(key[2]) > QUERY_AT_MOST:
                self._note(key, answer)
                return answer.pass_on(environ, start_response)
            else:
                page = KeptPage(answer, now, min(seconds, self._max_seconds))
                self._keep(key, page)
        return page.answer(environ, start_response, now)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._bytes = 0

    def __len__(self) -> int:
        return len(self._pages)

    def _covers(self, path: str) -> bool:
        return path in self._exactly or path.startswith(self._below)

    def _find(self, key: Key) -> KeptPage | None:
        """Return it however old it is: one that has not changed since is good for as long again."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def _note(self, key: Key, answer: Answer) -> None:
        """Note an address that is always answered anew, so that whoever has the answer is asked first."""
        if answer.status.startswith("200 ") and answer.first("last-modified"):
            with self._lock:
                self._long[key] = None
                while len(self._long) > PAGES_AT_MOST:
                    self._long.popitem(last=False)

    def _keep(self, key: Key, page: KeptPage) -> None:
        with self._lock:
            before = self._pages.pop(key, None)
            self._bytes += _room(page) - (_room(before) if before else 0)
            self._pages[key] = page
            while len(self._pages) > PAGES_AT_MOST or self._bytes > BYTES_AT_MOST:
                self._bytes -= _room(self._pages.popitem(last=False)[1])


def _for_everyone(environ: WSGIEnvironment, kept: KeptPage | None, *, is_long: bool) -> WSGIEnvironment:
    """Ask as nobody in particular, and for nothing that is kept and still true.

    Where nothing is kept, say which version the visitor has: a tag is of one version of one address. The day
    it was changed says less, and is passed on only where there was an answer before, too long to be kept.
    """
    shared = {name: value for name, value in environ.items() if name not in OF_ONE_VISITOR}
    seen = environ.get("HTTP_IF_NONE_MATCH", "")
    if kept is not None:
        shared["HTTP_IF_NONE_MATCH"] = quote_etag(kept.etag, weak=True)
    elif seen and "*" not in seen:
        shared["HTTP_IF_NONE_MATCH"] = seen
    elif is_long and not seen and "HTTP_IF_MODIFIED_SINCE" in environ:
        shared["HTTP_IF_MODIFIED_SINCE"] = environ["HTTP_IF_MODIFIED_SINCE"]
    return {**shared, "REQUEST_METHOD": "GET"}


def _has_it(environ: WSGIEnvironment, etag: str, changed_at: str) -> bool:
    """Say whether the visitor has this version. By the clock only who keeps no tags (RFC 9110, 13.1.3)."""
    if seen := environ.get("HTTP_IF_NONE_MATCH"):
        return bool(etag) and parse_etags(seen).contains_weak(unquote_etag(etag)[0] or etag)
    since, last = parse_date(environ.get("HTTP_IF_MODIFIED_SINCE")), parse_date(changed_at)
    return since is not None and last is not None and since >= last


def _without_body(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [pair for pair in headers if not pair[0].lower().startswith("content-t")]


def _refuse_to_write(_data: bytes) -> None:
    raise NotImplementedError("Flask returns its answers. Writing them is for servers of long ago.")


def _seconds_kept(answer: Answer) -> int:
    """Return how long the answer says that it may be kept; 0 when it must not."""
    said: dict[str, str] = {}
    for name, value in answer.headers:
        key = name.lower()
        said[key] = f"{said[key]}, {value}" if key in said else value
    may_be = (
        answer.status.startswith("200 ")
        and "set-cookie" not in said
        and "content-encoding" not in said
        and _varies_for_all_alike(said.get("vary", ""))
        # A stream tells no length; it is passed on as it comes.
        and int(said.get("content-length", PAGE_BYTES_AT_MOST + 1)) <= PAGE_BYTES_AT_MOST
    )
    return _seconds_said(said.get("cache-control", "")) if may_be else 0


@lru_cache(maxsize=256)
def _seconds_said(control: str) -> int:
    said = parse_cache_control_header(control, cls=ResponseCacheControl)
    may_be = said.public and not (said.no_store or said.private or said.no_cache)
    return max(said.max_age or 0, 0) if may_be else 0


@lru_cache(maxsize=256)
def _varies_for_all_alike(vary: str) -> bool:
    return {name.lower() for name in parse_set_header(vary)} <= {"accept-encoding"}


def _room(page: KeptPage) -> int:
    """Twice its length: both packed bodies together are shorter than the page."""
    return 2 * len(page.body)


def _is_text(content_type: str) -> bool:
    mimetype = content_type.partition(";")[0].strip().lower()
    return mimetype.startswith("text/") or mimetype.endswith(("json", "xml"))


@lru_cache(maxsize=256)
def _preferred(accepted: str) -> str:
    parsed = parse_accept_header(accepted, Accept)
    return next((encoding for encoding in PACKERS if parsed.quality(encoding) > 0), "")
