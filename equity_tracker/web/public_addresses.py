"""Where the public pages of each kind of publication are, for what is written outside a request."""

from flask import current_app, url_for

from equity_tracker.model.publication import PublicationKind

LISTS = {
    PublicationKind.PROGRAMME: "public.list_programmes",
    PublicationKind.ORGANISATION: "public.list_organisations",
    PublicationKind.COMMITMENT: "public.list_commitments",
    PublicationKind.STATEMENT: "public.list_statements",
    PublicationKind.CASE_STUDY: "public.list_case_studies",
    PublicationKind.SUPPORT: "public.list_supports",
}


def public_addresses() -> dict[str, str]:
    """Return the whole address of each list; what is in it has its page below."""
    base_url = current_app.config["SETTINGS"].public_base_url
    with current_app.test_request_context(base_url=base_url):
        return {kind.value: base_url + url_for(endpoint) for kind, endpoint in LISTS.items()}
