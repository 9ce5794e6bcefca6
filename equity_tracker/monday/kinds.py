"""The words by which the rows of the lists are told apart."""

from enum import StrEnum


class ChangeGroup(StrEnum):
    """What kind of change it was, in the order of the page."""

    PUBLISHED = "published"
    AMENDED = "amended"
    REPORTED = "reported"
    CLOSED = "closed"
    RETRACTED = "retracted"
    JOINED = "joined"
    LEFT = "left"
    SUCCEEDED = "succeeded"


class OrphanKind(StrEnum):
    """What a commitment misses, in the order of the page."""

    NO_OWNER = "no_owner"
    NO_SPONSOR = "no_sponsor"
    ENDED = "ended"
    FUNDING = "funding"
    NO_MAIL = "no_mail"
    UNDECIDED = "undecided"
    UNCHANGED = "unchanged"
