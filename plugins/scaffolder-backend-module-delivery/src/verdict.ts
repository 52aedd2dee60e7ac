import { draftServiceSchema } from '@fairway/backstage-plugin-delivery-common';
import type { ApplyPreview } from '@fairway/backstage-plugin-delivery-common';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';

/** Where a dry run puts verdicts, beside the files that it writes. */
const FOLDER = '.fairway-verdicts';

/** Leaves a verdict in the workspace of a dry run, for {@link isVerdict} to be found by. */
export async function writeVerdict(
  workspace: string,
  verdict: ApplyPreview,
): Promise<void> {
  const folder = path.join(workspace, FOLDER);
  await mkdir(folder, { recursive: true });
  const name = `${Date.now()}-${randomUUID()}.json`;
  await writeFile(path.join(folder, name), JSON.stringify(verdict));
}

/** Whether a file of a dry run's workspace is a verdict. */
export function isVerdict(file: string): boolean {
  return path.dirname(file) === FOLDER;
}

/** The service that the workspace's catalog file describes; undefined where there is none. */
export async function readService(workspace: string) {
  const text = await readFile(
    path.join(workspace, 'catalog-info.yaml'),
    'utf8',
  ).catch(() => '');
  const described = parseAllDocuments(text).map(each => each.toJS());
  const found = described.find(each => each?.kind === 'Component');
  return draftServiceSchema.safeParse(found).data;
}
