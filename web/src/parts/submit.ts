// A form is sent once: after sending, its buttons rest until the page changes or comes back.

import { say } from "./words";

const REST_MS = 20_000;

function rest(form: HTMLFormElement): () => void {
  const buttons = Array.from(form.querySelectorAll<HTMLButtonElement>("button:not([type=button])"));
  const labels = buttons.map((button) => button.innerHTML);
  buttons.forEach((button) => (button.disabled = true));
  const pressed = buttons.find((button) => "pressed" in button.dataset) ?? (buttons.length === 1 ? buttons[0] : undefined);
  if (pressed) pressed.textContent = say("sending");
  return () => buttons.forEach((button, i) => {
    button.disabled = false;
    button.innerHTML = labels[i] ?? "";
    delete button.dataset.pressed;
  });
}

export function startSubmitGuard(): void {
  const wake = new Set<() => void>();
  const wakeAll = (): void => {
    wake.forEach((act) => act());
    wake.clear();
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented || form.method !== "post") return;
    if (event.submitter instanceof HTMLElement) event.submitter.dataset.pressed = "";
    // After this turn, so that the pressed button's own name and value are still sent.
    window.setTimeout(() => wake.add(rest(form)), 0);
    window.setTimeout(wakeAll, REST_MS);
  });
  window.addEventListener("pageshow", (event) => event.persisted && wakeAll());
}
