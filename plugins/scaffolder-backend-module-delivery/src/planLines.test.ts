import type { PlannedObject } from '@fairway/backstage-plugin-delivery-common';
import { refusal } from '@fairway/backstage-plugin-delivery-common';
import { planLines } from './planLines';

const changing = (
  kind: string,
  changes: PlannedObject['changes'],
): PlannedObject => ({
  apiVersion: 'v1',
  kind,
  namespace: 'dev',
  name: 'orders',
  result: 'update',
  warnings: [],
  changes,
});

describe('planLines', () => {
  it('says which fields of an object change', () => {
    expect(
      planLines([
        changing('Deployment', [
          { path: 'spec.replicas', before: '1', after: '2' },
          {
            path: 'spec.template.spec.containers[orders].image',
            before: 'orders:1',
            after: 'orders:2',
          },
          { path: 'metadata.labels.tier', after: 'edge' },
          { path: 'spec.paused', before: 'true' },
        ]),
        changing('Service', [{ path: 'spec.type', before: 'A', after: 'B' }]),
        {
          ...changing('Ingress', []),
          result: 'refused',
          refusal: refusal('serverRefused', { message: 'quota' }),
        },
      ]),
    ).toEqual([
      'Deployment dev/orders updated (4 fields)',
      '  spec.replicas: 1 → 2',
      '  spec.template.spec.containers[orders].image: orders:1 → orders:2',
      '  metadata.labels.tier: added',
      '  spec.paused: removed',
      'Service dev/orders updated (1 field)',
      '  spec.type: changed',
      'Ingress dev/orders refused: quota',
    ]);
  });

  it('shows no value that may be configuration', () => {
    const paths = [
      'data.password',
      'data.text',
      'metadata.annotations.note',
      'spec.template.spec.containers[orders].env[GREETING].value',
      'spec.template.spec.containers[orders].args',
    ];
    const lines = planLines([
      changing(
        'Deployment',
        paths.map(path => ({ path, before: 's3cret', after: 's3cret-2' })),
      ),
    ]);
    expect(lines).toEqual([
      'Deployment dev/orders updated (5 fields)',
      ...paths.map(path => `  ${path}: changed`),
    ]);
  });

  it('counts the fields beyond the limit', () => {
    const changes = Array.from({ length: 23 }, (_, at) => ({
      path: `data.f${at}`,
      before: 'a',
      after: 'b',
    }));
    const lines = planLines([changing('ConfigMap', changes)]);
    expect(lines).toHaveLength(22);
    expect(lines.slice(-2)).toEqual(['  data.f19: changed', '  and 3 more']);
  });

  it('lists no fields of a created object', () => {
    const created = changing('Service', [{ path: 'spec.type', after: 'B' }]);
    expect(planLines([{ ...created, result: 'create' }])).toEqual([
      'Service dev/orders created',
    ]);
  });
});
