// Sends a long form to its autosave address a moment after the last change and says so.

import { showConnection } from "./connection";
import { lock } from "./lock";
import { say } from "./words";
import { markSaved } from "./writing";

const WAIT_MS = 1500;
const RETRY_MS = 15_000;

const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

function status(form: HTMLFormElement): HTMLElement {
  const found = form.querySelector<HTMLElement>(".saved");
  if (found) return found;
  const line = document.createElement("p");
  line.className = "saved";
  line.setAttribute("role", "status");
  form.append(line);
  return line;
}

function show(form: HTMLFormElement, state: "saving" | "saved" | "failed", text: string): void {
  const line = status(form);
  line.dataset.state = state;
  line.textContent = text;
}

interface Told { saved_at?: string; fields?: Record<string, string | number> }

/**
 * When it was saved, in the office's words if the server says it, else by this device's clock. `fields` are hidden
 * values that the form carries on with, such as the versions of the rows just saved.
 */
async function savedAt(form: HTMLFormElement, answer: Response): Promise<string> {
  if (answer.headers.get("content-type")?.includes("json")) {
    const told = (await answer.json()) as Told;
    for (const [name, value] of Object.entries(told.fields ?? {})) {
      const input = form.elements.namedItem(name);
      if (input instanceof HTMLInputElement) input.value = String(value);
    }
    if (told.saved_at) return told.saved_at;
  }
  return clock.format(new Date());
}

async function save(form: HTMLFormElement, url: string, unchanged: () => boolean): Promise<boolean> {
  show(form, "saving", say("saving"));
  try {
    const answer = await fetch(url, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, redirect: "manual" });
    if (answer.status === 409) {
      show(form, "failed", say("conflict"));
      return true; // not tried again by itself: the button shows both texts
    }
    if (answer.status === 423) lock(); // tried again until somebody has opened the page
    if (!answer.ok) throw new Error(String(answer.status));
    show(form, "saved", say("saved", { clock: await savedAt(form, answer) }));
    if (unchanged()) markSaved(form);
    showConnection(true);
    return true;
  } catch (problem) {
    show(form, "failed", say("notSaved"));
    if (problem instanceof TypeError) showConnection(false);
    return false;
  }
}

function follow(form: HTMLFormElement, url: string): void {
  let timer = 0;
  let edits = 0;
  let running = false;
  const later = (wait: number): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(run, wait);
  };
  const run = async (): Promise<void> => {
    if (running) return later(WAIT_MS);
    running = true;
    const sent = edits;
    const arrived = await save(form, url, () => edits === sent);
    running = false;
    if (!arrived) later(RETRY_MS);
  };
  const changed = (): void => {
    edits += 1;
    later(WAIT_MS);
  };
  form.addEventListener("input", changed);
  form.addEventListener("submit", () => window.clearTimeout(timer));
}

export function startAutosave(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-autosave-url]")) {
    if (form.dataset.autosaveUrl) follow(form, form.dataset.autosaveUrl);
  }
}
