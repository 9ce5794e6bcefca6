"""Files that are kept, and evidence that names them."""

import hashlib
import secrets
from datetime import datetime

from flask import current_app

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.file_kind import FileKind
from equity_tracker.model.people import User
from equity_tracker.model.stored_file import StoredFile

DATA = b"%PDF-1.7 as far as these tests need one"


def make_file(
    commitment: Commitment,
    *,
    now: datetime,
    by: User | None = None,
    name: str = "lease.pdf",
    data: bytes = DATA,
) -> StoredFile:
    """Keep a file about the commitment, its bytes too."""
    db.session.flush()
    key = f"files/{commitment.organisation.public_id}/{secrets.token_hex(16)}"
    Storage.from_url(current_app.config["SETTINGS"].storage_url).put(key, data)
    row = StoredFile(
        organisation_id=commitment.organisation_id,
        programme_id=commitment.programme_id,
        commitment_id=commitment.id,
        name=name,
        kind=FileKind.PDF,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        storage_key=key,
        uploaded_by_id=by.id if by else None,
        uploaded_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row


def as_evidence(file: StoredFile, title: str = "Lease agreement", *, is_public: bool = True) -> EvidenceLink:
    return EvidenceLink(title, file.address, is_public=is_public, file_id=file.id)
