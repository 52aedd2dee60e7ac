import { createMockDirectory } from '@backstage/backend-test-utils';
import type {
  ActionRequest,
  ApplyPlan,
} from '@fairway/backstage-plugin-delivery-common';
import { actionContext } from './__testUtils__/actionContext';
import { actionRecord } from './__testUtils__/actionRecord';
import { createApplyAction } from './applyAction';

const CANARY = 'canary-of-the-test';

/** A plan for a person who may see configuration. */
const plan: ApplyPlan = {
  environment: 'dev',
  cluster: 'staging',
  canApply: true,
  objects: [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'dev',
      name: 'orders',
      result: 'update',
      changes: [
        'data.GREETING',
        'metadata.annotations.note',
        'spec.template.spec.containers[orders].args',
        'spec.template.spec.containers[orders].env[GREETING].value',
      ].map(path => ({ path, before: CANARY, after: `${CANARY}-2` })),
      warnings: [],
    },
  ],
};

describe('canary secrets in manifests that a template applies', () => {
  const workspace = createMockDirectory();
  const delivery = {
    plan: jest.fn(async () => plan),
    act: jest.fn(async (_request: ActionRequest) => actionRecord('succeeded')),
    action: jest.fn(async (_id: string) => actionRecord('succeeded')),
  };
  const action = createApplyAction({
    delivery,
    kustomize: { render: async () => '' },
  });

  beforeEach(() => jest.clearAllMocks());

  async function apply(manifests: string) {
    workspace.setContent({ 'deploy.yaml': manifests });
    const { ctx, output, said } = actionContext(
      action,
      {
        entityRef: 'component:default/orders',
        environment: 'dev',
        path: 'deploy.yaml',
        reason: 'First rollout',
      },
      { workspacePath: workspace.path },
    );
    const checkpoint = jest.spyOn(ctx, 'checkpoint');
    await action.handler(ctx);
    return {
      log: said().join('\n'),
      outputs: JSON.stringify(output.mock.calls),
      checkpoints: JSON.stringify(checkpoint.mock.calls),
      stored: JSON.stringify(
        await Promise.all(checkpoint.mock.results.map(({ value }) => value)),
      ),
    };
  }

  it('are in no log, output or checkpoint of the task', async () => {
    const texts = await apply(`kind: ConfigMap\ndata: { GREETING: ${CANARY} }`);
    expect(texts.log).toContain('data.GREETING: changed');
    expect(delivery.act.mock.calls[0][0].action).toMatchObject({
      manifests: expect.stringContaining(CANARY),
    });
    expect(
      Object.entries(texts).filter(([, text]) => text.includes(CANARY)),
    ).toEqual([]);
  });

  it('cannot be tried against the idempotency key, which is stored', async () => {
    await apply(`kind: ConfigMap\ndata: { GREETING: ${CANARY} }`);
    await apply(`kind: ConfigMap\ndata: { GREETING: another }`);
    const keys = delivery.act.mock.calls.map(
      ([{ idempotencyKey }]) => idempotencyKey,
    );
    expect(keys[0]).toBe(keys[1]);
  });
});
