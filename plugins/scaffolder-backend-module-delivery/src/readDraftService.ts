import { draftServiceSchema } from '@fairway/backstage-plugin-delivery-common';
import { parseYaml } from '@fairway/backstage-plugin-delivery-node';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const componentSchema = z.looseObject({ kind: z.literal('Component') });

/** The Component in the workspace's catalog-info.yaml; undefined when there is none. */
export async function readDraftService(workspace: string) {
  const text = await readFile(
    path.join(workspace, 'catalog-info.yaml'),
    'utf8',
  ).catch(() => '');
  const component = parseYaml(text, 'catalog-info.yaml').find(
    ({ value }) => componentSchema.safeParse(value).success,
  );
  return draftServiceSchema.safeParse(component?.value).data;
}
