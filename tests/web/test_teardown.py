"""What ends a request costs every page, so nothing needless is in it."""

import inspect

from flask import Flask


def test_no_request_ends_in_a_thread_and_an_event_loop(app: Flask) -> None:
    closers = [*app.teardown_appcontext_funcs, *app.teardown_request_funcs.get(None, [])]
    assert [close for close in closers if inspect.iscoroutinefunction(close)] == []
