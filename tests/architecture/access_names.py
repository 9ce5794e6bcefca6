"""What the addresses of the access table need: words for them all, and the pages that need a special one."""

from equity_tracker.model.library import EntryKind
from tests.support.factories.data_release import DATA_ADDRESSES

PUBLIC_ENTRIES = {"show_case_study": EntryKind.CASE_STUDY, "show_support": EntryKind.SUPPORT}
# Pages of features for two workspaces that stand in the programme's.
PROGRAMMES_OWN = {
    "reports.request_pack",
    "assessments.assess_check_in",
    "closing.assess_close_out",
    "closing.retract_registered_check_in",
    "closing.retract_registered_commitment",
    "succession.record_succession",
}
OF_A_DRAFT = {
    f"check_ins.{verb}_check_in" for verb in "discard give_back hand_over preview save sign take_back".split()
}
IN_ORGANISATION = set(
    "assessments commitments check_ins closing joining library organisations partnerships reports"
    " succession".split()
)
# Words in addresses that are the same for everybody.
ALWAYS = DATA_ADDRESSES | {
    "section": "promise",
    "number": "1",
    "user_session": "zzzzzzzzzzzz",
    "token": "no-such-token",
    "theme": "funding",
    "practice": "no-such-practice",
    "api_token": "a-token",
    "schedule": "a-schedule",
    "issued": "ET-2026-00001",
}
# Pages that add to what is public already, or change it.
OF_A_PUBLISHED_ONE = set(
    "record_reading correct_reading give_baseline revise_target revise_milestone meet_milestone"
    " amend_commitment amend_section withdraw_amendment".split()
)
OF_AN_OPEN_ROUND = {"close_round", "show_round", "list_answers", "download_answers"}
OF_A_CLOSED_ROUND = {"download_record"}
OF_AN_ORGANISATION = {
    *("api.show_organisation", "public.feed_of_organisation", "public.show_joint_work"),
    *("public.show_organisation", "reports.show_public_report"),
}
OF_A_COMMITMENT = {
    *("public.show_commitment", "public.list_publications", "public.show_publication"),
    *("public.show_history", "public.list_evidence", "public.cite_in_bibtex", "public.cite_in_ris"),
}
