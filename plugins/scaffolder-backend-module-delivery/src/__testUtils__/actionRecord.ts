import { refusal } from '@fairway/backstage-plugin-delivery-common';
import type { ActionRecord } from '@fairway/backstage-plugin-delivery-common';

/** An entry of the audit log in a state. */
export function actionRecord(
  state: ActionRecord['state'],
  id = 'audit-1',
  message?: string,
): ActionRecord {
  return {
    id,
    target: { type: 'service', entityRef: 'component:default/orders' },
    action: { kind: 'workload.apply' },
    actor: 'user:default/ada',
    at: '2026-11-30T00:00:00.000Z',
    state,
    refusals:
      state === 'rejected'
        ? [refusal('serverRefused', { message: message ?? 'refused' })]
        : [],
    ...(message &&
      state !== 'rejected' && {
        outcome: { code: 'failed', values: { message }, message },
      }),
  };
}
