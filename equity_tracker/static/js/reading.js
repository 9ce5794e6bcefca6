// Shows beside a form how the promise reads while it is being written. Every page works without this file:
// the panel then changes when the form is saved.
const PAUSE = 900; // milliseconds without a key being pressed

const panel = document.querySelector("[data-reading]");
const form = document.querySelector(".content form");
if (panel && form) {
  watch(panel.querySelector(".reading-content"), panel.querySelector("[role=status]"));
}

function watch(content, news) {
  let pause, request, held;

  const later = () => {
    clearTimeout(pause);
    pause = setTimeout(ask, PAUSE);
  };

  async function ask() {
    request?.abort();
    request = new AbortController();
    try {
      const answer = await fetch(panel.dataset.reading, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        redirect: "error",
        signal: request.signal,
      });
      if (!answer.ok) throw new Error(answer.statusText);
      held = await answer.text();
      show();
    } catch (error) {
      if (error.name !== "AbortError") giveUp(); // The panel stays as it is; the form is none the worse.
    }
  }

  function show() {
    // Nobody's place in the panel is taken from under them: it waits until they have left it.
    if (held === undefined || content.contains(document.activeElement)) return;
    const fresh = new DOMParser().parseFromString(held, "text/html");
    held = undefined;
    for (const details of fresh.querySelectorAll("details[id]")) {
      const before = document.getElementById(details.id);
      if (before) details.open = before.open;
    }
    const known = answers(content);
    content.replaceChildren(...fresh.body.childNodes);
    news.textContent = answers(content).filter((answer) => !known.includes(answer)).join(". ");
  }

  function giveUp() {
    clearTimeout(pause);
    form.removeEventListener("input", later);
    form.removeEventListener("change", later);
  }

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  content.addEventListener("focusout", () => setTimeout(show));
}

function answers(content) {
  return [...content.querySelectorAll("[data-answer]")].map((each) => each.dataset.answer);
}
