// Asks before something is destroyed, naming it: <button data-confirm="…" data-confirm-title="…">.
// Without script the form is sent at once, and the server asks or lets it be undone.

import { say } from "./words";

function build(asker: HTMLElement, go: () => void): HTMLDialogElement {
  const dialog = document.createElement("dialog");
  const title = document.createElement("h2");
  title.id = "confirm-title";
  title.textContent = asker.dataset.confirmTitle || say("confirmTitle");
  dialog.setAttribute("aria-labelledby", title.id);
  const text = document.createElement("p");
  text.textContent = asker.dataset.confirm ?? "";
  const actions = document.createElement("div");
  actions.className = "form-actions";
  const cancel = button(say("cancel"), "btn btn-secondary", () => dialog.close());
  cancel.autofocus = true; // Enter pressed in haste destroys nothing
  actions.append(button(asker.textContent?.trim() ?? "", "btn btn-danger", () => { dialog.close(); go(); }), cancel);
  dialog.append(title, text, actions);
  dialog.addEventListener("close", () => { dialog.remove(); asker.focus(); });
  return dialog;
}

function button(label: string, style: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = style;
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

export function startConfirm(): void {
  document.addEventListener("click", (event) => {
    const asker = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("button[data-confirm]") : null;
    if (!asker || asker.dataset.confirmed === "yes") return;
    event.preventDefault();
    event.stopPropagation();
    const dialog = build(asker, () => {
      asker.dataset.confirmed = "yes";
      asker.click();
      delete asker.dataset.confirmed;
    });
    document.body.append(dialog);
    dialog.showModal();
  }, true);
}
