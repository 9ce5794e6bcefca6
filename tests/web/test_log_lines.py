import io
import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask, Response, g, request
from flask.testing import FlaskClient

from equity_tracker.web import log_lines


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(log_lines.JsonLines())
    logger = logging.getLogger()
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield written
    logger.removeHandler(handler)
    logger.setLevel(before)


def read(lines: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    log_lines.init_app(app)

    @app.route("/invitations/<token>", methods=["GET", "POST"])
    @app.get("/reset-password/<token>/<step>")
    def open_link(token: str, step: str = "") -> str:
        return "opened"

    @app.get("/o/alder")
    def show_organisation() -> str:
        g.organisation_id, g.user_id = 7, 12
        return log_lines.request_id()

    @app.get("/crash/invitations/<token>")
    def crash(token: str) -> str:
        raise ZeroDivisionError(f"/invitations/{token} is broken")

    @app.get("/note")
    def note() -> str:
        logging.getLogger("equity_tracker.test").warning("noted %s", request.args["words"])
        return "noted"

    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_a_request_is_one_line(client: FlaskClient, lines: io.StringIO) -> None:
    client.get("/o/alder?search=housing")
    [line] = read(lines)
    assert line["method"] == "GET"
    assert line["path"] == "/o/alder"
    assert line["status"] == 200
    assert isinstance(line["ms"], float)
    assert (line["organisation_id"], line["user_id"]) == (7, 12)
    assert str(line["at"]).endswith("+00:00")


def test_who_is_left_out_when_nobody_is_known(client: FlaskClient, lines: io.StringIO) -> None:
    client.get("/nowhere")
    [line] = read(lines)
    assert line["status"] == 404
    assert not {"organisation_id", "programme_id", "user_id"} & line.keys()


def test_the_number_on_the_page_the_header_and_the_line_is_one(
    client: FlaskClient, lines: io.StringIO
) -> None:
    answers = [
        client.get("/o/alder"),
        client.get("/o/alder", headers={"X-Request-ID": "chosen by a stranger"}),
    ]
    on_pages = [answer.get_data(as_text=True) for answer in answers]
    assert on_pages == [answer.headers["X-Request-ID"] for answer in answers]
    assert on_pages == [line["request_id"] for line in read(lines)]
    assert len(set(on_pages)) == 2
    assert "stranger" not in lines.getvalue()


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/invitations/s3cret", "/invitations/<masked>"),
        ("/reset-password/s3cret/choose", "/reset-password/<masked>"),
    ],
)
def test_what_opens_a_link_is_masked(client: FlaskClient, lines: io.StringIO, path: str, logged: str) -> None:
    client.get(path)
    [line] = read(lines)
    assert line["path"] == logged
    assert "s3cret" not in lines.getvalue()


def test_a_crash_is_logged_with_its_place_but_without_the_token(
    client: FlaskClient, lines: io.StringIO
) -> None:
    answer = client.get("/crash/invitations/s3cret")
    crash, answered = read(lines)
    assert crash["level"] == "error"
    assert "ZeroDivisionError" in str(crash["exception"])
    assert answered["status"] == answer.status_code == 500
    assert crash["request_id"] == answered["request_id"]
    assert "s3cret" not in lines.getvalue()


def test_what_people_send_is_never_logged(client: FlaskClient, lines: io.StringIO) -> None:
    client.post(
        "/invitations/x?token=s3cret", data={"password": "correct horse"}, headers={"Cookie": "id=c00kie"}
    )
    assert not any(word in lines.getvalue() for word in ("horse", "s3cret", "c00kie"))


def test_nobody_can_write_a_line_of_their_own(client: FlaskClient, lines: io.StringIO) -> None:
    client.get("/note?words=first%0d%0a%7b%22level%22:%22forged%22%7d%E2%80%A8end")
    assert len(lines.getvalue().splitlines()) == 2
    assert [line["level"] for line in read(lines)] == ["warning", "info"]


def test_an_answer_that_fails_at_the_very_end_is_logged_once_as_failed(
    app: Flask, lines: io.StringIO
) -> None:
    commits = iter([ConnectionError("the database is away")])

    @app.after_request
    def commit(answer: Response) -> Response:
        for failure in commits:
            raise failure
        return answer

    assert app.test_client().get("/o/alder").status_code == 500
    assert [line["status"] for line in read(lines) if "status" in line] == [500]


def test_configuring_twice_writes_each_line_once(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before = list(root.handlers), root.level
    try:
        log_lines.configure()
        log_lines.configure()
        logging.getLogger("equity_tracker.test").info("hello")
        assert json.loads(capsys.readouterr().err)["message"] == "hello"
    finally:
        root.handlers, root.level = before
