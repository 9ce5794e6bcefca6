// Asks before a page with unsaved text is left by a link or the back button. Every page works without this file.
const form = document.querySelector("form[data-guarded]");
if (form) {
  const written = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
  const before = written();
  let isSent = false;
  form.addEventListener("submit", () => { isSent = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!isSent && (form.dataset.guarded === "unsaved" || written() !== before)) event.preventDefault();
  });
}
