"""Two check-ins of the demonstration name a file, made while it was loaded."""

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.file_kind import FileKind
from equity_tracker.model.stored_file import StoredFile
from tests.demonstration.conftest import Loaded


def test_a_letter_and_a_chart_are_there_for_everybody_to_fetch(loaded: Loaded) -> None:
    every = select(StoredFile).order_by(StoredFile.name)
    files = db.session.scalars(every, execution_options={"every_organisation": True}).all()
    assert [(file.name, file.kind) for file in files] == [
        ("panels-letter-on-heating.pdf", FileKind.PDF),
        ("treatment-by-neighbourhood-autumn-2026.png", FileKind.PNG),
    ]
    for file in files:
        answer = loaded.app.test_client().get(file.address)
        assert (answer.status_code, len(answer.data)) == (200, file.size)
