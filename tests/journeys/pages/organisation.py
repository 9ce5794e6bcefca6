"""Pages of an organisation's workspace, but for its check-ins."""

from tests.journeys.pages.stop import ADMIN, AMENDING, EDITOR, HOME, PARTNER, SECTIONS, TRUST, VIEWER, Stop

LIST = f"{HOME}/commitments/"
ARCHIVED = f"{LIST}?stage=archived"
SHOWN = "commitments.show_commitment"
TIMING = (SHOWN, "commitments.edit_section")
CHANGE = "commitments.amend_commitment"
PARTNERSHIP = "partnerships.show_partnership"
ORGANISATION = [
    Stop("organisations.show_home", EDITOR, f"{HOME}/"),
    Stop("organisations.show_home", VIEWER, f"{HOME}/"),
    Stop("organisations.list_members", ADMIN, f"{HOME}/team"),
    Stop("searching.search_organisation", EDITOR, f"{HOME}/search?q=wage"),
    Stop("organisations.answer_join_request", ADMIN, f"{HOME}/team", ("organisations.answer_join_request",)),
    Stop("organisations.list_activity", EDITOR, f"{HOME}/activity"),
    Stop("notices.list_organisation_mail", ADMIN, f"{HOME}/mail"),
    Stop("organisations.list_programmes", ADMIN, f"{HOME}/programmes"),
    Stop("organisations.leave_organisation", EDITOR, f"{HOME}/leave"),
    Stop("organisations.invite_member", ADMIN, f"{HOME}/team/invite"),
    Stop("organisations.invite_member", ADMIN, f"{HOME}/team/invite", sent=True, status=422),
    Stop("organisations.change_role", ADMIN, f"{HOME}/team", ("organisations.change_role",)),
    Stop("organisations.remove_member", ADMIN, f"{HOME}/team", ("organisations.remove_member",)),
    Stop("organisations.edit_organisation", ADMIN, f"{HOME}/settings"),
    Stop("organisations.edit_brand", ADMIN, f"{HOME}/settings/brand"),
    Stop("organisations.list_tokens", ADMIN, f"{HOME}/settings/tokens"),
    Stop("organisations.create_token", ADMIN, f"{HOME}/settings/tokens/new"),
    Stop("organisations.create_token", ADMIN, f"{HOME}/settings/tokens/new", sent=True, status=422),
    Stop("organisations.revoke_token", ADMIN, f"{HOME}/settings/tokens", ("organisations.revoke_token",)),
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
    Stop("commitments.archive_commitment", EDITOR, LIST, (SHOWN, "commitments.archive_commitment")),
    Stop("commitments.list_commitments", VIEWER, ARCHIVED),
    Stop(SHOWN, VIEWER, ARCHIVED, (SHOWN,)),
    Stop("commitments.resume_commitment", EDITOR, ARCHIVED, (SHOWN, "commitments.resume_commitment")),
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
    Stop("suggesting.list_passed_on", VIEWER, f"{HOME}/suggestions"),
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
    Stop("reports.new_report", EDITOR, f"{HOME}/reports/new/status_report"),
    Stop("reports.preview_report", EDITOR, f"{HOME}/reports/preview/status_report?edition=internal"),
    Stop("reports.list_reports", VIEWER, f"{HOME}/reports/"),
    Stop("reports.show_report", EDITOR, f"{HOME}/reports/", ("reports.show_report",)),
]
