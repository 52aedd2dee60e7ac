import { readFileSync } from 'node:fs';
import path from 'node:path';
import type {
  RolloutAction,
  RolloutInput,
} from '@fairway/backstage-plugin-delivery-node';
import { ArgoRolloutsEngine } from './ArgoRolloutsEngine';
import { projectRollout } from './rolloutObject';
import type { ArgoRollout } from './rolloutObject';

const engine = ArgoRolloutsEngine.create();

function inputOf(
  fixture: string,
  data: Partial<ArgoRollout> = {},
): RolloutInput<ArgoRollout, never> {
  const file = path.join(__dirname, '__fixtures__', `${fixture}.json`);
  const record = projectRollout(JSON.parse(readFileSync(file, 'utf8')));
  return {
    workload: {
      uid: 'u-1',
      kind: 'Rollout',
      name: 'orders',
      namespace: 'prod',
      generation: 7,
      record: { ...record, data: { ...record.data, ...data } },
    },
    revisions: [],
    pods: [],
    context: [],
    unread: new Map(),
  };
}

const possible = (input: RolloutInput<ArgoRollout, never>) =>
  engine
    .actions(input)
    .filter(({ refusal }) => !refusal)
    .map(({ kind }) => kind);

describe('actions of Argo Rollouts', () => {
  it.each([
    ['canary-waiting', {}, ['confirm', 'promote', 'abort', 'pause']],
    [
      'canary-waiting',
      { isPaused: true },
      ['confirm', 'promote', 'abort', 'resume'],
    ],
    ['canary-complete', {}, []],
    // promoteFull would roll the aborted revision out in full.
    ['canary-aborted', {}, ['retry']],
    ['blue-green-waiting', {}, ['confirm', 'promote', 'abort', 'pause']],
  ])('of %s %j are %j', (fixture, data, expected) => {
    expect(possible(inputOf(fixture, data))).toEqual([
      ...expected,
      'undo',
      'restart',
      'scale',
    ]);
  });

  it('confirms a pause by clearing it, with tests on revision and step', () => {
    const input = inputOf('canary-waiting');
    const { currentHash, stepIndex } = input.workload.record.data;
    expect(engine.patch(input, { kind: 'confirm' })).toEqual([
      {
        subresource: 'status',
        contentType: 'application/json-patch+json',
        body: [
          { op: 'test', path: '/metadata/uid', value: 'u-1' },
          { op: 'test', path: '/status/currentPodHash', value: currentHash },
          { op: 'test', path: '/status/currentStepIndex', value: stepIndex },
          {
            op: 'test',
            path: '/status/pauseConditions/0/reason',
            value: 'CanaryPauseStep',
          },
          { op: 'remove', path: '/status/pauseConditions' },
        ],
      },
    ]);
  });

  it('confirms a blue-green rollout without a test on a step: it has none', () => {
    const [{ body }] = engine.patch(inputOf('blue-green-waiting'), {
      kind: 'confirm',
    });
    expect(body).toEqual([
      { op: 'test', path: '/metadata/uid', value: 'u-1' },
      { op: 'test', path: '/status/currentPodHash', value: '7b9645cd84' },
      {
        op: 'test',
        path: '/status/pauseConditions/0/reason',
        value: 'BlueGreenPause',
      },
      { op: 'remove', path: '/status/pauseConditions' },
    ]);
  });

  it('cannot skip an analysis between the two colours', () => {
    const input = inputOf('blue-green-waiting', {
      pauses: [],
      phase: 'Progressing',
      promotionAnalysis: 'before',
      steps: [{ type: 'analysis', templates: ['smoke'] }],
    });
    expect(possible(input)).not.toContain('confirm');
  });

  it('resumes a rollout that was paused by hand before it clears the pause', () => {
    const input = inputOf('canary-waiting', { isPaused: true });
    const [first, second] = engine.patch(input, { kind: 'confirm' });
    expect(first).toEqual({
      contentType: 'application/merge-patch+json',
      body: { metadata: { uid: 'u-1' }, spec: { paused: false } },
    });
    expect(second.subresource).toBe('status');
  });

  it('goes past an inconclusive analysis without skipping the next pause', () => {
    const input = inputOf('canary-waiting', {
      stepIndex: 2,
      pauses: [
        {
          reason: 'InconclusiveAnalysisRun',
          startTime: '2026-01-01T00:00:00Z',
        },
      ],
    });
    const [{ body }] = engine.patch(input, { kind: 'confirm' });
    expect(body).toEqual(
      expect.arrayContaining([
        { op: 'remove', path: '/status/pauseConditions' },
        { op: 'replace', path: '/status/controllerPause', value: false },
        { op: 'replace', path: '/status/currentStepIndex', value: 3 },
      ]),
    );
  });

  it.each([
    [{ kind: 'abort' } as const, ['status', undefined]],
    [{ kind: 'promote' } as const, ['status', undefined]],
  ])('resumes a paused rollout after %j', (action, subresources) => {
    const input = inputOf('canary-waiting', { isPaused: true });
    expect(
      engine.patch(input, action).map(({ subresource }) => subresource),
    ).toEqual(subresources);
  });

  it('rolls back to a template without the label of the controller', () => {
    const action: RolloutAction = {
      kind: 'undo',
      template: {
        metadata: { labels: { app: 'a', 'rollouts-pod-template-hash': 'x' } },
        spec: { containers: [] },
      },
    };
    expect(engine.patch(inputOf('canary-complete'), action)).toEqual([
      {
        contentType: 'application/json-patch+json',
        body: [
          { op: 'test', path: '/metadata/uid', value: 'u-1' },
          { op: 'test', path: '/metadata/generation', value: 7 },
          {
            op: 'replace',
            path: '/spec/template',
            value: {
              metadata: { labels: { app: 'a' } },
              spec: { containers: [] },
            },
          },
        ],
      },
    ]);
  });

  it('gives no requests for an action that is refused', () => {
    expect(() =>
      engine.patch(inputOf('canary-aborted'), { kind: 'promote' }),
    ).toThrow('The rollout is aborted');
  });
});
