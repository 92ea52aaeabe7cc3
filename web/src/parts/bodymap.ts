// Marks on the figure of a child: [data-body-map] with parts [data-place] and rows [data-point], each with a list of
// parts of the body. A click, or Enter on a part, fills the next empty row. Without script the rows are filled by hand.

class BodyMap {
  private readonly parts: SVGGElement[];
  private readonly rows: HTMLElement[];

  constructor(root: HTMLElement) {
    this.parts = Array.from(root.querySelectorAll<SVGGElement>("[data-place]"));
    this.rows = Array.from(root.querySelectorAll<HTMLElement>("[data-point]"));
    root.querySelectorAll("svg").forEach((drawing) => { drawing.removeAttribute("aria-hidden"); drawing.setAttribute("role", "group"); });
    for (const drawing of root.querySelectorAll("figure")) drawing.querySelector("svg")?.setAttribute("aria-label", drawing.querySelector("figcaption")?.textContent ?? "");
    this.parts.forEach((part) => this.open(part));
    root.addEventListener("change", () => this.show());
    this.show();
  }

  private open(part: SVGGElement): void {
    part.setAttribute("role", "button");
    part.setAttribute("tabindex", "0");
    part.addEventListener("click", () => this.mark(part));
    part.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      this.mark(part);
    });
  }

  private place(row: HTMLElement): HTMLSelectElement | null {
    return row.querySelector<HTMLSelectElement>("select[name$='-place']");
  }

  private mark(part: SVGGElement): void {
    const row = this.rows.find((one) => this.place(one)?.value === "");
    const list = row && this.place(row);
    if (!row || !list) return;
    list.value = part.dataset.place ?? "";
    list.dispatchEvent(new Event("input", { bubbles: true }));
    list.dispatchEvent(new Event("change", { bubbles: true }));
    row.querySelector<HTMLSelectElement>("select[name$='-kind']")?.focus();
  }

  /** The numbers on the figure, and one empty row after those that are filled. */
  private show(): void {
    const filled = this.rows.map((row) => this.place(row)?.value ?? "");
    const firstEmpty = filled.indexOf("");
    this.rows.forEach((row, i) => { row.hidden = filled[i] === "" && i !== firstEmpty; });
    for (const part of this.parts) {
      const numbers = filled.flatMap((place, i) => (place === part.dataset.place ? [i + 1] : []));
      part.classList.toggle("marked", numbers.length > 0);
      const text = part.querySelector("text");
      if (text) text.textContent = numbers.join(",");
      part.setAttribute("aria-label", [part.dataset.label ?? "", ...numbers.map(String)].join(" "));
      part.setAttribute("aria-pressed", String(numbers.length > 0));
    }
  }
}

export function startBodyMap(): void {
  document.querySelectorAll<HTMLElement>("[data-body-map]").forEach((root) => new BodyMap(root));
}
