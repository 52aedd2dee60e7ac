import { ConfigReader } from '@backstage/config';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { readDeliveryConfig } from '../../config';
import { guardChain } from '../__testUtils__/guardChain';
import { ordersEntity } from '../__testUtils__/guardContext';
import { withValue } from '../__testUtils__/withValue';
import { parseManifests } from '../apply/parseManifests';

const root = path.resolve(__dirname, '../../../../..');
const harbour = path.join(root, 'examples/harbour');

const labelsSchema = z.record(z.string(), z.string());
const kustomizationSchema = z.object({
  resources: z.array(z.string()),
  labels: z.array(z.object({ pairs: labelsSchema })).default([]),
  commonAnnotations: labelsSchema.default({}),
});
const templateSchema = z.object({
  spec: z.object({
    template: z.object({
      metadata: z.looseObject({ labels: labelsSchema.optional() }).optional(),
    }),
  }),
});

/** Manifests of a kustomization without generators and patches, in namespace `dev`. */
function manifestsOf(folder: string) {
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  const { resources, labels, commonAnnotations } = kustomizationSchema.parse(
    parse(read('kustomization.yaml')),
  );
  const pairs = Object.assign({}, ...labels.map(each => each.pairs));
  const text = resources
    .flatMap(file => parseAllDocuments(read(file)).map(String))
    .join('\n---\n');
  return parseManifests(text, 'dev').map(manifest => {
    const { metadata } = manifest;
    const labelled = {
      ...manifest,
      metadata: {
        ...metadata,
        labels: { ...metadata.labels, ...pairs },
        annotations: { ...metadata.annotations, ...commonAnnotations },
      },
    };
    const { data } = templateSchema.safeParse(manifest);
    const template = data?.spec.template.metadata;
    return data
      ? withValue(labelled, 'spec.template.metadata', {
          ...template,
          labels: { ...template?.labels, ...pairs },
        })
      : labelled;
  });
}

describe('manifests of the examples', () => {
  const { applyRules: rules } = readDeliveryConfig(
    new ConfigReader(
      parse(readFileSync(path.join(root, 'app-config.yaml'), 'utf8')),
    ),
  );
  const services = readdirSync(harbour).filter(name =>
    existsSync(path.join(harbour, name, 'base')),
  );

  it.each(services)('%s may be applied', async name => {
    const written = manifestsOf(path.join(harbour, name, 'base'));
    const idOf = written[0].metadata.labels?.['backstage.io/kubernetes-id'];
    const entity = ordersEntity(
      idOf === undefined ? {} : { 'backstage.io/kubernetes-id': idOf },
    );
    const isSecret = ({ kind }: { kind: string }) => kind === 'Secret';
    const chain = guardChain({
      rules,
      kinds: undefined,
      // The examples create them with kubectl.
      secrets: written.filter(isSecret).map(({ metadata }) => metadata.name),
    });
    const refused: string[] = [];
    for (const manifest of written) {
      if (isSecret(manifest)) continue;
      const refusal = await chain.refusalOf(manifest, {
        written,
        context: { entity },
      });
      // Some show what the portal does without a mark, or with a kind of its own.
      const isExpected = ['ownerNotDeclared', 'kindNotAllowed'];
      if (refusal && !isExpected.includes(refusal.code)) {
        refused.push(`${manifest.kind}: ${refusal.message}`);
      }
    }
    expect(refused).toEqual([]);
  });
});
