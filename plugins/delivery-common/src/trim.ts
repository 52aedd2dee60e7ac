/**
 * A text without certain characters at its end, in linear time: a regular expression such
 * as `/\/+$/` is quadratic.
 *
 * @param characters - each of them is removed, such as `/`
 * @public
 */
export function trimEndOf(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text[end - 1])) end -= 1;
  return text.slice(0, end);
}

/** A text without certain characters at both ends; see {@link trimEndOf}. @public */
export function trimOf(text: string, characters: string): string {
  let start = 0;
  while (start < text.length && characters.includes(text[start])) start += 1;
  return trimEndOf(text.slice(start), characters);
}
