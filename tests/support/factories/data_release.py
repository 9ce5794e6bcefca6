"""A release of the open data, with a file of its own that is soon read."""

import io
import zipfile
from datetime import datetime

from flask import current_app

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.model.data_release import DataRelease, ReleaseState

# What addresses of the open data name.
DATA_ADDRESSES = {
    "version": "2026-04-06.1",
    "name": "commitments.csv",
    "table": "commitments",
    "part": "pages",
}


def make_data_release(*, now: datetime) -> DataRelease:
    """Keep a release that holds one empty table."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(DATA_ADDRESSES["name"], "commitment_id\r\n")
    key = "open-data/for-tests/equity-tracker.zip"
    Storage.from_url(current_app.config["SETTINGS"].storage_url).put(key, file.getvalue())
    release = DataRelease(asked_as="for tests", asked_at=now, state=ReleaseState.DONE)
    release.mark_done(
        version=DATA_ADDRESSES["version"],
        as_of=now.date(),
        made_at=now,
        format="1.0",
        file_key=key,
        file_hash="0" * 64,
        size=len(file.getvalue()),
        content_key="x",
        rows={"commitments": 0},
        taken_back=1000,
    )
    db.session.add(release)
    db.session.flush()
    return release
