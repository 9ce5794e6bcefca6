// Makes forms a little kinder where scripts run. Every page works without this file.
import { createAll, Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios }
  from "../vendor/govuk-frontend-6.3.0/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

createAll(Button, { preventDoubleClick: true });
for (const component of [CharacterCount, Checkboxes, PasswordInput, Radios, NotificationBanner, ErrorSummary]) {
  createAll(component); // The error summary comes last, because it and a banner both ask for the focus.
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A question about wording is dismissed without leaving the form below it, where there may be unsaved text.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-stays]");
  if (!form) return;
  event.preventDefault();
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) })
    .catch(() => null);
  if (!answer?.ok) return form.submit();
  const done = Object.assign(document.createElement("p"), { textContent: "Dismissed.", tabIndex: -1 });
  form.closest("li").replaceChildren(done);
  done.focus();
});
