import pytest
from flask import Flask, render_template

CONTEXTS = {
    "role_changed": {
        "organisation": "Alder Trust",
        "organisation_slug": "alder-trust",
        "role_label": "approver",
        "role_definition": "Signs off what is said.",
        "changed_by": "Ada Admin",
    },
    "member_removed": {"organisation": "Alder Trust", "removed_by": "Ada Admin"},
    "member_left": {
        "organisation": "Alder Trust",
        "organisation_slug": "alder-trust",
        "name": "Vic Viewer",
        "role_label": "viewer",
    },
    "organisation_joined": {
        "organisation": "Alder Trust",
        "programme": "Fairer Shore",
        "programme_slug": "fairer-shore",
        "by": "Ada Admin",
    },
    "organisation_left": {
        "organisation": "Alder Trust",
        "programme": "Fairer Shore",
        "programme_slug": "fairer-shore",
        "by": "Ada Admin",
    },
}
LINKS = {
    "role_changed": "http://127.0.0.1:8000/o/alder-trust/",
    "member_left": "http://127.0.0.1:8000/o/alder-trust/team",
    "organisation_joined": "http://127.0.0.1:8000/p/fairer-shore/organisations",
    "organisation_left": "http://127.0.0.1:8000/p/fairer-shore/organisations",
}


@pytest.mark.parametrize("name", sorted(CONTEXTS))
def test_a_mail_says_the_same_in_text_and_html(app: Flask, name: str) -> None:
    with app.test_request_context(base_url="http://127.0.0.1:8000"):
        subject, text, html = (
            render_template(f"emails/{name}/{part}", **CONTEXTS[name])
            for part in ("subject.txt", "body.txt", "body.html")
        )

    assert len(subject.strip().splitlines()) == 1
    assert CONTEXTS[name]["organisation"] in subject
    for field, words in CONTEXTS[name].items():
        if not field.endswith("_slug"):
            assert words in text
            assert words in html
    if name in LINKS:
        assert LINKS[name] in text
        assert f'href="{LINKS[name]}"' in html
