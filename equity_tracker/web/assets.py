"""Style, script, fonts and pictures under names made from their content, so that browsers keep them for ever.

`static_url("css/app.css")` in a template gives `/static/css/app.3f9a1c0b52d7.css`.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from posixpath import basename, dirname, join, normpath, splitext
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from equity_tracker.web.security import ALWAYS, UNLESS_THE_VIEW_SAYS

PREFIX = "/static/"
FOR_EVER = "public, max-age=31536000, immutable"
# How a file of each kind names another.
REFERENCES = {
    ".css": re.compile(r"""(?P<before>\burl\(\s*["']?)(?P<name>[^"')\s]+)"""),
    ".js": re.compile(r"""(?P<before>\b(?:from|import)\s*\(?\s*["'])(?P<name>\.{1,2}/[^"']+)"""),
}

# In the style of reports: read by whatever makes the PDF, from the package, under the name it has there.
FOR_PAPER = "asset:"
# Under which name `url_on_screen` is kept with the application.
ON_SCREEN = "assets_on_screen"


class BrokenReference(Exception):
    """A file names another that is not there. Found at the start, and not by a visitor."""


class Assets:
    """Reads `source` once, at the start. What is served lies in `built`, for the package is only read."""

    def __init__(self, source: Path, built: Path) -> None:
        self._built = built
        self._contents = {
            path.relative_to(source).as_posix(): path.read_bytes()
            for path in sorted(source.rglob("*"))
            if path.is_file() and not path.name.startswith(".")
        }
        self._contents |= {
            _on_screen(name): content.replace(FOR_PAPER.encode(), b"../")
            for name, content in self._contents.items()
            if name.endswith(".css") and FOR_PAPER.encode() in content
        }
        self._hashed: dict[str, str] = {}
        for name in self._contents:
            self._hash(name, asked_by=())

    def url(self, name: str) -> str:
        if name not in self._hashed:
            raise BrokenReference(f"There is no static file {name}")
        return PREFIX + self._hashed[name]

    def url_on_screen(self, name: str) -> str:
        """Return the address of what a report names, for a browser that shows what would be printed."""
        return self.url(_on_screen(name) if _on_screen(name) in self._hashed else name)

    def in_front_of(self, application: WSGIApplication) -> WSGIApplication:
        def with_assets(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            file = None
            if environ["REQUEST_METHOD"] in {"GET", "HEAD"} and environ["PATH_INFO"].startswith(PREFIX):
                file = self._files.get(environ["PATH_INFO"])
            if file is None:
                return application(environ, start_response)
            served: Iterable[bytes] = WhiteNoise.serve(file, environ, start_response)
            return served

        return with_assets

    def _hash(self, name: str, asked_by: tuple[str, ...]) -> str:
        """The hash covers the names of the files it refers to, so those are hashed first."""
        if name in asked_by:
            raise BrokenReference(f"{name} and {asked_by[-1]} refer to each other")
        if name not in self._hashed:
            stem, kind = splitext(name)
            if kind in REFERENCES:
                self._contents[name] = self._with_hashed_references(name, REFERENCES[kind], (*asked_by, name))
            self._hashed[name] = f"{stem}.{hashlib.sha256(self._contents[name]).hexdigest()[:12]}{kind}"
        return self._hashed[name]

    def _with_hashed_references(
        self, name: str, pattern: re.Pattern[str], asked_by: tuple[str, ...]
    ) -> bytes:
        def hashed(found: re.Match[str]) -> str:
            if found["name"].startswith(FOR_PAPER):
                return found[0]
            target = normpath(join(dirname(name), found["name"]))
            if target not in self._contents:
                raise BrokenReference(f"{name} refers to {found['name']}, which is not there")
            folder = dirname(found["name"])
            return found["before"] + join(folder, basename(self._hash(target, asked_by)))

        return pattern.sub(hashed, self._contents[name].decode()).encode()

    @cached_property
    def _files(self) -> dict[str, object]:
        """Built when the first one is asked for: commands and workers never do."""
        for name, content in self._contents.items():
            _write_packed(self._built / self._hashed[name], content)
        white_noise = WhiteNoise(
            None, allow_all_origins=False, max_age=None, add_headers_function=self._add_headers
        )
        for name in self._hashed.values():
            white_noise.add_file_to_dictionary(PREFIX + name, str(self._built / name))
        files: dict[str, object] = white_noise.files
        return files

    @staticmethod
    def _add_headers(headers: Headers, _path: str, url: str) -> None:
        headers["Cache-Control"] = FOR_EVER
        headers["ETag"] = f'"{url.split(".")[-2]}"'
        for name, value in (ALWAYS | UNLESS_THE_VIEW_SAYS).items():
            headers[name] = value


def _on_screen(name: str) -> str:
    stem, kind = splitext(name)
    return f"{stem}-on-screen{kind}"


def init_app(app: Flask, *, folder: Path, built: Path) -> None:
    """`app` must have been made with `static_folder=None`, so that there is one address for each file."""
    assets = Assets(folder, built)
    app.jinja_env.globals["static_url"] = assets.url
    app.extensions[ON_SCREEN] = assets.url_on_screen
    app.wsgi_app = assets.in_front_of(app.wsgi_app)  # type: ignore[method-assign,assignment]


def _write_packed(path: Path, content: bytes) -> None:
    """Beside the file its packed forms, which WhiteNoise picks from. The file itself comes last: it says
    to other processes that all are there.
    """
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    compressor = Compressor(quiet=True)
    if compressor.should_compress(path.name):
        _write_whole(path.with_name(path.name + ".br"), compressor.compress_brotli(content))
        _write_whole(path.with_name(path.name + ".gz"), compressor.compress_gzip(content))
    _write_whole(path, content)


def _write_whole(path: Path, content: bytes) -> None:
    handle, aside = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(aside).replace(path)
