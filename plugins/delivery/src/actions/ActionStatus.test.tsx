import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { renderInTestApp } from '@backstage/test-utils';
import { otherProblem } from '@fairway/backstage-plugin-delivery-common';
import type { ActionRecord } from '@fairway/backstage-plugin-delivery-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { service } from '../../dev/fixtures';
import { ActionStatus } from './ActionStatus';
import type { ActionHandle } from './useAction';

const record: ActionRecord = {
  id: 'action-1',
  target: { type: 'service', entityRef: 'component:default/berth-planner' },
  action: { kind: 'run.rebuild', runId: 'aaaaaaaaaaaa-12' },
  actor: 'user:default/ada',
  at: '2026-01-01T10:05:00.000Z',
  state: 'queued',
  refusals: [],
};

async function show(action: Partial<ActionHandle>) {
  const handle: ActionHandle = {
    isBusy: false,
    perform: async () => true,
    retry: () => {},
    reset: () => {},
    ...action,
  };
  await renderInTestApp(
    <EntityProvider entity={service}>
      <ActionStatus action={handle} />
    </EntityProvider>,
    { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
  );
}

describe('ActionStatus', () => {
  it('shows the English message of a refusal with an unknown code', async () => {
    await show({
      record: {
        ...record,
        state: 'rejected',
        refusals: [
          {
            code: 'changeFreeze',
            values: { until: 'Monday' },
            message: 'No changes until Monday',
          },
        ],
      },
    });
    expect(screen.getByRole('status')).toHaveTextContent(
      'Rejected: No changes until Monday',
    );
  });

  it('shows why the state cannot be read, and tries again', async () => {
    const retry = jest.fn();
    await show({
      record,
      retry,
      followProblem: { reason: 'failed', problem: otherProblem('Bad gateway') },
    });
    expect(screen.getByRole('alert')).toHaveTextContent('Bad gateway');
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(retry).toHaveBeenCalledTimes(1);
  });
});
