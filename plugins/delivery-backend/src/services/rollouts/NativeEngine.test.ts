import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type {
  RolloutAction,
  RolloutInput,
} from '@fairway/backstage-plugin-delivery-node';
import { checkRolloutEngine } from '@fairway/backstage-plugin-delivery-node';
import { daemonSetRecord, deploymentRecord } from '../../__testUtils__/records';
import type { NativeWorkloadRecord } from '../../kubernetes';
import { NativeEngine, toEngineWorkload } from './NativeEngine';
import type { NativeWorkload } from './NativeEngine';
import { RolloutEngines } from './RolloutEngines';

const engine = NativeEngine.create();

function inputOf(
  record: NativeWorkloadRecord,
): RolloutInput<NativeWorkload, never> {
  return {
    workload: {
      uid: 'u-1',
      kind: record.kind,
      name: 'orders',
      namespace: 'dev',
      generation: record.generation,
      record: toEngineWorkload(record),
    },
    revisions: [],
    pods: [],
    context: [],
    unread: new Map(),
  };
}

const possible = (record: NativeWorkloadRecord) =>
  engine
    .actions(inputOf(record))
    .filter(({ refusal }) => !refusal)
    .map(({ kind }) => kind);

/** Recorded objects of a kind. */
function objectsOf(kind: string): object[] {
  const folder = path.join(
    __dirname,
    '../../kubernetes/projection/__fixtures__',
  );
  return readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .map(name => JSON.parse(readFileSync(path.join(folder, name), 'utf8')))
    .filter(object => object.kind === kind);
}

describe('NativeEngine', () => {
  it('keeps the contract of a rollout engine', () => {
    const kinds = ['Deployment', 'StatefulSet', 'DaemonSet'];
    expect(
      checkRolloutEngine(engine, {
        workloads: Object.fromEntries(
          kinds.map(kind => [kind, objectsOf(kind)]),
        ),
        context: {},
      }),
    ).toEqual([]);
  });

  it.each([
    ['a Deployment', deploymentRecord(), ['pause', 'undo', 'restart', 'scale']],
    [
      'a paused Deployment',
      deploymentRecord({ paused: true }),
      ['resume', 'scale'],
    ],
    ['a DaemonSet', daemonSetRecord(), ['undo', 'restart']],
  ])('allows actions on %s', (_, record, expected) => {
    expect(possible(record)).toEqual(expected);
  });

  it.each([
    [
      { kind: 'restart', at: '2026-11-30T00:00:00Z' },
      undefined,
      {
        metadata: { uid: 'u-1' },
        spec: {
          template: {
            metadata: {
              annotations: {
                'kubectl.kubernetes.io/restartedAt': '2026-11-30T00:00:00Z',
              },
            },
          },
        },
      },
    ],
    [
      { kind: 'scale', replicas: 5 },
      'scale',
      { metadata: { uid: 'u-1' }, spec: { replicas: 5 } },
    ],
    [
      { kind: 'pause' },
      undefined,
      { metadata: { uid: 'u-1' }, spec: { paused: true } },
    ],
  ] as [RolloutAction, string | undefined, object][])(
    'carries out %j with a precondition',
    (action, subresource, body) => {
      const patches = engine.patch(inputOf(deploymentRecord()), action);
      expect(patches).toEqual([
        {
          contentType: 'application/merge-patch+json',
          ...(subresource && { subresource }),
          body,
        },
      ]);
    },
  );

  it('rolls back only from the generation that was planned for', () => {
    const template = {
      metadata: { labels: { app: 'a', 'pod-template-hash': 'x' } },
      spec: {},
    };
    const record = deploymentRecord({ generation: 4 });
    expect(engine.patch(inputOf(record), { kind: 'undo', template })).toEqual([
      {
        contentType: 'application/json-patch+json',
        body: [
          { op: 'test', path: '/metadata/uid', value: 'u-1' },
          { op: 'test', path: '/metadata/generation', value: 4 },
          {
            op: 'replace',
            path: '/spec/template',
            value: { metadata: { labels: { app: 'a' } }, spec: {} },
          },
        ],
      },
    ]);
  });

  it('gives no requests for an action that is refused', () => {
    expect(() =>
      engine.patch(inputOf(daemonSetRecord()), { kind: 'scale', replicas: 2 }),
    ).toThrow('DaemonSet does not support this action');
  });
});

describe('RolloutEngines', () => {
  it('refuses an engine of a module with a kind of Kubernetes itself', () => {
    const other = { ...NativeEngine.create(), name: 'other' };
    expect(() =>
      new RolloutEngines().add(Object.assign(NativeEngine.create(), other)),
    ).toThrow('have the same kind of workload, Deployment');
  });
});
