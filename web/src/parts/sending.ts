// A file is sent in pieces before its form: a broken line costs one piece, and how far it is can be seen.
// Without this script the form itself carries the file.

import type { DetailedError, Upload } from "tus-js-client";

const PIECE = 256 * 1024; // what a slow telephone sends in some ten seconds
const WAITS = [0, 1_000, 3_000, 5_000, 10_000, 20_000];

type Words = Record<string, string>;

interface Parts {
  form: HTMLFormElement;
  file: HTMLInputElement;
  line: HTMLElement;
  words: HTMLElement;
  bar: HTMLProgressElement;
  stop: HTMLButtonElement;
  texts: Words;
}

function partsOf(form: HTMLFormElement): Parts | null {
  const file = form.querySelector<HTMLInputElement>("input[type=file]");
  const line = form.querySelector<HTMLElement>(".sending");
  const words = line?.querySelector<HTMLElement>(".sending-words");
  const bar = line?.querySelector("progress");
  const stop = line?.querySelector("button");
  const texts = form.querySelector(".sending-texts")?.textContent;
  return file && line && words && bar && stop && texts
    ? { form, file, line, words, bar, stop, texts: JSON.parse(texts) as Words }
    : null;
}

function field(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}

function tell(parts: Parts, text: string, running: boolean): void {
  parts.line.hidden = false;
  parts.words.textContent = text;
  parts.bar.hidden = parts.stop.hidden = !running;
  parts.form.querySelectorAll<HTMLButtonElement>("button[type=submit]").forEach((one) => (one.disabled = running));
  parts.file.disabled = running;
}

function problem(parts: Parts, status: number): string {
  if (status === 413) return parts.texts.large ?? "";
  if (status === 429 || status === 409) return parts.texts.many ?? "";
  if (status === 423 || status === 401 || status === 403 || status === 200 || status === 302) return parts.texts.locked ?? "";
  return parts.texts.failed ?? "";
}

/** Whether trying again may help: a broken line and a busy server may, a refusal will not. */
function again(status: number): boolean {
  return status === 0 || status === 409 || status >= 500;
}

function statusOf(error: Error | DetailedError): number {
  return "originalResponse" in error && error.originalResponse ? error.originalResponse.getStatus() : 0;
}

function whenOnline(act: () => void): void {
  if (navigator.onLine) act();
  else window.addEventListener("online", act, { once: true });
}

function send(parts: Parts, picked: File, tus: typeof import("tus-js-client")): Upload {
  const token = field(parts.form, "csrfmiddlewaretoken").value;
  const upload = new tus.Upload(picked, {
    endpoint: parts.form.dataset.sendsFile ?? "",
    chunkSize: PIECE,
    retryDelays: WAITS,
    headers: { "X-CSRFToken": token, "X-Autosave": "1" }, // by itself it keeps no session awake
    storeFingerprintForResuming: false, // nothing of it stays on the device
    removeFingerprintOnSuccess: true,
    onShouldRetry: (error) => {
      const status = statusOf(error);
      if (status === 0) tell(parts, parts.texts.waiting ?? "", true);
      return navigator.onLine && again(status); // without a line it goes on when there is one
    },
    onProgress: (sent, whole) => {
      const percent = Math.floor((sent / whole) * 100);
      parts.bar.value = percent;
      const said = String(percent - (percent % 10)); // read aloud, every single one would be a flood
      tell(parts, (parts.texts.sending ?? "").replace("{percent}", said), true);
    },
    onError: (error) => {
      const status = statusOf(error);
      if (status || navigator.onLine) return tell(parts, problem(parts, status), false);
      tell(parts, parts.texts.waiting ?? "", true);
      whenOnline(() => upload.start());
    },
    onSuccess: () => hand(parts, upload, picked),
  });
  upload.start();
  return upload;
}

/** The form goes on its way with the name of what was sent instead of the file. */
function hand(parts: Parts, upload: Upload, picked: File): void {
  field(parts.form, "upload").value = (upload.url ?? "").replace(/\/$/, "").split("/").pop() ?? "";
  field(parts.form, "name").value = picked.name;
  parts.file.disabled = true; // is not sent a second time
  whenOnline(() => parts.form.submit());
}

function start(form: HTMLFormElement): void {
  const parts = partsOf(form);
  if (!parts) return;
  const help = form.querySelector(`#${parts.file.id}_helptext`);
  if (help && parts.texts.most) help.textContent = parts.texts.most;
  let running: Upload | null = null;
  let runs: File | null = null; // what is being sent; nothing after it was stopped
  parts.stop.addEventListener("click", () => {
    void running?.abort(true).catch(() => undefined);
    running = runs = null;
    tell(parts, parts.texts.stopped ?? "", false);
  });
  parts.file.addEventListener("change", () => {
    field(form, "upload").value = ""; // another file takes the place of what was sent before
    form.querySelector(".sent-before")?.remove();
  });
  form.addEventListener("submit", (event) => {
    const picked = parts.file.files?.[0];
    if (!picked || field(form, "upload").value) return;
    event.preventDefault();
    if (picked.size > Number(form.dataset.most)) return tell(parts, parts.texts.large ?? "", false);
    tell(parts, (parts.texts.sending ?? "").replace("{percent}", "0"), true);
    if (running && runs === picked) return running.start(); // goes on where it stood
    runs = picked;
    void import("tus-js-client").then((tus) => {
      if (runs === picked && !running) running = send(parts, picked, tus);
    });
  });
}

export function startSending(): void {
  document.querySelectorAll<HTMLFormElement>("form[data-sends-file]").forEach(start);
}
