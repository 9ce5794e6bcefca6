"""The words in which one publication is cited, with its address."""

from typing import Any

from flask import current_app, url_for

from equity_tracker.model.vocabulary import PUBLICATION_FORMS
from equity_tracker.public.citation import Citation
from equity_tracker.web.templating import SERVICE_NAME


def citation(public_id: str, slug: str, published: Any) -> Citation:  # noqa: ANN401 - a database row, by name
    """Cite a publication of a promise. Its address stays true when a later one replaces it."""
    said = published.payload
    path = url_for("public.show_publication", public_id=public_id, slug=slug, number=published.number)
    return Citation(
        organisation=said.get("organisation_name") or said["made_by_name"],
        title=said["title"],
        register=SERVICE_NAME,
        form=PUBLICATION_FORMS.label(said.get("form") or "commitment"),
        reference=said["reference"],
        number=published.number,
        published_on=published.happened_on,
        address=current_app.config["SETTINGS"].public_base_url + path,
    )
