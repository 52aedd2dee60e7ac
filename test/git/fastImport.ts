import type { Repository } from './demoRepository.ts';

/**
 * Input of `git fast-import` for a repository.
 *
 * https://git-scm.com/docs/git-fast-import
 */
export function fastImport({ commits }: Repository): string {
  const markOf = (tag: string) =>
    commits.findIndex(commit => commit.tag === tag) + 1;
  return commits
    .map(({ branch, from, author, date, message, files, tag }, index) => {
      const who = `${author.displayName} <${author.email}> ${date} +0000`;
      return [
        `commit refs/heads/${branch}`,
        `mark :${index + 1}`,
        `author ${who}`,
        `committer ${who}`,
        data(`${message}\n`),
        ...(from ? [`from :${markOf(from)}`] : []),
        ...Object.entries(files).flatMap(([file, text]) => [
          `M 100644 inline ${file}`,
          data(text),
        ]),
        '',
        ...(tag ? [`reset refs/tags/${tag}`, `from :${index + 1}`, ''] : []),
      ].join('\n');
    })
    .join('');
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}
