import path from 'node:path';

/** A link that leads nowhere. */
export interface BrokenLink {
  /** Line number, from 1 */
  line: number;
  target: string;
}

/** Text of a file by its path; undefined if neither file nor folder exists, empty for a folder. */
export type ReadTarget = (file: string) => string | undefined;

/**
 * Finds relative links of a Markdown file to files or headings that do not exist.
 *
 * @param file - path of the Markdown file; links are relative to its folder
 */
export function findBrokenLinks(
  file: string,
  text: string,
  read: ReadTarget,
): BrokenLink[] {
  return withoutCode(text)
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, target]) => target)
        .filter(target => !/^[a-z]+:/.test(target))
        .filter(target => !exists(file, text, target, read))
        .map(target => ({ line: index + 1, target })),
    );
}

function exists(
  file: string,
  text: string,
  target: string,
  read: ReadTarget,
): boolean {
  const [linked, heading] = target.split('#');
  const content = linked ? read(path.join(path.dirname(file), linked)) : text;
  if (content === undefined) return false;
  return heading === undefined || headings(content).includes(heading);
}

/** Anchors of the headings of a Markdown text, as GitHub derives them. */
function headings(text: string): string[] {
  return [...withoutCode(text).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The text with blank lines in place of fenced code. */
function withoutCode(text: string): string {
  return text.replaceAll(/^ *```[\s\S]*?^ *```/gm, code =>
    code.replaceAll(/[^\n]/g, ''),
  );
}
