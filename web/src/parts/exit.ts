// Quick exit: the button, or Escape twice, replaces this page by a neutral site; on the way the server lets the browser
// forget Naung. Without script it is a plain link that does both. Nobody waits for a slow network: the page is gone at once.

import { leaveNothing } from "./writing";

const TWICE_WITHIN_MS = 800;
const FORGET_WITHIN_MS = 700;

export function startExit(): void {
  const link = document.querySelector<HTMLAnchorElement>("a[data-exit]");
  if (!link) return;
  const leave = (): void => {
    leaveNothing();
    document.body.hidden = true;
    void forgotten(link).then(() => location.replace(link.dataset["exit"] || link.href));
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

/** When the browser has forgotten Naung, or when that takes too long. */
async function forgotten(link: HTMLAnchorElement): Promise<void> {
  if (!link.dataset["exit"]) return;
  const late = new Promise((done) => setTimeout(done, FORGET_WITHIN_MS));
  const asked = fetch(link.href, { method: "HEAD", keepalive: true }).catch(() => undefined);
  await Promise.race([asked, late]);
}
