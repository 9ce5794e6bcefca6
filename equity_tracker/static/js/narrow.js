// Puts beside a list how many rows each choice would leave. Every page works without this file: the link
// below the choices leads to the same numbers. (It goes when they are there; above them, what somebody is
// about to touch would move.)
const link = document.querySelector("[data-counts]");
const form = document.querySelector("form.narrow");
const panel = form?.closest("details");
if (link && panel) {
  // On a narrow screen the choices are folded away, and their numbers are asked for when they are opened.
  if (getComputedStyle(panel.querySelector("summary")).display === "none") count();
  else panel.addEventListener("toggle", count, { once: true });
}

async function count() {
  try {
    const answer = await fetch(link.href, { redirect: "error" });
    if (!answer.ok) return;
    const counted = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const group of counted.querySelectorAll(".facet-group")) show(group);
    link.parentElement.hidden = true;
  } catch {
    // The link stays.
  }
}

function show(group) {
  const before = document.getElementById(group.id);
  if (!before) {
    group.open = false;
    form.querySelector(".facet-groups").append(group);
    return;
  }
  const fresh = new Map([...group.querySelectorAll(".choice")].map((choice) => [value(choice), choice]));
  for (const choice of before.querySelectorAll(".choice")) {
    const box = choice.querySelector("input");
    const number = fresh.get(box.value)?.querySelector(".facet-count");
    if (number) choice.querySelector("label").append(" ", number);
    // What would leave nothing goes, unless somebody has chosen it or is there.
    else choice.hidden = !box.checked && box !== document.activeElement;
    fresh.delete(box.value);
  }
  // Of organisations and places, there may be more than were chosen.
  for (const choice of fresh.values()) {
    choice.querySelector("input").id += "-more";
    choice.querySelector("label").htmlFor += "-more";
    before.querySelector("fieldset").append(choice);
  }
}

function value(choice) {
  return choice.querySelector("input").value;
}
