"""What the words mean, how we count, and the statements on accessibility and privacy."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from equity_tracker.model.ingredients import ADVOCACY, TRACKABLE
from equity_tracker.model.quality import CHANGES_AT, GOES_ON_ANYWAY
from equity_tracker.model.thresholds import ABSOLUTE_LIMIT
from equity_tracker.model.vocabulary import ADDITIONALITIES, GLOSSARY, LEVELS, OUR_WORDING, QUALITY_DIMENSIONS
from equity_tracker.public import method
from equity_tracker.public.directory import terms_by_letter
from equity_tracker.public.kept import KEPT, in_words
from equity_tracker.public.views.blueprint import blueprint
from equity_tracker.web.access import public


@blueprint.get("/glossary")
@public
def show_glossary() -> ResponseReturnValue:
    return render_template(
        "public/show_glossary.html",
        glossary=GLOSSARY,
        our_wording=OUR_WORDING,
        by_letter=terms_by_letter(GLOSSARY),
    )


@blueprint.get("/method")
@public
def show_method() -> ResponseReturnValue:
    return render_template(
        "public/show_method.html",
        method=method,
        dimensions=QUALITY_DIMENSIONS,
        recipes={"twelve": TRACKABLE, "five": ADVOCACY},
        goes_on_anyway=[term.label for term in ADDITIONALITIES if term.slug in GOES_ON_ANYWAY],
        changes_at=[term.label for term in LEVELS if term.slug in CHANGES_AT],
    )


@blueprint.get("/accessibility")
@public
def show_accessibility() -> ResponseReturnValue:
    return render_template("public/show_accessibility.html", contact=_contact())


@blueprint.get("/privacy")
@public
def show_privacy() -> ResponseReturnValue:
    return render_template(
        "public/show_privacy.html", contact=_contact(), kept=KEPT, signed_in_for=in_words(ABSOLUTE_LIMIT)
    )


def _contact() -> str:
    """Return the address that the operator of this installation writes from, and reads."""
    return str(current_app.config["SETTINGS"].mail_from)
