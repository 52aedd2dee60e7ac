import type { Entity } from '@backstage/catalog-model';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import { TestApiProvider, renderInTestApp } from '@backstage/test-utils';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FixedDeliveryApi } from '../../dev/FixedDeliveryApi';
import { service } from '../../dev/fixtures';
import { deliveryApiRef } from '../api/DeliveryApi';
import { EnvironmentsField, validateEnvironments } from './EnvironmentsField';
import {
  RolloutStrategyField,
  validateRolloutStrategy,
} from './RolloutStrategyField';
import { ServiceNameField, validateServiceName } from './ServiceNameField';

const discovered: Entity = {
  ...service,
  metadata: {
    name: 'rain-gauge',
    annotations: {
      'backstage.io/managed-by-origin-location': 'delivery:workloads',
      'fairway.dev/discovered-in': 'staging/dev',
    },
  },
};

const manifest = {
  title: 'New service',
  steps: [
    {
      title: 'Basics',
      schema: {
        properties: {
          name: {
            title: 'Name',
            type: 'string',
            'ui:field': 'DeliveryServiceName',
          },
          strategy: {
            title: 'Strategy',
            type: 'object',
            'ui:field': 'DeliveryRolloutStrategy',
            default: { kind: 'rolling' },
            properties: {
              kind: { type: 'string' },
              shares: { type: 'array', items: { type: 'integer' } },
            },
          },
          environments: {
            title: 'Environments',
            type: 'array',
            'ui:field': 'DeliveryEnvironments',
            minItems: 1,
            items: {
              type: 'object',
              properties: { name: { type: 'string' } },
            },
          },
        },
      },
    },
  ],
};

/** Wizard of one page. Returns the mock that gets the form values. */
async function open() {
  const onCreate = jest.fn(async () => {});
  const entities = [service, discovered];
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [catalogApiRef, catalogApiMock({ entities })],
        [deliveryApiRef, FixedDeliveryApi.of({ status: 'loading' })],
      ]}
    >
      <SecretsContextProvider>
        <Stepper
          manifest={manifest}
          extensions={[
            {
              name: 'DeliveryServiceName',
              component: ServiceNameField,
              validation: validateServiceName,
            },
            {
              name: 'DeliveryEnvironments',
              component: EnvironmentsField,
              validation: validateEnvironments,
            },
            {
              name: 'DeliveryRolloutStrategy',
              component: RolloutStrategyField,
              validation: validateRolloutStrategy,
            },
          ]}
          onCreate={onCreate}
        />
      </SecretsContextProvider>
    </TestApiProvider>,
  );
  await screen.findByLabelText('Name');
  await screen.findByLabelText('dev');
  return {
    onCreate,
    call: (name: string) =>
      fireEvent.change(screen.getByLabelText('Name'), {
        target: { value: name },
      }),
    goOn: () => userEvent.click(screen.getByRole('button', { name: 'Review' })),
  };
}

const dev = { name: 'dev', namespace: 'dev', production: false };
const staging = { name: 'staging', namespace: 'staging', production: false };

const steps = () =>
  within(screen.getByRole('list', { name: 'Rollout steps' }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);

describe('template fields', () => {
  // The wizard scrolls to its top, which jsdom cannot.
  beforeEach(() => jest.spyOn(window, 'scrollTo').mockReturnValue());

  it('reject the name of a catalog entity, also of a discovered one', async () => {
    const { call, goOn, onCreate } = await open();
    call(service.metadata.name);
    await goOn();
    const described = `${service.metadata.name} already exists in the catalog.`;
    expect((await screen.findAllByText(described))[0]).toBeVisible();
    call('rain-gauge');
    await goOn();
    const runs = await screen.findAllByText(
      /rain-gauge already runs in staging\/dev/,
    );
    expect(runs[0]).toBeVisible();

    call('tide-watch');
    await goOn();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(onCreate).toHaveBeenCalledWith({
      name: 'tide-watch',
      strategy: { kind: 'rolling', shares: [] },
      environments: [dev, staging],
    });
  });

  it('show the steps of a strategy, and reject invalid shares', async () => {
    const { call, goOn, onCreate } = await open();
    call('tide-watch');
    await userEvent.click(screen.getByLabelText(/^By user group/));
    expect(steps()).toEqual([
      'Internal users, then approval',
      'Group A, then approval',
      '50 %, then approval',
      'All',
    ]);
    await userEvent.click(screen.getByLabelText(/^Canary in batches/));
    const shares = screen.getByLabelText('Steps (%)');
    expect(shares).toHaveValue('50');
    const idle = /25 % and 50 % of 2 pods are the same number of pods \(1\)/;
    expect(screen.queryByText(idle)).toBeNull();
    fireEvent.change(shares, { target: { value: '25, 50' } });
    expect(screen.getByText(idle)).toBeVisible();
    fireEvent.change(shares, { target: { value: '50, 25' } });
    await goOn();
    await waitFor(() =>
      expect(
        screen.getAllByText(/up to eight increasing whole numbers/).length,
      ).toBeGreaterThan(1),
    );
    fireEvent.change(shares, { target: { value: '10, 30, 60' } });
    expect(steps()).toEqual([
      '10 %, then approval',
      '30 %, then approval',
      '60 %, then approval',
      'All',
    ]);
    await goOn();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(onCreate).toHaveBeenCalledWith({
      name: 'tide-watch',
      strategy: { kind: 'batches', shares: [10, 30, 60] },
      environments: [dev, staging],
    });
  });

  it('show the remaining quota of each environment, and require a first one that the person may deploy to', async () => {
    const { call, goOn, onCreate } = await open();
    call('tide-watch');
    expect(
      screen.getByText(
        'Cluster staging · 2.6 of 12 CPU available · 4 Gi of 24 Gi memory available · 19 of 60 pods available',
      ),
    ).toBeVisible();
    expect(
      screen.getByText('Deployed by the pipeline after approval'),
    ).toBeVisible();
    const toggle = async (name: string | RegExp) =>
      userEvent.click(screen.getByLabelText(name));
    await toggle('dev');
    await toggle('staging');
    await toggle(/^production/);
    await goOn();
    const [problem] = await screen.findAllByText(
      /The first environment is deployed immediately/,
    );
    expect(problem).toBeVisible();
    await toggle('dev');
    await goOn();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(onCreate).toHaveBeenCalledWith(
      expect.objectContaining({
        environments: [
          dev,
          { name: 'production', namespace: 'prod', production: true },
        ],
      }),
    );
  });
});
