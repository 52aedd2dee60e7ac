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
  it('says which fields of an object change, before and after', () => {
    expect(
      planLines([
        changing('Deployment', [
          { path: 'spec.replicas', before: '1', after: '2' },
          { path: 'metadata.labels.tier', after: 'edge' },
          { path: 'spec.paused', before: 'true' },
          { path: 'data.text', before: '|-\n  a\n  b', after: 'x'.repeat(300) },
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
      '  metadata.labels.tier: (none) → edge',
      '  spec.paused: true → (none)',
      `  data.text: |- ⏎ a ⏎ b → ${'x'.repeat(200)}…`,
      'Service dev/orders updated (1 field)',
      '  spec.type: A → B',
      'Ingress dev/orders refused: quota',
    ]);
  });

  it('shows no value of a Secret, and no value that the plan hides', () => {
    const lines = planLines([
      changing('Secret', [
        { path: 'data.password', before: 'c2VjcmV0', after: 'c2VjcmV0cw==' },
        { path: 'metadata.labels.tier', after: 'whispered' },
      ]),
      changing('Deployment', [
        {
          path: 'spec.template.spec.containers[orders].env[TOKEN].value',
          before: "'***'",
          after: "'***'",
        },
        {
          path: 'spec.template.spec.containers[orders].args',
          before: '[--port=1]',
          after: '[--token=***, --whispered]',
        },
      ]),
    ]);
    expect(lines).toEqual([
      'Secret dev/orders updated (2 fields)',
      '  data.password: hidden',
      '  metadata.labels.tier: hidden',
      'Deployment dev/orders updated (2 fields)',
      '  spec.template.spec.containers[orders].env[TOKEN].value: hidden',
      '  spec.template.spec.containers[orders].args: hidden',
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
    expect(lines.slice(-2)).toEqual(['  data.f19: a → b', '  and 3 more']);
  });

  it('lists no fields of a created object', () => {
    const created = changing('Service', [{ path: 'spec.type', after: 'B' }]);
    expect(planLines([{ ...created, result: 'create' }])).toEqual([
      'Service dev/orders created',
    ]);
  });
});
