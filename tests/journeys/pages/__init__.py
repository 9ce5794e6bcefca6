"""Every page there is: who opens it in the demonstration, and by which way; what is no page, and why."""

from tests.journeys.pages.account import ACCOUNT
from tests.journeys.pages.beside import BESIDE
from tests.journeys.pages.check_ins import CHECK_INS
from tests.journeys.pages.organisation import ORGANISATION
from tests.journeys.pages.programmes import PROGRAMMES
from tests.journeys.pages.public import PUBLIC
from tests.journeys.pages.stop import Stop

__all__ = ["NO_PAGES", "STOPS", "Stop"]

STOPS = [*PUBLIC, *ACCOUNT, *ORGANISATION, *CHECK_INS, *BESIDE, *PROGRAMMES]

FOR_PROGRAMS = set(
    "api.list_case_studies api.list_check_ins api.list_commitments api.list_organisations api.list_programmes"
    " api.list_rounds api.list_statements api.list_supports api.list_vocabulary api.show_commitment"
    " api.show_index api.show_organisation api.show_programme api.show_statement api.show_case_study"
    " api.show_support"
    " api_reference.show_description reports_api.list_reports reports_api.show_report"
    " check_ins_api.list_due_check_ins check_ins_api.list_own_check_ins check_ins_api.show_own_questions"
    " drafts_api.list_own_commitments drafts_api.show_own_commitment open_data.list_sitemaps"
    " open_data.show_robots open_data.show_sitemap public.feed_of_commitment public.feed_of_organisation"
    " public.feed_of_programme public.feed_of_search".split()
)
NO_PAGES = dict.fromkeys(FOR_PROGRAMS, "an answer for programs") | {
    "embedding.draw_commitment": "a picture",
    "embedding.draw_programme": "a picture",
    "embedding.draw_site": "a picture",
    "following.manage": "opened by the link of a mail: see test_following",
    "following.stop": "opened by the link of a mail: see test_following",
    "scheduling.stop": "opened by the link of a mail: see tests/scheduling",
    "scheduling.show_shared": "opened by the link of a mail: see tests/scheduling",
    "scheduling.download_shared": "a file",
    "open_data.download_file": "a file",
    "open_data.find_latest": "leads on to a file",
    "suggesting.list_suggestions_csv": "a file",
    "files.download_file": "a file",
    "health.live": "a word for machines",
    "health.ready": "a word for machines",
    "portfolio.download_asks": "a file",
    "portfolio.download_matches": "a file",
    "portfolio.download_notes": "a file",
    "portfolio.download_portfolio": "a file",
    "portfolio.download_themes": "a file",
    "monday.list_changes_csv": "a file",
    "monday.list_drift_csv": "a file",
    "monday.list_flagged_csv": "a file",
    "monday.list_not_reported_csv": "a file",
    "monday.list_orphans_csv": "a file",
    "notices.list_organisation_mail_csv": "a file",
    "notices.list_programme_mail_csv": "a file",
    "notices.show_calendar": "a file for calendar programs",
    "public.find_commitment": "leads on to the address with the title in it",
    "public.cite_in_bibtex": "a file",
    "public.cite_in_ris": "a file",
    "public.list_commitments_csv": "a file",
    "public.list_commitments_json": "a file",
    "public.list_commitments_xlsx": "a file",
    "public.show_security_contact": "a text for machines and researchers",
    "reports.download_programme_report": "a file",
    "reports.download_issued": "a file",
    "organisations.show_logo": "a picture",
    "reports.show_issued": "there once a worker has made a report: see test_accessibility",
    "reports.check_issued": "there once a worker has made a report: see test_accessibility",
    "reports.download_issued_archive": "a file",
    "reports.download_programme_report_archive": "a file",
    "reports.download_report": "a file",
    "reports.download_report_archive": "a file",
    "reports.show_public_report": "a file",
    "rounds.download_answers": "a file",
    "rounds.download_record": "a file",
    "rounds.download_response": "a file",
}
