"""One server under measurement: python -m benchmarks.server hello|product PORT FOLDER COMMITMENTS."""

import json
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import waitress
from flask import Flask
from sqlalchemy import Engine, event

from benchmarks.pages import Sizes

STATE = "/-/state"
SIZES = "sizes.json"


class Watched:
    """Answers for itself what the process has used so far; everything else goes to the application."""

    def __init__(self, application: WSGIApplication, engine: Engine | None, sizes: dict[str, str]) -> None:
        self.application = application
        self.sizes = sizes
        self.queries = 0
        if engine is not None:
            event.listen(engine, "before_cursor_execute", self._count)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != STATE:
            return self.application(environ, start_response)
        state = {"cpu": time.process_time(), "queries": self.queries, "sizes": self.sizes}
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(state).encode()]

    def _count(self, *_: object) -> None:
        self.queries += 1


def greeter() -> Flask:
    """The least that Flask can do: one view, no template, no database."""
    app = Flask("hello")

    @app.get("/")
    def say_hello() -> str:
        return "hello"

    return app


def application(folder: Path, public_base_url: str) -> Flask:
    """The product, with its database in this folder."""
    from equity_tracker import create_app  # noqa: PLC0415 - the hello must not carry its weight
    from equity_tracker.config import Settings  # noqa: PLC0415

    return create_app(
        Settings(
            secret_key="only for this measurement",  # noqa: S106 - nobody can sign in
            database_url=f"sqlite:///{folder / 'benchmarks.db'}",
            public_base_url=public_base_url,
            mail_url=f"file://{folder / 'mail'}",
            mail_from="equity-tracker@example.org",
            storage_url=f"file://{folder / 'storage'}",
            folder=folder,
        )
    )


def product(port: int, folder: Path, commitments: int) -> Watched:
    from benchmarks.register import fill  # noqa: PLC0415
    from equity_tracker.extensions import db, migrations  # noqa: PLC0415

    app = application(folder, f"http://127.0.0.1:{port}")
    with app.app_context():
        migrations.upgrade()
        if not (folder / SIZES).exists():
            (folder / SIZES).write_text(json.dumps(asdict(fill(commitments))))
        return Watched(app.wsgi_app, db.engine, asdict(known_sizes(folder)))


def known_sizes(folder: Path) -> Sizes:
    """Return what the product wrote down when it filled the register in this folder."""
    return Sizes(**json.loads((folder / SIZES).read_text()))


def main(what: str, port: str, folder: str, commitments: str) -> None:
    if what == "hello":
        served = Watched(greeter().wsgi_app, None, {})
    else:
        served = product(int(port), Path(folder), int(commitments))
    waitress.serve(served, host="127.0.0.1", port=int(port), threads=1, clear_untrusted_proxy_headers=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
