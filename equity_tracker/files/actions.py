"""Taking a file in: looked into, put away, and known by a row."""

import hashlib
import logging
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from equity_tracker.adapters.file_check import (
    CheckedFile,
    FileRefused,
    Patience,
    Scan,
    check_file,
    refuse_size,
)
from equity_tracker.adapters.file_scanner import open_scanner
from equity_tracker.adapters.storage import Storage, StorageFailed
from equity_tracker.extensions import db
from equity_tracker.files import queries
from equity_tracker.model.file_kind import MEGABYTE, size_in_words
from equity_tracker.model.stored_file import FOLDER, Place, StoredFile

log = logging.getLogger(__name__)
NO_ROOM = "There is no room to keep this file just now. Choose it again later, or give a link instead"


class NoRoom(FileRefused):
    """The storage takes nothing at the moment. The file is as good as before."""

    status = 503


@dataclass(frozen=True)
class Desk:
    """Where files are taken in: what looks into them, where they are kept, how much of an organisation."""

    storage_url: str
    scan: Scan | None
    quota: int

    def patience(self) -> Patience:
        """Begin to count how long the files of one form wait, all together."""
        return Patience()

    def take_in(
        self,
        place: Place,
        name: str,
        data: IO[bytes],
        *,
        patience: Patience | None = None,
        by_id: int,
        now: datetime,
    ) -> str:
        """Keep a file and return its public id; of one that is kept already, that one's.

        1. Look into it. 2. Put its bytes away. 3. Write its row. Each ends before the next: no transaction
        is open while a parser or a disk takes its time, and whatever is interrupted leaves bytes without a
        row, which are swept up, and never a row without bytes.
        """
        size = data.seek(0, os.SEEK_END)
        refuse_size(size)
        data.seek(0)
        file = check_file(name, data.read(), scan=self.scan, patience=patience)
        same = queries.find_same(place, file.name, hashlib.sha256(file.content).hexdigest())
        if same is not None:
            known: str = same.public_id
            db.session.commit()
            return known
        self._refuse_if_full(place, len(file.content))
        db.session.commit()
        try:
            row = put_away(self.storage_url, place, file, by_id=by_id, now=now)
        except StorageFailed:
            # For who runs the register; the disk, the bucket and their names are nobody else's business.
            log.exception("a file could not be put away")
            raise NoRoom(NO_ROOM) from None
        db.session.commit()
        return row.public_id

    def _refuse_if_full(self, place: Place, size: int) -> None:
        if queries.count_bytes(place.organisation_id) + size > self.quota:
            db.session.rollback()
            limit = size_in_words(self.quota)
            raise FileRefused(
                f"Your organisation’s files would take more than {limit}, the limit. Give a link instead"
            )


def put_away(storage_url: str, place: Place, file: CheckedFile, *, by_id: int, now: datetime) -> StoredFile:
    """Put the bytes under a name that nobody can guess; then add the row."""
    key = f"{FOLDER}/{place.organisation}/{secrets.token_hex(16)}"
    Storage.from_url(storage_url).put(key, file.content)
    row = StoredFile(
        organisation_id=place.organisation_id,
        programme_id=place.programme_id,
        commitment_id=place.commitment_id,
        name=file.name,
        kind=file.kind,
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        storage_key=key,
        uploaded_by_id=by_id,
        uploaded_at=now,
    )
    db.session.add(row)
    return row


def open_desk(storage_url: str, *, scanner: str | None, quota: int) -> Desk:
    """`quota` is in megabytes."""
    return Desk(storage_url, open_scanner(scanner), quota * MEGABYTE)


def forget_file(file: StoredFile) -> None:
    """Delete the row of a file that nothing names. Its keys refuse when something does after all."""
    db.session.delete(file)
    db.session.flush()
