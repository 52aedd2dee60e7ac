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
      title: 'What it is',
      schema: {
        properties: {
          name: {
            title: 'Name',
            type: 'string',
            'ui:field': 'DeliveryServiceName',
          },
          strategy: {
            title: 'A new version replaces the old one',
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
  within(screen.getByRole('list', { name: 'Steps of the rollout' }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);

describe('template fields', () => {
  // The wizard scrolls to its top, which jsdom cannot.
  beforeEach(() => jest.spyOn(window, 'scrollTo').mockReturnValue());

  it('reject the name of a catalog entity, also of a discovered one', async () => {
    const { call, goOn, onCreate } = await open();
    call(service.metadata.name);
    await goOn();
    const described = `There is a ${service.metadata.name} in the catalog already.`;
    expect((await screen.findAllByText(described))[0]).toBeVisible();
    call('rain-gauge');
    await goOn();
    const runs = await screen.findAllByText(
      /A rain-gauge runs already, in staging\/dev/,
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
  }, 60_000);

  it('show the steps of a strategy, and reject invalid shares', async () => {
    const { call, goOn, onCreate } = await open();
    call('tide-watch');
    await userEvent.click(screen.getByLabelText(/^by user group/));
    expect(steps()).toEqual([
      'internal users, then confirm',
      'group A, then confirm',
      '50 %, then confirm',
      'all',
    ]);
    await userEvent.click(screen.getByLabelText(/^in batches/));
    const shares = screen.getByLabelText('Shares in percent');
    expect(shares).toHaveValue('25, 50');
    fireEvent.change(shares, { target: { value: '50, 25' } });
    await goOn();
    await waitFor(() =>
      expect(
        screen.getAllByText(/Shares are rising whole numbers/).length,
      ).toBeGreaterThan(1),
    );
    fireEvent.change(shares, { target: { value: '10, 30, 60' } });
    expect(steps()).toEqual([
      '10 %, then confirm',
      '30 %, then confirm',
      '60 %, then confirm',
      'all',
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
  }, 60_000);

  it('show the remaining quota of each environment, and require a first one that the person may deploy to', async () => {
    const { call, goOn, onCreate } = await open();
    call('tide-watch');
    expect(
      screen.getByText(
        'Cluster staging · 2.6 of 12 cpu left · 4 Gi of 24 Gi memory left · 19 of 60 pods left',
      ),
    ).toBeVisible();
    expect(screen.getByText(/You may not deploy there yourself/)).toBeVisible();
    const toggle = async (name: string | RegExp) =>
      userEvent.click(screen.getByLabelText(name));
    await toggle('dev');
    await toggle('staging');
    await toggle(/^production/);
    await goOn();
    const [problem] = await screen.findAllByText(
      /The first environment gets the service from you/,
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
  }, 60_000);
});
