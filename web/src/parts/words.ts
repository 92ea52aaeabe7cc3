// What scripts say to people comes from the page (a JSON block), in the page's language.

type Words = Record<string, string>;

function read(): Words {
  const block = document.getElementById("words");
  return block?.textContent ? (JSON.parse(block.textContent) as Words) : {};
}

const words = read();

/** The page's sentence of that name, with `{name}` filled in. */
export function say(name: string, values: Words = {}): string {
  return (words[name] ?? "").replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? "");
}
