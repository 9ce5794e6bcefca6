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
    public("public.list_commitments", "/commitments?outlook=splendid", status=400),
    public("public.show_commitment", "/commitments?programme=fairer-harbour", "public.show_commitment"),
    public(
        "public.show_commitment",
        "/commitments?programme=new-zealand-promised-and-done",
        "public.show_commitment",
    ),
    public(LOG, "/commitments?programme=fairer-harbour", "public.show_commitment", LOG),
    public(
        "public.show_publication",
        "/commitments?programme=fairer-harbour",
        "public.show_commitment",
        LOG,
        "public.show_publication",
    ),
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
    public("public.show_glossary", "/glossary"),
    public("public.show_method", "/method"),
    public("api_reference.show_reference", "/data/api"),
    public("public.show_accessibility", "/accessibility"),
    public("public.show_privacy", "/privacy"),
    public("", "/nothing-here", status=404),
    public("", "/commitments/zzzzzzzzzzzz", status=404),
]
