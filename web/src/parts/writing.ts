// Keeps a copy while people write, gives it back when sending failed, and asks before a page with unsent text is left.

import { fill, forget, forgetEverything, keep, kept, keptKeys, keyOf, same, valuesOf, WRITING } from "./kept";
import { say } from "./words";

const unsent = new Set<HTMLFormElement>();

/** The server has the text now. */
export function markSaved(form: HTMLFormElement): void {
  unsent.delete(form);
  forget(keyOf(form));
}

function announceRestored(form: HTMLFormElement, before: () => void): void {
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.setAttribute("role", "status");
  const body = document.createElement("div");
  body.className = "notice-body";
  const text = document.createElement("p");
  text.textContent = say("restored");
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "btn btn-quiet";
  drop.textContent = say("drop");
  drop.addEventListener("click", () => {
    before();
    markSaved(form);
    notice.remove();
  });
  body.append(text, drop);
  notice.append(body);
  form.prepend(notice);
}

function restore(form: HTMLFormElement): void {
  const copy = kept(keyOf(form));
  if (!copy) return;
  const original = valuesOf(form);
  if (copy.sent || same(copy.values, original)) {
    forget(keyOf(form)); // the server answered with this form: what it shows is the newest
    return;
  }
  fill(form, copy.values);
  unsent.add(form);
  announceRestored(form, () => fill(form, original));
}

function watch(form: HTMLFormElement): void {
  const key = keyOf(form);
  form.addEventListener("input", () => {
    unsent.add(form);
    keep(key, { values: valuesOf(form), sent: false });
  });
  form.addEventListener("submit", () => {
    keep(key, { values: valuesOf(form), sent: true });
    unsent.delete(form);
  });
}

/** After sending: a normal answer means the text arrived; a page that says "problem" means it may not have. */
function settleSentCopies(): void {
  const problem = "keepsWriting" in document.body.dataset;
  const here = new Set(Array.from(document.querySelectorAll<HTMLFormElement>(WRITING), keyOf));
  for (const key of keptKeys()) {
    const copy = kept(key);
    if (!copy?.sent) continue;
    if (problem) keep(key, { ...copy, sent: false });
    else if (!here.has(key)) forget(key);
  }
}

export function startWriting(): void {
  settleSentCopies();
  for (const form of document.querySelectorAll<HTMLFormElement>(WRITING)) {
    restore(form);
    watch(form);
  }
  document.querySelector("form[data-sign-out]")?.addEventListener("submit", forgetEverything);
  window.addEventListener("beforeunload", (event) => {
    if (unsent.size > 0) event.preventDefault();
  });
}

/** Leaving on purpose (quick exit): no question, no copy. */
export function leaveNothing(): void {
  unsent.clear();
  forgetEverything();
}
