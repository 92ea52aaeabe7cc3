// Says plainly that the server cannot be reached, and takes it back when it can.

import { say } from "./words";

let line: HTMLElement | null = null;

export function showConnection(reachable: boolean): void {
  if (reachable) {
    line?.remove();
    line = null;
    return;
  }
  if (line) return;
  line = document.createElement("p");
  line.className = "connection";
  line.setAttribute("role", "status");
  line.textContent = say("unreachable");
  document.body.append(line);
}

export function startConnection(): void {
  window.addEventListener("offline", () => showConnection(false));
  window.addEventListener("online", () => showConnection(true));
  document.body.addEventListener("htmx:sendError", () => showConnection(false));
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if ((event as CustomEvent<{ successful?: boolean }>).detail.successful) showConnection(true);
  });
  // Sending a form while the phone knows it is offline would replace the page and its text by the browser's error.
  document.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopPropagation();
    showConnection(false);
  }, true);
}
