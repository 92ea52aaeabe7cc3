// An open page covers itself when nobody has moved or typed for a while, so that no child's name stands on a screen
// that somebody left. The page underneath stays as it is: with the password it goes on. The server locks the session
// by its own clock; real typing and moving, in any tab, tells it that somebody is still here.

import { showConnection } from "./connection";
import { say } from "./words";

const CHECK_MS = 5_000;
const TELL_MS = 60_000;
const SHARE_MS = 10_000;
const SHARED = "naung:active"; // a moment, nothing else, for the other tabs
const LOCKED = 423;

let cover: HTMLDialogElement | null = null;
let last = Date.now();
let told = Date.now();
let shared = 0;

function inAnyTab(): number {
  try {
    return Math.min(Number(localStorage.getItem(SHARED)) || 0, Date.now());
  } catch {
    return 0; // storage is switched off: then each tab counts for itself
  }
}

function share(): void {
  if (last - shared < SHARE_MS) return;
  shared = last;
  try {
    localStorage.setItem(SHARED, String(last));
  } catch {
    // as above
  }
}

function token(): string {
  return document.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
}

async function send(url: string, body?: FormData): Promise<Response> {
  const headers = { "X-CSRFToken": token(), "X-Still-Here": "1" };
  return fetch(url, { method: "POST", headers, redirect: "manual", ...(body ? { body } : {}) });
}

async function tell(): Promise<boolean> {
  try {
    const answer = await send(document.body.dataset.stillHere ?? "");
    if (answer.status === LOCKED) lock();
    return answer.status === 204;
  } catch {
    return false; // the network is away: the next page will say so
  }
}

function touched(): void {
  if (cover) return;
  last = Date.now();
  share();
  if (last - told > TELL_MS) {
    told = last;
    void tell();
  }
}

function element<K extends keyof HTMLElementTagNameMap>(name: K, text = "", style = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = style;
  return made;
}

async function unlock(form: HTMLFormElement, problem: HTMLElement): Promise<void> {
  problem.textContent = "";
  try {
    const answer = await send(document.body.dataset.unlock ?? "", new FormData(form));
    if (answer.type === "opaqueredirect" && (await tell())) return open();
    problem.textContent = say("wrongPassword");
    form.reset();
    form.querySelector("input")?.focus();
    showConnection(true);
  } catch {
    showConnection(false);
  }
}

function open(): void {
  const page = cover;
  cover = null;
  last = told = Date.now();
  share();
  document.title = page?.dataset.title ?? document.title;
  page?.remove();
}

function build(): HTMLDialogElement {
  const made = element("dialog", "", "lock");
  const title = element("h2", say("locked"));
  title.id = "lock-title";
  made.setAttribute("aria-labelledby", title.id);
  const label = element("label", say("password"));
  label.htmlFor = "lock-password";
  const input = element("input", "", "form-control");
  Object.assign(input, { id: "lock-password", name: "password", type: "password", autocomplete: "current-password" });
  const problem = element("p", "", "error");
  problem.setAttribute("role", "alert");
  const other = element("a", say("otherWay"));
  other.href = `${document.body.dataset.unlock}?next=${encodeURIComponent(location.pathname + location.search)}`;
  const form = element("form", "", "stack");
  form.append(label, input, problem, element("button", say("unlock"), "btn btn-primary"), other);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    void unlock(form, problem);
  });
  made.append(title, element("p", say("lockedWhy")), form);
  made.addEventListener("cancel", (event) => event.preventDefault());
  return made;
}

/** Covers the page. Also called when the server says that the session is locked. */
export function lock(): void {
  if (cover || !document.body.dataset.unlock || typeof HTMLDialogElement === "undefined") return;
  cover = build();
  cover.dataset.title = document.title;
  document.title = say("locked");
  document.body.append(cover);
  cover.showModal();
}

export function startLock(): void {
  const after = Number(document.body.dataset.locksAfter) * 1000;
  if (!after) return;
  const look = (): void => {
    if (Date.now() - Math.max(last, inAnyTab()) >= after) lock();
  };
  for (const kind of ["pointerdown", "keydown", "wheel", "touchmove"]) {
    document.addEventListener(kind, () => { look(); touched(); }, { capture: true, passive: true });
  }
  document.addEventListener("visibilitychange", look);
  window.setInterval(look, CHECK_MS);
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if ((event as CustomEvent<{ xhr?: XMLHttpRequest }>).detail.xhr?.status === LOCKED) lock();
  });
  share();
}
