"""A fresh database for a test run: an SQLite file, or a database of its own on a PostgreSQL server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url


@contextmanager
def fresh(server_url: str | None, folder: Path, worker: str) -> Iterator[str]:
    """Yield the address of an empty database; drop it afterwards.

    :param server_url: any database on the server; `None` for SQLite.
    """
    if server_url is None:
        yield f"sqlite:///{folder / 'test.db'}"
        return
    url = make_url(server_url)
    name = f"{url.database}_{worker}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}"'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        # It is thrown away at the end, so no commit need wait for the disk.
        connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        admin.dispose()
