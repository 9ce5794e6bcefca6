import pytest
from flask import Flask, Response, abort, request, url_for
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import create_environ

from equity_tracker.web import security

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
STATUSES = [200, 303, 400, 401, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503]


def make_app(public_base_url: str) -> Flask:
    app = Flask(__name__, static_folder=None)
    security.init_app(app, public_base_url)

    @app.route("/status/<int:status>")
    def answer_with(status: int) -> Response:
        if status >= 400:
            abort(status)
        return Response(status=status)

    @app.get("/crash")
    def crash() -> str:
        raise ZeroDivisionError

    @app.get("/page")
    def public_page() -> Response:
        answer = Response("the same for everybody")
        answer.cache_control.public = True
        answer.cache_control.max_age = 20
        if "cookie" in request.args:
            answer.set_cookie("who", "Cora")
        return answer

    @app.get("/embed/card")
    def embedded_card() -> Response:
        headers = {
            "Content-Security-Policy": "default-src 'none'; frame-ancestors *",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        return Response("card", headers=headers)

    @app.get("/o/<slug>/commitments")
    def list_commitments(slug: str) -> str:
        return slug

    @app.post("/sign-out")
    def sign_out() -> str:
        return "Signed out"

    @app.post("/form")
    def send_form() -> str:
        return f"{len(request.form)} {len(request.files)}"

    return app


@pytest.fixture
def client() -> FlaskClient:
    return make_app("https://tracker.example").test_client()


HERE = {"base_url": "https://tracker.example"}


@pytest.mark.parametrize("status", STATUSES)
def test_every_answer_carries_the_headers(client: FlaskClient, status: int) -> None:
    path = "/crash" if status == 500 else "/form" if status == 405 else f"/status/{status}"
    answer = client.get(path, **HERE)
    assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Server" not in answer.headers


def test_a_site_without_tls_does_not_promise_it() -> None:
    answer = make_app("http://127.0.0.1:8000").test_client().get("/page")
    assert "Strict-Transport-Security" not in answer.headers


def test_a_public_page_may_be_kept_but_not_with_a_cookie(client: FlaskClient) -> None:
    assert client.get("/page", **HERE).headers["Cache-Control"] == "public, max-age=20"
    assert client.get("/page?cookie=1", **HERE).headers["Cache-Control"] == "no-store"


def test_a_page_made_to_be_embedded_keeps_its_own_policy(client: FlaskClient) -> None:
    answer = client.get("/embed/card", **HERE)
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors *"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


class TestHosts:
    @pytest.mark.parametrize(
        "host", ["evil.example", "tracker.example.evil.example", "127.0.0.1:8000", "evil.example:443", "a b"]
    )
    def test_a_host_that_is_not_ours_is_refused(self, client: FlaskClient, host: str) -> None:
        answer = client.get("/page", headers={"Host": host})
        assert answer.status_code == 400
        assert answer.get_data(as_text=True) == "This address is not served here.\n"
        assert answer.headers["Cache-Control"] == "no-store"

    def test_a_request_that_names_no_host_is_refused(self, client: FlaskClient) -> None:
        environ = create_environ("/page", **HERE)
        del environ["HTTP_HOST"]
        assert environ["SERVER_NAME"] == "tracker.example"
        assert Response.from_app(client.application, environ).status_code == 400

    @pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "localhost"])
    def test_on_this_machine_both_of_its_names_are_ours(self, host: str) -> None:
        client = make_app("http://127.0.0.1:8000").test_client()
        assert client.get("/page", headers={"Host": host}).status_code == 200
        assert client.get("/page", headers={"Host": "evil.example"}).status_code == 400

    @pytest.mark.parametrize("address", ["", "tracker.example", "ftp://tracker.example", "https://"])
    def test_a_public_address_that_is_none_is_refused_at_the_start(self, address: str) -> None:
        with pytest.raises(ValueError, match="public address"):
            security.init_app(Flask(__name__), address)


class TestOtherSites:
    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Origin": "https://tracker.example"},
            {"Origin": "https://tracker.example", "Sec-Fetch-Site": "same-origin"},
            {"Sec-Fetch-Site": "none"},
        ],
    )
    def test_a_form_of_ours_is_taken(self, client: FlaskClient, headers: dict[str, str]) -> None:
        assert client.post("/form", headers=headers, **HERE).status_code == 200

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://evil.example"},
            {"Origin": "http://tracker.example"},
            {"Origin": "https://tracker.example:8443"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://tracker.example", "Sec-Fetch-Site": "cross-site"},
        ],
    )
    def test_a_form_on_another_site_is_not(self, client: FlaskClient, headers: dict[str, str]) -> None:
        assert client.post("/form", headers=headers, **HERE).status_code == 403

    def test_a_link_on_another_site_may_be_followed(self, client: FlaskClient) -> None:
        headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
        assert client.get("/page", headers=headers, **HERE).status_code == 200


class TestLimits:
    def test_fifty_parts_are_enough(self, client: FlaskClient) -> None:
        for parts, status in ((50, 200), (51, 413)):
            data = {f"f{n}": "x" for n in range(parts)}
            answer = client.post("/form", data=data, content_type="multipart/form-data", **HERE)
            assert answer.status_code == status

    @pytest.mark.parametrize(
        ("content_type", "before", "after"),
        [
            ("application/x-www-form-urlencoded", b"f=", b""),
            (
                "multipart/form-data; boundary=cut",
                b'--cut\r\nContent-Disposition: form-data; name="f"\r\n\r\n',
                b"\r\n--cut--\r\n",
            ),
        ],
    )
    def test_a_megabyte_is_enough(
        self, client: FlaskClient, content_type: str, before: bytes, after: bytes
    ) -> None:
        for size, status in ((900_000, 200), (1_100_000, 413)):
            body = before + b"x" * size + after
            assert client.post("/form", data=body, content_type=content_type, **HERE).status_code == status


class TestLocalPath:
    @pytest.fixture
    def app(self) -> Flask:
        return make_app("https://tracker.example")

    @pytest.mark.parametrize(
        "path",
        ["/page", "/o/alder/commitments", "/o/alder/commitments?status=late&q=m%C4%81ori", "/page?next=//x"],
    )
    def test_a_page_of_ours_is_kept(self, app: Flask, path: str) -> None:
        with app.test_request_context():
            assert security.local_path_or(path, "/page") == path

    def test_the_part_of_the_page_is_left_out(self, app: Flask) -> None:
        with app.test_request_context():
            assert security.local_path_or("/page#top", "/") == "/page"

    @pytest.mark.parametrize(
        "target",
        [
            None,
            "",
            "page",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/%09/evil.example",
            "/%2Fevil.example",
            "/%5Cevil.example",
            "/..//evil.example",
            "/o/alder/../commitments",
            "/o/%2e%2e/commitments",
            "https://evil.example/page",
            "https:evil.example",
            "http:///evil.example",
            "javascript:alert(1)",
            "/page\r\nSet-Cookie: a=b",
            "/page ",
            " /page",
            "/o/alder%0d%0a/commitments",
            "/nowhere",
            "/sign-out",
            "/page/",
            "/page?" + "x" * 3000,
        ],
    )
    def test_anything_else_gives_the_default(self, app: Flask, target: str | None) -> None:
        with app.test_request_context():
            assert security.local_path_or(target, "/start") == "/start"


def test_error_pages_can_build_addresses(client: FlaskClient) -> None:
    app = client.application

    @app.errorhandler(HTTPException)
    def show(error: HTTPException) -> tuple[str, int]:
        return url_for("public_page"), error.code or 500

    assert client.get("/nowhere", **HERE).get_data(as_text=True) == "/page"
    assert client.get("/nowhere", headers={"Host": "evil.example"}).status_code == 400
