"""Every page there is: who opens it in the demonstration, and by which way; what is no page, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field

NOBODY = ""
EDITOR = "cora@harbour-icb.example.org"
ADMIN = "ada@harbour-icb.example.org"
VIEWER = "vic@harbour-icb.example.org"
COORDINATOR = "paula@harbour-institute.example.org"
APPROVING = "petra@vale-partnership.example.org"
# A change of hers waits for approval.
AMENDING = "rosa@quayside.example.org"
PARTNER = "eve@saltmarsh.example.org"
OBSERVER = "otto@harbour-fund.example.org"
OPERATOR = "olga@register.example.org"

HOME = "/o/harbour-integrated-care-board"
TRUST = "/o/saltmarsh-nhs-trust"
INSTITUTE = "/o/harbour-institute-of-health-equity"
PROGRAMME = "/p/fairer-harbour"
OTHER_PROGRAMME = "/p/warm-homes-vale"
SECTIONS = ("promise", "inequality", "action", "people", "ownership", "timing", "new")


@dataclass(frozen=True)
class Stop:
    """A page, and the way to it: a start, and the endpoints whose links are followed from there."""

    endpoint: str
    who: str
    start: str
    through: tuple[str, ...] = ()
    having: Mapping[str, str] = field(default_factory=dict)
    # Added to the address the links lead to, for what is offered at some times only.
    tail: str = ""
    # The form is sent as it stands, for what it then says.
    sent: bool = False
    status: int = 200

    @property
    def name(self) -> str:
        person = self.who.partition("@")[0] or "nobody"
        note = " ".join([*self.having.values(), *(["sent"] if self.sent else [])])
        status = "" if self.status == 200 else str(self.status)
        return " ".join(filter(None, (self.endpoint or self.start, note, status, f"as {person}")))


def public(endpoint: str, start: str, *through: str, status: int = 200) -> Stop:
    return Stop(endpoint, NOBODY, start, through, status=status)


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
    public("public.show_accessibility", "/accessibility"),
    public("public.show_privacy", "/privacy"),
    public("", "/nothing-here", status=404),
    public("", "/commitments/zzzzzzzzzzzz", status=404),
]

ACCOUNT = [
    public("accounts.sign_in", "/sign-in"),
    Stop("accounts.sign_in", NOBODY, "/sign-in", sent=True, status=422),
    public("accounts.forgot_password", "/forgot-password"),
    Stop("accounts.forgot_password", NOBODY, "/forgot-password", sent=True, status=422),
    public("accounts.accept_invitation", "/invitations/used-long-ago", status=410),
    public("accounts.reset_password", "/reset-password/used-long-ago", status=410),
    Stop("accounts.list_workspaces", COORDINATOR, "/workspaces"),
    Stop("accounts.list_workspaces", OPERATOR, "/workspaces"),
    Stop("accounts.show_account", EDITOR, "/account"),
    Stop("accounts.edit_profile", EDITOR, "/account/profile"),
    Stop("accounts.change_password", EDITOR, "/account/password"),
    Stop("notices.choose_mail", EDITOR, "/account/mail"),
    Stop("accounts.change_password", EDITOR, "/account/password", sent=True, status=422),
    Stop("", EDITOR, "/o/nowhere/", status=404),
    Stop("", VIEWER, f"{HOME}/commitments/new", status=403),
]

LIST = f"{HOME}/commitments/"
SHOWN = "commitments.show_commitment"
TIMING = (SHOWN, "commitments.edit_section")
CHANGE = "commitments.amend_commitment"
PARTNERSHIP = "partnerships.show_partnership"
ORGANISATION = [
    Stop("organisations.show_home", EDITOR, f"{HOME}/"),
    Stop("organisations.show_home", VIEWER, f"{HOME}/"),
    Stop("organisations.list_members", ADMIN, f"{HOME}/team"),
    Stop("organisations.list_activity", EDITOR, f"{HOME}/activity"),
    Stop("organisations.list_programmes", ADMIN, f"{HOME}/programmes"),
    Stop("organisations.leave_organisation", EDITOR, f"{HOME}/leave"),
    Stop("organisations.invite_member", ADMIN, f"{HOME}/team/invite"),
    Stop("organisations.invite_member", ADMIN, f"{HOME}/team/invite", sent=True, status=422),
    Stop("organisations.change_role", ADMIN, f"{HOME}/team", ("organisations.change_role",)),
    Stop("organisations.remove_member", ADMIN, f"{HOME}/team", ("organisations.remove_member",)),
    Stop("organisations.edit_organisation", ADMIN, f"{HOME}/settings"),
    Stop("organisations.join_programme", ADMIN, f"{HOME}/programmes", ("organisations.join_programme",)),
    Stop("organisations.leave_programme", ADMIN, f"{HOME}/programmes", ("organisations.leave_programme",)),
    Stop("commitments.list_commitments", EDITOR, LIST),
    Stop("commitments.register_commitment", EDITOR, f"{HOME}/commitments/new"),
    Stop("commitments.register_commitment", EDITOR, f"{HOME}/commitments/new", sent=True, status=422),
    Stop(SHOWN, EDITOR, LIST, (SHOWN,)),
    Stop(SHOWN, VIEWER, LIST, (SHOWN,)),
    *(
        Stop("commitments.edit_section", EDITOR, LIST, (SHOWN, "commitments.edit_section"), {"section": name})
        for name in SECTIONS
    ),
    Stop("commitments.add_measure", EDITOR, LIST, TIMING, {"section": "timing"}, tail="/../measures/new"),
    Stop("commitments.edit_measure", EDITOR, LIST, (*TIMING, "commitments.edit_measure")),
    Stop(
        "commitments.remove_measure",
        EDITOR,
        LIST,
        (*TIMING, "commitments.edit_measure", "commitments.remove_measure"),
    ),
    *(
        Stop(f"commitments.{name}", EDITOR, LIST, (SHOWN, f"commitments.{name}"))
        for name in "record_reading correct_reading revise_target revise_milestone meet_milestone".split()
    ),
    Stop(
        "commitments.give_baseline",
        EDITOR,
        LIST,
        (SHOWN, "commitments.record_reading"),
        tail="/../../baseline",
    ),
    Stop(
        "commitments.record_reading",
        EDITOR,
        LIST,
        (SHOWN, "commitments.record_reading"),
        sent=True,
        status=422,
    ),
    Stop("commitments.submit_commitment", EDITOR, LIST, (SHOWN, "commitments.submit_commitment")),
    Stop(
        "commitments.submit_commitment",
        EDITOR,
        LIST,
        (SHOWN, "commitments.submit_commitment"),
        sent=True,
        status=422,
    ),
    *(
        Stop(
            "commitments.amend_section",
            EDITOR,
            LIST,
            (SHOWN, CHANGE, "commitments.amend_section"),
            {"section": name},
        )
        for name in SECTIONS
    ),
    Stop(CHANGE, EDITOR, LIST, (SHOWN, CHANGE)),
    Stop(
        "commitments.withdraw_amendment",
        AMENDING,
        "/o/quayside-community-trust/commitments/",
        (SHOWN, CHANGE, "commitments.withdraw_amendment"),
    ),
    Stop("commitments.list_partners", VIEWER, LIST, (SHOWN, "commitments.list_partners")),
    Stop(
        "commitments.ask_partner",
        EDITOR,
        LIST,
        (SHOWN, "commitments.list_partners", "commitments.ask_partner"),
    ),
    Stop(
        "commitments.remove_partner",
        EDITOR,
        LIST,
        (SHOWN, "commitments.list_partners", "commitments.remove_partner"),
    ),
    Stop("partnerships.list_partnerships", VIEWER, f"{HOME}/partnerships/"),
    Stop("partnerships.list_partnerships", PARTNER, f"{TRUST}/partnerships/"),
    Stop("partnerships.show_partnership", VIEWER, f"{HOME}/partnerships/", (PARTNERSHIP,)),
    Stop(
        "partnerships.answer_partnership",
        PARTNER,
        f"{TRUST}/partnerships/",
        (PARTNERSHIP, "partnerships.answer_partnership"),
    ),
    Stop(
        "partnerships.answer_partnership",
        PARTNER,
        f"{TRUST}/partnerships/",
        (PARTNERSHIP, "partnerships.answer_partnership"),
        sent=True,
        status=422,
    ),
    Stop(
        "partnerships.give_reading",
        PARTNER,
        f"{TRUST}/partnerships/",
        (PARTNERSHIP, "partnerships.give_reading"),
    ),
    Stop("check_ins.list_due", EDITOR, f"{HOME}/check-ins/"),
    Stop("check_ins.show_check_in", VIEWER, LIST, (SHOWN, "check_ins.show_check_in")),
    Stop("check_ins.record_check_in", EDITOR, LIST, (SHOWN, "check_ins.record_check_in")),
    Stop(
        "check_ins.record_check_in",
        EDITOR,
        LIST,
        (SHOWN, "check_ins.record_check_in"),
        sent=True,
        status=422,
    ),
    Stop(
        "check_ins.confirm_nothing_changed",
        COORDINATOR,
        f"{INSTITUTE}/commitments/",
        (SHOWN, "check_ins.record_check_in", "check_ins.confirm_nothing_changed"),
    ),
    Stop(
        "check_ins.correct_check_in",
        EDITOR,
        LIST,
        (SHOWN, "check_ins.show_check_in", "check_ins.correct_check_in"),
    ),
    Stop("reports.list_reports", VIEWER, f"{HOME}/reports/"),
    Stop("reports.show_report", EDITOR, f"{HOME}/reports/", ("reports.show_report",)),
]

CHECK_IN = "check_ins.show_check_in"
ENTRIES = f"{HOME}/library/"
ENTRY = "library.show_entry"
LANTERN_ROAD = "/o/lantern-road-primary-care-network/commitments/"
UNION = "/o/union-of-harbour-health-workers/commitments/"
BESIDE = [
    Stop("closing.close_commitment", ADMIN, LIST, (SHOWN, "closing.close_commitment")),
    Stop("closing.close_commitment", ADMIN, LIST, (SHOWN, "closing.close_commitment"), sent=True, status=422),
    Stop("closing.correct_close_out", ADMIN, LIST, (SHOWN, "closing.correct_close_out")),
    Stop("closing.reply_to_assessment", ADMIN, LIST, (SHOWN, "closing.reply_to_assessment")),
    Stop("closing.retract_commitment", ADMIN, LIST, (SHOWN, "closing.retract_commitment")),
    Stop("closing.retract_check_in", ADMIN, LIST, (SHOWN, CHECK_IN, "closing.retract_check_in")),
    Stop(
        "closing.take_up_again",
        "sami@harbour-health-union.example.org",
        UNION,
        (SHOWN, "closing.take_up_again"),
    ),
    Stop(
        "closing.answer_still_in_place",
        "opal@lantern-road.example.org",
        LANTERN_ROAD,
        (SHOWN, "closing.answer_still_in_place"),
    ),
    Stop("library.list_entries", EDITOR, ENTRIES),
    Stop(ENTRY, VIEWER, ENTRIES, (ENTRY,)),
    Stop("library.edit_entry", EDITOR, ENTRIES, (ENTRY, "library.edit_entry")),
    Stop("library.retract_entry", EDITOR, ENTRIES, (ENTRY, "library.retract_entry")),
    *(
        Stop("library.write_entry", EDITOR, ENTRIES, ("library.write_entry",), {"kind": kind})
        for kind in ("statement", "case-study", "support")
    ),
    Stop("library.write_entry", EDITOR, ENTRIES, ("library.write_entry",), sent=True, status=422),
]

ROUND = "programmes.show_round"
PEOPLE = f"{PROGRAMME}/team"
BODIES = f"{PROGRAMME}/organisations"
PROGRAMMES = [
    Stop("programmes.show_home", COORDINATOR, f"{PROGRAMME}/"),
    Stop("programmes.show_home", OBSERVER, f"{PROGRAMME}/"),
    Stop("programmes.list_commitments", COORDINATOR, f"{PROGRAMME}/commitments"),
    Stop("programmes.list_reviews", COORDINATOR, f"{PROGRAMME}/reviews"),
    Stop("programmes.review_commitment", COORDINATOR, f"{PROGRAMME}/", ("programmes.review_commitment",)),
    Stop("programmes.review_commitment", OBSERVER, f"{PROGRAMME}/", ("programmes.review_commitment",)),
    Stop(
        "programmes.review_commitment",
        APPROVING,
        f"{OTHER_PROGRAMME}/reviews",
        ("programmes.review_commitment",),
        sent=True,
        status=422,
    ),
    Stop(
        "closing.assess_close_out",
        COORDINATOR,
        f"{PROGRAMME}/commitments",
        ("programmes.review_commitment", "closing.assess_close_out"),
    ),
    Stop(
        "closing.retract_registered_commitment",
        COORDINATOR,
        f"{PROGRAMME}/commitments",
        ("programmes.review_commitment", "closing.retract_registered_commitment"),
    ),
    Stop(
        "closing.retract_registered_check_in",
        COORDINATOR,
        f"{PROGRAMME}/",
        ("programmes.review_check_in", "closing.retract_registered_check_in"),
    ),
    Stop("programmes.review_check_in", COORDINATOR, f"{PROGRAMME}/", ("programmes.review_check_in",)),
    Stop("programmes.list_participations", COORDINATOR, BODIES),
    Stop("programmes.list_participations", OBSERVER, BODIES),
    Stop("programmes.invite_organisation", COORDINATOR, f"{BODIES}/invite"),
    Stop("programmes.invite_organisation", COORDINATOR, f"{BODIES}/invite?q=royal"),
    Stop(
        "programmes.invite_known_organisation",
        COORDINATOR,
        f"{BODIES}/invite?q=royal",
        ("programmes.invite_known_organisation",),
    ),
    Stop(
        "programmes.invite_new_organisation",
        COORDINATOR,
        f"{BODIES}/invite?q=zzz",
        ("programmes.invite_new_organisation",),
    ),
    Stop("programmes.send_invitation_again", COORDINATOR, BODIES, ("programmes.send_invitation_again",)),
    Stop("programmes.end_participation", COORDINATOR, BODIES, ("programmes.end_participation",)),
    Stop("programmes.list_rounds", COORDINATOR, f"{PROGRAMME}/rounds"),
    Stop(ROUND, OBSERVER, f"{PROGRAMME}/rounds", (ROUND,)),
    Stop("programmes.plan_round", COORDINATOR, f"{PROGRAMME}/rounds/new"),
    Stop("programmes.plan_round", COORDINATOR, f"{PROGRAMME}/rounds/new", sent=True, status=422),
    Stop(
        "programmes.edit_round",
        APPROVING,
        f"{OTHER_PROGRAMME}/rounds",
        (ROUND, "programmes.edit_round"),
    ),
    Stop(
        "programmes.open_round",
        APPROVING,
        f"{OTHER_PROGRAMME}/rounds",
        (ROUND, "programmes.open_round"),
    ),
    Stop("programmes.close_round", COORDINATOR, f"{PROGRAMME}/rounds", (ROUND,), tail="/close"),
    Stop("programmes.list_colleagues", COORDINATOR, PEOPLE),
    Stop("programmes.invite_colleague", COORDINATOR, f"{PEOPLE}/invite"),
    Stop(
        "programmes.cancel_invitation",
        APPROVING,
        f"{OTHER_PROGRAMME}/team",
        ("programmes.cancel_invitation",),
    ),
    Stop("programmes.change_colleague", COORDINATOR, PEOPLE, ("programmes.change_colleague",)),
    Stop("programmes.remove_colleague", COORDINATOR, PEOPLE, ("programmes.remove_colleague",)),
    Stop("programmes.edit_programme", COORDINATOR, f"{PROGRAMME}/settings"),
    Stop("programmes.close_programme", COORDINATOR, f"{PROGRAMME}/close"),
    Stop("programmes.create_programme", OPERATOR, "/new-programme"),
    Stop("programmes.create_programme", OPERATOR, "/new-programme", sent=True, status=422),
]

STOPS = [*PUBLIC, *ACCOUNT, *ORGANISATION, *BESIDE, *PROGRAMMES]

NO_PAGES = {
    "health.live": "a word for machines",
    "health.ready": "a word for machines",
    "public.find_commitment": "leads on to the address with the title in it",
    "public.list_commitments_csv": "a file",
    "public.show_security_contact": "a text for machines and researchers",
    "reports.download_report": "a file",
    "reports.show_public_report": "a file",
}
