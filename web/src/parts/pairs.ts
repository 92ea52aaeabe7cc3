// Working through records that may be one child by keyboard. In the queue [data-pairs] J and K move from row to row. On a
// pair [data-pair] S or 1 says the same child, B or 2 two children: the reason is typed, Enter sends it, Esc takes the
// answer back; N or 3 puts it off; J and K lead to the next pair and the one before. Without scripts the buttons do.

const ANSWERS: Record<string, string> = { s: "SAME", "1": "SAME", b: "APART", "2": "APART", n: "LATER", "3": "LATER" };

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["radio", "checkbox", "button", "submit"].includes(target.type);
}

function isPlain(event: KeyboardEvent): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey;
}

function startQueue(root: HTMLElement): void {
  document.addEventListener("keydown", (event) => {
    const by = { j: 1, k: -1 }[event.key.toLowerCase()];
    if (!by || !isPlain(event) || isTyping(event.target)) return;
    const links = Array.from(root.querySelectorAll<HTMLAnchorElement>("th a"));
    const at = links.findIndex((link) => link === document.activeElement);
    links[Math.min(Math.max(at + by, 0), links.length - 1)]?.focus();
    event.preventDefault();
  });
}

class Decision {
  private button: HTMLButtonElement | null = null;
  private readonly help: HTMLElement | null;
  private readonly usual: string;
  private readonly reason: HTMLTextAreaElement | null;

  constructor(private readonly form: HTMLFormElement) {
    this.help = form.querySelector<HTMLElement>("[data-pair-said]");
    this.usual = this.help?.textContent ?? "";
    this.reason = form.querySelector("textarea");
    this.reason?.addEventListener("keydown", (event) => this.typed(event));
  }

  say(answer: string): void {
    const button = this.form.querySelector<HTMLButtonElement>(`button[name=decision][value=${answer}]`);
    if (!button) return;
    if (answer === "LATER") {
      this.form.requestSubmit(button);
      return;
    }
    this.choose(button);
    this.reason?.focus();
  }

  private choose(button: HTMLButtonElement | null): void {
    this.button?.removeAttribute("data-chosen");
    this.button = button;
    button?.setAttribute("data-chosen", "");
    if (this.help) this.help.textContent = button ? `${button.textContent}. ${this.help.dataset.pairSaid}` : this.usual;
  }

  private typed(event: KeyboardEvent): void {
    if (!this.button || event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey && isPlain(event)) this.form.requestSubmit(this.button);
    else if (event.key === "Escape") {
      this.choose(null);
      this.reason?.blur();
    } else return;
    event.preventDefault();
  }
}

function startDecision(form: HTMLFormElement): void {
  const decision = new Decision(form);
  document.addEventListener("keydown", (event) => {
    if (!isPlain(event) || isTyping(event.target)) return;
    const answer = ANSWERS[event.key.toLowerCase()];
    if (!answer) return;
    decision.say(answer);
    event.preventDefault();
  });
}

function startNeighbours(): void {
  document.addEventListener("keydown", (event) => {
    const to = { j: "next", k: "prev" }[event.key.toLowerCase()];
    if (!to || !isPlain(event) || isTyping(event.target)) return;
    const link = document.querySelector<HTMLAnchorElement>(`main a[rel=${to}]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  });
}

export function startPairs(): void {
  const queue = document.querySelector<HTMLElement>("[data-pairs]");
  if (queue) startQueue(queue);
  const form = document.querySelector<HTMLFormElement>("form[data-pair]");
  if (form) startDecision(form);
  if (document.querySelector(".pair-table")) startNeighbours();
}
