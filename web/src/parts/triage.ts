// Answering by keyboard inside [data-triage]: J and K move between questions; Y, T and B answer ya, tidak, belum tahu,
// and in [data-triage=score] 1 to 4 rate a factor, 0 says that it does not apply.

const ANSWERS: Record<string, string> = { y: "YES", t: "NO", b: "UNKNOWN" };
const SCORES: Record<string, string> = { "1": "1", "2": "2", "3": "3", "4": "4", "0": "NA" };

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["radio", "checkbox", "button", "submit"].includes(target.type);
}

class Sheet {
  private at = -1;

  constructor(private readonly root: HTMLElement) {
    root.addEventListener("focusin", (event) => this.follow(event.target));
  }

  private questions(): HTMLElement[] {
    return Array.from(this.root.querySelectorAll<HTMLElement>("fieldset")).filter(
      (question) => question.offsetParent !== null && question.querySelector("input[type=radio]"),
    );
  }

  private follow(target: EventTarget | null): void {
    const at = this.questions().findIndex((question) => target instanceof Node && question.contains(target));
    if (at >= 0) this.mark(at);
  }

  private mark(at: number): void {
    this.questions().forEach((question, i) => {
      question.classList.add("question");
      question.toggleAttribute("data-active", i === at);
    });
    this.at = at;
  }

  move(by: number): void {
    const questions = this.questions();
    const at = Math.min(Math.max(this.at + by, 0), questions.length - 1);
    const question = questions[at];
    const input = question?.querySelector<HTMLInputElement>("input[type=radio]:checked") ?? question?.querySelector<HTMLInputElement>("input[type=radio]");
    input?.focus({ preventScroll: true });
    question?.scrollIntoView({ block: "nearest" });
    this.mark(at);
  }

  answer(value: string): boolean {
    const question = this.questions()[Math.max(this.at, 0)];
    const inputs = Array.from(question?.querySelectorAll<HTMLInputElement>("input[type=radio]") ?? []);
    const input = inputs.find((one) => one.value === value);
    if (!input) return false;
    input.checked = true;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
    this.move(Math.max(this.at, 0) === this.at ? 1 : 2);
    return true;
  }
}

export function startTriage(): void {
  const root = document.querySelector<HTMLElement>("[data-triage]");
  if (!root) return;
  const sheet = new Sheet(root);
  const answers = root.dataset.triage === "score" ? SCORES : ANSWERS;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    const answer = answers[key];
    if (key === "j") sheet.move(1);
    else if (key === "k") sheet.move(-1);
    else if (!answer || !sheet.answer(answer)) return;
    event.preventDefault();
  });
}
