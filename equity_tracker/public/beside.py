"""What organisations write beside their commitments: how each kind is called, and its page."""

from equity_tracker.model.publication import PublicationKind

NAMES = {
    PublicationKind.STATEMENT: "Statement for action",
    PublicationKind.CASE_STUDY: "Case study",
    PublicationKind.SUPPORT: "Support for an ask",
}
# Each page takes the id of the entry as `entry`.
PAGES = {
    PublicationKind.STATEMENT: "public.show_statement",
    PublicationKind.CASE_STUDY: "public.show_case_study",
    PublicationKind.SUPPORT: "public.show_support",
}
