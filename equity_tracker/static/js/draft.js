// Keeps what is typed into a check-in, a little after the last key. Every page works without this file: the
// button that saves does the same.
const PAUSE = 1500; // milliseconds without a key being pressed

const news = document.querySelector("[data-draft]");
const form = news?.closest("form");
if (form) watch();

function watch() {
  let pause, saving, isSaving = false, last = answers();

  const later = () => {
    clearTimeout(pause);
    pause = setTimeout(save, PAUSE);
  };

  function save() {
    clearTimeout(pause);
    saving = (saving ?? Promise.resolve()).then(send);
    return saving;
  }

  async function send() {
    const now = answers();
    if (now === last) return;
    const fields = written();
    fields.append("next", "autosave");
    isSaving = true;
    try {
      const answer = await fetch(news.dataset.draft, { method: "POST", body: fields, redirect: "error", keepalive: true });
      if ([400, 401, 410].includes(answer.status)) {
        return stop("Not saved: this page was open too long. Copy what you wrote before you open it again.");
      }
      const said = await answer.json();
      if (answer.status === 409) return stop(said.news);
      if (!answer.ok) throw new Error(answer.statusText);
      form.elements.draft.value = said.draft;
      last = now;
      news.textContent = said.news;
    } catch {
      news.textContent = "Not saved: there was no answer. Your text is still here, and will be tried again.";
    } finally {
      isSaving = false;
    }
  }

  // Whoever presses a button sends everything anyway: what is still under way is waited for first, so that the
  // form knows which text it stands on.
  async function finish(event) {
    clearTimeout(pause);
    if (!isSaving) return;
    event.preventDefault();
    await saving;
    form.removeEventListener("submit", finish);
    setTimeout(() => form.requestSubmit(event.submitter)); // A form sends nothing while it says that it is sent.
  }

  function stop(words) {
    clearTimeout(pause);
    form.removeEventListener("input", later);
    form.removeEventListener("change", later);
    document.removeEventListener("visibilitychange", leave);
    news.textContent = words;
  }

  function leave() {
    if (document.visibilityState === "hidden") save();
  }

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", finish);
  document.addEventListener("visibilitychange", leave);
  // What was typed before this file had come, or was put back by the browser, is saved like the rest.
  if (isTouched()) {
    last = undefined;
    later();
  }
}

function isTouched() {
  return [...form.elements].some((field) =>
    ["checkbox", "radio"].includes(field.type)
      ? field.checked !== field.defaultChecked
      : field.matches("textarea, input:not([type=hidden], [type=file])") && field.value !== field.defaultValue,
  );
}

// Words only: files wait until the form is sent.
function written() {
  return new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
}

function answers() {
  const fields = written();
  fields.delete("draft");
  return fields.toString();
}
