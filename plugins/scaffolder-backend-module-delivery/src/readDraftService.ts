import { draftServiceSchema } from '@fairway/backstage-plugin-delivery-common';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';

/** The Component in the workspace's catalog-info.yaml; undefined when there is none. */
export async function readDraftService(workspace: string) {
  const text = await readFile(
    path.join(workspace, 'catalog-info.yaml'),
    'utf8',
  ).catch(() => '');
  const entities = parseAllDocuments(text).map(each => each.toJS());
  const component = entities.find(each => each?.kind === 'Component');
  return draftServiceSchema.safeParse(component).data;
}
