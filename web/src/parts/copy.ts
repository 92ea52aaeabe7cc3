// <button data-copy="text" hidden>: appears only where it can work, copies, says so.

import { say } from "./words";

export function startCopy(): void {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const label = button.textContent;
      await navigator.clipboard.writeText(button.dataset.copy ?? "");
      button.textContent = say("copied");
      window.setTimeout(() => (button.textContent = label), 3000);
    });
  }
}
