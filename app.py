"""The WSGI application, for servers and the flask command."""

from equity_tracker import create_app

app = create_app()
