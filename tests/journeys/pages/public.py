"""The public pages."""

from tests.journeys.pages.stop import public

LOG = "public.list_publications"
# What stands beside commitments: what many are called, and one.
LIBRARY = {"statements": "statement", "case_studies": "case_study", "supports": "support"}
PUBLIC = [
    public("public.show_home", "/"),
    public("public.list_programmes", "/programmes"),
    public("public.show_programme", "/programmes/fairer-harbour"),
    public("public.show_programme", "/programmes/new-zealand-promised-and-done"),
    public("public.list_commitments", "/commitments"),
    public("public.list_commitments", "/commitments?programme=fairer-harbour&outlook=on_track&q=home"),
    public("public.list_commitments", "/commitments?q=zzzzzz"),
    public("public.list_commitments", "/commitments?q=zzzzzz&programme=fairer-harbour&form=commitment"),
    public("public.list_commitments", "/commitments?by=harbour"),
    public("public.list_commitments", "/commitments?where=harbour"),
    public("public.narrow_commitments", "/commitments", "public.narrow_commitments"),
    public("public.narrow_commitments", "/commitments/narrow?domain=advocacy&domain=education&q=home"),
    public("public.list_commitments", "/commitments?outlook=splendid", status=400),
    public("public.show_commitment", "/commitments?programme=fairer-harbour", "public.show_commitment"),
    public(
        "public.show_commitment",
        "/commitments?programme=new-zealand-promised-and-done",
        "public.show_commitment",
    ),
    *(
        public(
            f"public.{name}",
            "/commitments?q=Blood+pressure+checks+where+people",
            "public.show_commitment",
            f"public.{name}",
        )
        for name in ("show_history", "list_evidence")
    ),
    public(LOG, "/commitments?programme=fairer-harbour", "public.show_commitment", LOG),
    public(
        "public.show_publication",
        "/commitments?programme=fairer-harbour",
        "public.show_commitment",
        LOG,
        "public.show_publication",
    ),
    public("following.follow", "/commitments?q=home", "following.follow"),
    public("following.follow", "/programmes/fairer-harbour", "following.follow"),
    public("following.follow", "/follow?commitment=zzzzzzzzzzzz", status=404),
    public("following.show_asked", "/follow/asked"),
    public("following.show_stopped", "/follow/stopped"),
    public("following.confirm", "/follow/confirm/no-such-token", status=410),
    public(
        "suggesting.suggest",
        "/commitments?programme=fairer-harbour",
        "public.show_commitment",
        "suggesting.suggest",
    ),
    public("suggesting.show_sent", "/suggest/sent"),
    public("contacting.contact", "/contact?topic=programme"),
    public("contacting.show_sent", "/contact/sent"),
    public("public.list_organisations", "/organisations"),
    public("joining.ask_to_join", "/organisations/harbour-integrated-care-board", "joining.ask_to_join"),
    public("public.show_organisation", "/organisations/harbour-integrated-care-board"),
    public(
        "public.show_joint_work",
        "/organisations/harbour-integrated-care-board",
        "public.show_joint_work",
    ),
    public("public.show_joint_work", "/organisations/harbour-council/with/coastal-care-regulator"),
    *(public(f"public.list_{many}", f"/{many.replace('_', '-')}") for many in LIBRARY),
    *(
        public(f"public.show_{one}", f"/{many.replace('_', '-')}", f"public.show_{one}")
        for many, one in LIBRARY.items()
    ),
    public("public.list_reports", "/reports"),
    public("reports.list_issued", "/reports/issued"),
    public("public.show_glossary", "/glossary"),
    public("public.show_method", "/method"),
    public("open_data.show_data", "/data"),
    public("embedding.show_code", "/embed"),
    public("embedding.show_code", "/embed?programme=fairer-harbour"),
    public("embedding.show_commitment", "/embed/v1/commitments/FH-0001"),
    public("embedding.show_commitment", "/embed/v1/commitments/nothing", status=404),
    public("embedding.show_programme", "/embed/v1/programmes/fairer-harbour"),
    public("open_data.show_table", "/data/dictionary/commitments"),
    public("api_reference.show_reference", "/data/api"),
    public("public.show_accessibility", "/accessibility"),
    public("public.show_privacy", "/privacy"),
    public("", "/nothing-here", status=404),
    public("", "/commitments/zzzzzzzzzzzz", status=404),
]
