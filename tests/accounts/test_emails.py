import pytest
from flask import Flask, render_template

CONTEXTS = {
    "reset_password": {"name": "Cora Editor", "token": "tok-en"},
    "password_changed": {"name": "Cora Editor"},
    "invitation": {
        "place_name": "Alder Trust",
        "role_label": "editor",
        "invited_by": "Ada Admin",
        "token": "tok-en",
        "expires_on": "13 April 2026",
    },
}
LINKS = {
    "reset_password": "http://127.0.0.1:8000/reset-password/tok-en",
    "password_changed": "http://127.0.0.1:8000/forgot-password",
    "invitation": "http://127.0.0.1:8000/invitations/tok-en",
}


@pytest.mark.parametrize("name", sorted(CONTEXTS))
def test_a_mail_says_the_same_in_text_and_html_and_leads_to_a_page_of_ours(app: Flask, name: str) -> None:
    with app.test_request_context(base_url="http://127.0.0.1:8000"):
        subject, text, html = (
            render_template(f"emails/{name}/{part}", **CONTEXTS[name])
            for part in ("subject.txt", "body.txt", "body.html")
        )

    assert len(subject.strip().splitlines()) == 1
    assert LINKS[name] in text
    assert f'href="{LINKS[name]}"' in html
    for words in CONTEXTS[name].values():
        assert words in text
        assert words in html
