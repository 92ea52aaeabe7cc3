// A copy of what is being typed, in this tab only (sessionStorage), so that a lost network or session loses nothing.

const PREFIX = "naung:";

export type Values = Record<string, string[]>;
export interface Copy { values: Values; sent: boolean }

/** Forms on which people write at length. */
export const WRITING = "form[data-autosave-url], form[data-keep]";

export function keyOf(form: HTMLFormElement): string {
  return `${PREFIX}${location.pathname}#${form.id || form.getAttribute("action") || ""}`;
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function mayBeKept(control: Element): control is Control {
  if (!(control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement)) return false;
  return control.name !== "" && !["hidden", "password", "file", "submit", "button"].includes(control.type) && !("noKeep" in control.dataset);
}

function controls(form: HTMLFormElement): Control[] {
  return Array.from(form.elements).filter(mayBeKept);
}

const isTick = (control: Control): control is HTMLInputElement => control.type === "radio" || control.type === "checkbox";

/** What the form holds now, by field name. */
export function valuesOf(form: HTMLFormElement): Values {
  const values: Values = {};
  for (const control of controls(form)) {
    const held = (values[control.name] ??= []);
    if (!isTick(control)) held.push(control.value);
    else if (control.checked) held.push(control.value);
  }
  return values;
}

/** Puts a copy back into the form. */
export function fill(form: HTMLFormElement, values: Values): void {
  const used: Record<string, number> = {};
  for (const control of controls(form)) {
    const held = values[control.name];
    if (!held) continue;
    if (isTick(control)) control.checked = held.includes(control.value);
    else control.value = held[(used[control.name] = (used[control.name] ?? -1) + 1)] ?? control.value;
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

export function same(a: Values, b: Values): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Storage may be full or switched off: then the page works as without script. */
function guarded<T>(act: () => T, otherwise: T): T {
  try {
    return act();
  } catch {
    return otherwise;
  }
}

export function keep(key: string, copy: Copy): void {
  guarded(() => sessionStorage.setItem(key, JSON.stringify(copy)), undefined);
}

export function kept(key: string): Copy | null {
  return guarded(() => JSON.parse(sessionStorage.getItem(key) ?? "null") as Copy | null, null);
}

export function forget(key: string): void {
  guarded(() => sessionStorage.removeItem(key), undefined);
}

/** Empties this tab's storage, whoever wrote there. */
export function forgetEverything(): void {
  guarded(() => sessionStorage.clear(), undefined);
}

export function keptKeys(): string[] {
  return guarded(() => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX)), []);
}
