/** Keys of a form or template whose value is a text for users. */
const TEXTS = ['title', 'description', 'ui:help', 'ui:placeholder'];
/** Keys of a form whose members are texts for users. */
const LISTS = ['enumNames', 'errorMessage'];

/** Returns a copy with the texts for users translated; texts without a translation stay. */
export function translateTexts<T>(
  value: T,
  translations: Record<string, string>,
): T {
  const copy: T = JSON.parse(JSON.stringify(value));
  visit(copy, text => translations[text] ?? text);
  return copy;
}

function visit(node: unknown, translate: (text: string) => string): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, child] of Object.entries(node)) {
    if (typeof child !== 'string') {
      if (LISTS.includes(key)) translateMembers(child, translate);
      visit(child, translate);
    } else if (TEXTS.includes(key)) {
      Object.assign(node, { [key]: translate(child) });
    }
  }
}

function translateMembers(
  list: unknown,
  translate: (text: string) => string,
): void {
  if (typeof list !== 'object' || list === null) return;
  for (const [key, text] of Object.entries(list)) {
    if (typeof text === 'string') {
      Object.assign(list, { [key]: translate(text) });
    }
  }
}
