import type {
  ActionTarget,
  AnyAction,
} from '@fairway/backstage-plugin-delivery-common';
import { requestDigest } from './requestDigest';

const target: ActionTarget = {
  type: 'service',
  entityRef: 'component:default/orders',
  environment: 'dev',
};
const action: AnyAction = {
  kind: 'run.trigger',
  pipelineId: 'p1',
  parameters: { version: '1', password: 'hunter2' },
};
const KEY = 'key-of-the-request';

describe('requestDigest', () => {
  it('is the same for the same request, in any order of its fields', async () => {
    const reordered: AnyAction = {
      parameters: { password: 'hunter2', version: '1' },
      pipelineId: 'p1',
      kind: 'run.trigger',
    };
    expect(await requestDigest(target, action, KEY)).toBe(
      await requestDigest(target, reordered, KEY),
    );
  });

  it.each<[string, ActionTarget, AnyAction]>([
    ['entity', { ...target, entityRef: 'component:default/billing' }, action],
    ['environment', { ...target, environment: 'prod' }, action],
    ['kind', target, { ...action, kind: 'run.rebuild' }],
    ['content', target, { ...action, pipelineId: 'p2' }],
    [
      'parameter',
      target,
      { ...action, parameters: { version: '2', password: 'hunter2' } },
    ],
    ['password', target, { ...action, parameters: { version: '1' } }],
  ])('is different for another %s', async (_, otherTarget, otherAction) => {
    expect(await requestDigest(otherTarget, otherAction, KEY)).not.toBe(
      await requestDigest(target, action, KEY),
    );
  });

  it('does not show that two requests have the same parameters', async () => {
    expect(await requestDigest(target, action, KEY)).not.toBe(
      await requestDigest(target, action, 'another-key'),
    );
  });
});
