// Writes the revisions in examples/harbour from the commits of examples/git.
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { demoRepositories } from './demoRepositories.ts';
import { exampleRevisions } from './exampleRevisions.ts';
import { releaseRevisions } from './releaseRevisions.ts';

const examples = path.resolve(import.meta.dirname, '../../examples');
const folder = mkdtempSync(path.join(tmpdir(), 'fairway-revisions-'));
try {
  const revisions = await releaseRevisions(
    await demoRepositories(examples),
    folder,
  );
  for (const { file, text, right } of await exampleRevisions(
    examples,
    revisions,
  )) {
    if (text !== right) await writeFile(file, right);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
