import re
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import brotli
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from equity_tracker.web import assets
from equity_tracker.web.assets import Assets, BrokenReference
from tests.support.web_server import serving

HASHED = r"\.[0-9a-f]{12}\."
PACKAGE = Path(assets.__file__).parents[1]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    for folder in ("css", "js", "fonts", "vendor"):
        (source / folder).mkdir(parents=True)
    (source / "css" / "app.css").write_text(
        '@font-face { src: url("../fonts/sans.woff2") format("woff2") }\n' + "p { color: #123456 }\n" * 100
    )
    (source / "js" / "app.js").write_text('import { start } from "../vendor/kit.min.js";\nstart();\n' * 20)
    (source / "vendor" / "kit.min.js").write_text('export function start(){console.log("from here")}')
    (source / "fonts" / "sans.woff2").write_bytes(bytes(range(256)) * 10)
    (source / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (source / ".hidden").write_text("not for the public")
    return source


@pytest.fixture
def built(tmp_path: Path) -> Path:
    return tmp_path / "built"


def make_app(source: Path, built: Path) -> Flask:
    app = Flask(__name__, static_folder=None)
    assets.init_app(app, folder=source, built=built)
    return app


@pytest.fixture
def app(source: Path, built: Path) -> Flask:
    return make_app(source, built)


def fetch(app: Flask, path: str, **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return app.test_client().get(path, headers=named, buffered=True)


def address(app: Flask, name: str) -> str:
    return str(app.jinja_env.globals["static_url"](name))  # type: ignore[operator]


def test_a_file_is_served_under_a_name_made_from_its_content(app: Flask) -> None:
    path = address(app, "icon.svg")
    assert re.fullmatch(rf"/static/icon{HASHED}svg", path)
    assert fetch(app, path).get_data(as_text=True) == "<svg xmlns='http://www.w3.org/2000/svg'/>"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("css/app.css", 'text/css; charset="utf-8"'),
        ("js/app.js", 'text/javascript; charset="utf-8"'),
        ("fonts/sans.woff2", "font/woff2"),
        ("icon.svg", "image/svg+xml"),
    ],
)
def test_it_says_what_it_is_and_may_be_kept_for_ever(app: Flask, name: str, kind: str) -> None:
    answer = fetch(app, address(app, name))
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Set-Cookie" not in answer.headers


def test_a_style_names_its_fonts_as_they_are_served(app: Flask) -> None:
    style = fetch(app, address(app, "css/app.css")).get_data(as_text=True)
    [font] = re.findall(r'url\("\.\.(/[^"]+)"\)', style)
    assert f"/static{font}" == address(app, "fonts/sans.woff2")


def test_a_script_names_what_it_imports_as_it_is_served(app: Flask) -> None:
    script = fetch(app, address(app, "js/app.js")).get_data(as_text=True)
    assert f"/static{script.split('..', 1)[1].split(chr(34), 1)[0]}" == address(app, "vendor/kit.min.js")


def test_a_new_font_gives_the_style_a_new_name_too(source: Path, built: Path) -> None:
    before = Assets(source, built)
    (source / "fonts" / "sans.woff2").write_bytes(b"another")
    after = Assets(source, built)
    assert before.url("css/app.css") != after.url("css/app.css")
    assert before.url("js/app.js") == after.url("js/app.js")


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, br", "br"), ("gzip", "gzip"), ("identity", None)])
def test_it_is_packed_as_the_visitor_likes(app: Flask, accepted: str, encoding: str | None) -> None:
    answer = fetch(app, address(app, "css/app.css"), Accept_Encoding=accepted)
    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.headers["Vary"] == "Accept-Encoding"
    if encoding == "br":
        assert b"color: #123456" in brotli.decompress(answer.get_data())


def test_a_font_is_not_packed_again(app: Flask) -> None:
    answer = fetch(app, address(app, "fonts/sans.woff2"), Accept_Encoding="br")
    assert "Content-Encoding" not in answer.headers


def test_whoever_has_it_is_told_so(app: Flask) -> None:
    path = address(app, "css/app.css")
    etag = fetch(app, path).headers["ETag"]
    answer = fetch(app, path, If_None_Match=etag)
    assert (answer.status_code, answer.get_data()) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/css/app.css",
        "/static/css/app.000000000000.css",
        "/static/.hidden",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static//etc/passwd",
    ],
)
def test_nothing_else_is_served(app: Flask, path: str) -> None:
    assert fetch(app, path).status_code == 404


def test_only_reading_is_answered_here(app: Flask) -> None:
    assert app.test_client().post(address(app, "icon.svg")).status_code == 404
    assert app.test_client().head(address(app, "icon.svg")).get_data() == b""


def test_the_package_is_only_read(source: Path, built: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in source.rglob("*")}
    app = make_app(source, built)
    assert fetch(app, address(app, "icon.svg")).status_code == 200
    assert {path: path.stat().st_mtime_ns for path in source.rglob("*")} == before


def test_a_second_process_uses_what_the_first_has_built(source: Path, built: Path) -> None:
    for _ in range(2):
        app = make_app(source, built)
        assert fetch(app, address(app, "css/app.css")).status_code == 200
        moments = {path: path.stat().st_mtime_ns for path in built.rglob("*.*")}
    fetch(app, address(app, "css/app.css"))
    assert {path: path.stat().st_mtime_ns for path in built.rglob("*.*")} == moments
    assert len(list(built.glob("css/*"))) == 3


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("css/new.css", "a { background: url(missing.png) }"),
        ("css/new.css", "a { background: url('data:image/png;base64,AAAA') }"),
        ("css/new.css", "@import url(https://fonts.example/sans.css);"),
        ("css/new.css", "a { background: url(../../app.py) }"),
        ("css/new.css", "@import url(new.css);"),
        ("js/new.js", 'import "./missing.js";'),
        ("js/new.js", 'const kit = await import("./missing.js");'),
    ],
)
def test_a_file_that_names_what_is_not_there_stops_the_start(
    source: Path, built: Path, name: str, content: str
) -> None:
    (source / name).write_text(content)
    with pytest.raises(BrokenReference, match=name):
        Assets(source, built)


def test_a_style_for_paper_is_left_to_whatever_makes_the_pdf(source: Path, built: Path) -> None:
    style = "@font-face { src: url(asset:fonts/sans.woff2) }"
    (source / "css" / "report.css").write_text(style)
    app = make_app(source, built)
    assert fetch(app, address(app, "css/report.css")).get_data(as_text=True) == style


def test_a_template_that_names_what_is_not_there_fails_loudly(app: Flask) -> None:
    with pytest.raises(BrokenReference, match=r"css/gone\.css"):
        address(app, "css/gone.css")


def test_our_own_files_name_only_what_is_there(built: Path) -> None:
    assert Assets(PACKAGE / "static", built).url("css/app.css")


def test_it_works_under_waitress(app: Flask) -> None:
    with serving(app) as port, closing(HTTPConnection("127.0.0.1", port, timeout=5)) as visitor:
        visitor.request("GET", address(app, "css/app.css"), headers={"Accept-Encoding": "br"})
        assert b"color: #123456" in brotli.decompress(visitor.getresponse().read())
        visitor.request("GET", address(app, "fonts/sans.woff2"))
        assert visitor.getresponse().read() == bytes(range(256)) * 10
        visitor.request("GET", "/static/css/app.css")
        assert visitor.getresponse().status == 404
