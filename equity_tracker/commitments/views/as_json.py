"""A commitment's answers as JSON, in and out of the forms of its sections."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from equity_tracker.commitments.forms.sections import SECTION_FORMS
from equity_tracker.commitments.sections import form_values
from equity_tracker.commitments.views.options import section_options
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.readiness import Section, missing
from equity_tracker.model.vocabulary import LIFECYCLES
from equity_tracker.web import json_forms, systems
from equity_tracker.web.forms import AppForm
from equity_tracker.web.json_forms import Faults
from equity_tracker.web.parts import here

# Whom a name means is asked back and forth, and people are known by their accounts: pages do that.
ON_PAGES_ONLY = {"partners", "owner_person", "deputy_person", "sponsor_person"}

PROGRAMME = {"type": "string", "description": "The slug of a programme that your organisation takes part in."}


def _blank(section: Section, organisation: Organisation | None = None) -> AppForm:
    """Return the section's form with nothing in it."""
    return _for_programs(SECTION_FORMS[section](None, options=_options(section, organisation)))


def _for_programs(form: AppForm) -> AppForm:
    for field in form:
        field.is_for_programs = field.short_name not in ON_PAGES_ONLY
    return form


def _options(section: Section, organisation: Organisation | None) -> dict[str, Any]:
    return section_options(organisation, section) if organisation is not None else {}


ANSWERS: dict[str, Any] = {
    name: said
    for section in Section
    for name, said in json_forms.schema_of(_blank(section), needed=False)["properties"].items()
}
SEND_DRAFT = {
    "type": "object",
    "properties": {
        "programme_slug": PROGRAMME,
        **ANSWERS,
        "title": {**ANSWERS["title"], "type": "string", "minLength": 1},
    },
    "required": ["programme_slug", "title"],
    "additionalProperties": False,
}
SEND_CHANGES = {"type": "object", "properties": ANSWERS, "additionalProperties": False}
_SUMMARY: dict[str, Any] = {
    "id": systems.text("Its id.", "bcdfghjklmnp", always=True),
    "title": systems.text("Its title.", "Every cleaning contract pays the real living wage"),
    "state": systems.text("Where it is.", "Draft", always=True),
    "state_code": {
        "type": "string",
        "enum": list(LIFECYCLES.slugs),
        "description": "The code of `state`.",
        "examples": ["draft"],
    },
    "programme_slug": systems.text("The slug of its programme.", "fairer-harbour", always=True),
    "reference": systems.text("Its reference, once it has been published.", "FH-0017"),
    "is_editable": {
        "type": "boolean",
        "description": "Whether its answers can be changed here: while it is a draft, or returned.",
    },
    "url": systems.text(
        "Its page in the workspace.",
        "https://register.example.org/o/harbour-trust/commitments/bcdfghjklmnp",
        always=True,
    ),
}
SHAPES = {
    "OwnCommitment": systems.shape("One of the organisation's own commitments, in a list.", **_SUMMARY),
    "OwnCommitmentPage": systems.shape(
        "A part of the list.",
        items=systems.rows("This part of the list.", {"$ref": "#/components/schemas/OwnCommitment"}),
        next=systems.text(
            "The address of the next part; null at the end.", "https://register.example.org/api/v1/…"
        ),
    ),
    "Draft": systems.shape(
        "One of the organisation's own commitments, with its answers as they can be sent.",
        **_SUMMARY,
        needed=systems.rows("What a commitment would still need, in words.", {"type": "string"}),
        answers={
            "type": "object",
            "description": "Its answers, by the names they are sent under.",
            "properties": ANSWERS,
        },
    ),
}


def read_answers(
    commitment: Commitment, organisation: Organisation, given: Mapping[str, Any]
) -> dict[Section, dict[str, Any]]:
    """Put what was given over what is stored, section by section, and hold each to its form."""
    faults: Faults = {name: ["There is no such field here."] for name in given if name not in ANSWERS}
    found = {}
    for section in Section:
        known = json_forms.fields_of(_blank(section, organisation))
        if own := {name: given[name] for name in known if name in given}:
            found[section], wrong = _read_section(commitment, organisation, section, own)
            faults |= wrong
    if faults:
        raise systems.faulty(faults)
    return found


def _read_section(
    commitment: Commitment, organisation: Organisation, section: Section, given: Mapping[str, Any]
) -> tuple[dict[str, Any], Faults]:
    stored = _for_programs(
        SECTION_FORMS[section](
            None, form_values(commitment, section), options=_options(section, organisation)
        )
    )
    sent, faults = json_forms.inputs(_blank(section, organisation), {**json_forms.values_of(stored), **given})
    kept = {name: stored.data[name] for name in ON_PAGES_ONLY if name in stored}
    for name, value in kept.items():
        if isinstance(value, str):
            sent.add(name, value)
    if faults:
        return {}, faults
    form = _for_programs(SECTION_FORMS[section](sent, options=_options(section, organisation)))
    form.validate()
    faults = json_forms.faults_of(form, given) | ({"": form.form_errors} if form.form_errors else {})
    return {**form.data, **kept}, faults


def summary(commitment: Commitment) -> dict[str, Any]:
    return {
        "id": commitment.public_id,
        "title": commitment.title,
        "state": LIFECYCLES.label(commitment.lifecycle.value),
        "state_code": commitment.lifecycle.value,
        "programme_slug": commitment.programme.slug,
        "reference": commitment.reference,
        "is_editable": commitment.is_editable,
        "url": here()
        + url_for(
            "commitments.show_commitment",
            organisation=commitment.organisation.slug,
            commitment=commitment.public_id,
        ),
    }


def draft(commitment: Commitment, organisation: Organisation) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for section in Section:
        values = form_values(commitment, section)
        answers |= json_forms.values_of(
            _for_programs(SECTION_FORMS[section](None, values, options=_options(section, organisation)))
        )
    return summary(commitment) | {"needed": [each.label for each in missing(commitment)], "answers": answers}
