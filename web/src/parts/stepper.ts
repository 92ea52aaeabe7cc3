// <input type="number" data-stepper>: a button for one less and one more. Without scripts the field stays as it is.

import { say } from "./words";

function button(sign: string, label: string, step: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-secondary";
  made.textContent = sign;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", step);
  return made;
}

function move(input: HTMLInputElement, by: number): void {
  input.value = String(Math.max(0, (Number.parseInt(input.value, 10) || 0) + by));
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function named(input: HTMLInputElement): string {
  const group = input.closest("fieldset")?.querySelector("legend")?.textContent ?? "";
  return `${group} ${input.labels?.[0]?.textContent ?? ""}`.trim();
}

export function startSteppers(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>("input[data-stepper]")) {
    const name = named(input);
    const row = document.createElement("div");
    row.className = "stepper";
    input.replaceWith(row);
    row.append(
      button("−", say("less", { name }), () => move(input, -1)),
      input,
      button("+", say("more", { name }), () => move(input, 1)),
    );
  }
}
