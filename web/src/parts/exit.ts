// Quick exit: the button, or Escape twice, replaces this page by a neutral site. Without script it is a plain link.

import { leaveNothing } from "./writing";

const TWICE_WITHIN_MS = 800;

export function startExit(): void {
  const link = document.querySelector<HTMLAnchorElement>("a[data-exit]");
  if (!link) return;
  const leave = (): void => {
    leaveNothing();
    document.body.hidden = true;
    location.replace(link.href);
  };
  let last = -Infinity;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (event.timeStamp - last < TWICE_WITHIN_MS) leave();
    last = event.timeStamp;
  });
}
