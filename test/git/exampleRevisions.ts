import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ReleaseRevision, ReleaseRevisions } from './releaseRevisions.ts';

/** A file of the examples: its content, and its expected content by the repositories. */
export interface ExampleFile {
  file: string;
  text: string;
  right: string;
}

/**
 * Files of `examples/harbour` with revisions.
 *
 * @throws Error if a file names a release that is not in the service's repository
 */
export async function exampleRevisions(
  examples: string,
  revisions: ReleaseRevisions,
): Promise<ExampleFile[]> {
  const folder = path.join(examples, 'harbour');
  const read = (...names: string[]) =>
    readFile(path.join(folder, ...names), 'utf8');
  const history = await read('history.yaml');
  const files: ExampleFile[] = [
    {
      file: path.join(folder, 'history.yaml'),
      text: history,
      right: historyWith(history, revisions),
    },
  ];
  for (const overlay of globSync('*/overlays/*', { cwd: folder }).sort()) {
    const [service] = overlay.split(path.sep);
    const text = await read(overlay, 'release.yaml');
    files.push({
      file: path.join(folder, overlay, 'release.yaml'),
      text,
      right: releaseWith(
        text,
        revisionOf(
          revisions,
          service,
          releaseOf(await read(overlay, 'kustomization.yaml')),
        ),
      ),
    });
  }
  return files;
}

/** `history.yaml` with the commits of its releases. */
function historyWith(text: string, revisions: ReleaseRevisions): string {
  let service = '';
  let release = '';
  return text
    .split('\n')
    .map(line => {
      service = /^ {2}([\w-]+):$/.exec(line)?.[1] ?? service;
      release = /^ {4}- (?:version|digest): (\S+)$/.exec(line)?.[1] ?? release;
      return /^ {6}revision: /.test(line)
        ? `      revision: ${revisionOf(revisions, service, release).commit}`
        : line;
    })
    .join('\n');
}

/** `release.yaml` of an overlay with the commit of its release, and the run if it names one. */
function releaseWith(text: string, { commit, run }: ReleaseRevision): string {
  return text
    .replace(
      /(org\.opencontainers\.image\.revision: )[0-9a-f]{40}/,
      `$1${commit}`,
    )
    .replace(/(fairway\.dev\/build-url: \S+\/)\d+\/$/m, `$1${run}/`);
}

/** Tag or digest that an overlay sets. */
export function releaseOf(kustomization: string): string {
  return /^ {4}(?:newTag|digest): (\S+)$/m.exec(kustomization)?.[1] ?? '';
}

function revisionOf(
  revisions: ReleaseRevisions,
  service: string,
  release: string,
): ReleaseRevision {
  const revision = revisions[service]?.[release];
  if (!revision) {
    throw new Error(`examples/git has no release '${release}' of ${service}`);
  }
  return revision;
}
