import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import type {
  ChangeInEnvironment,
  CommitMatch,
  CommitSearch,
} from '@fairway/backstage-plugin-delivery-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FixedDeliveryApi } from '../../dev/FixedDeliveryApi';
import { allWell } from '../../dev/fixtures';
import { deliveryApiRef } from '../api/DeliveryApi';
import { FleetContent } from './FleetContent';
import { isCommitOrVersion } from './useCommitSearch';

const entityRef = 'component:default/customs-gateway';
const hash = '33e3f34c65be829cbd4e19d0ea1e20e0dd20e23c';
const later = 'b89bb6d225734bb3bbd9ba9f56be2357a0e1a7a3';
const NO_SERVICES = 'No services match these filters';

const state = (
  environment: string,
  rest: Partial<ChangeInEnvironment>,
): ChangeInEnvironment => ({
  environment,
  production: environment === 'production',
  state: 'deployed',
  share: rest.state === undefined ? 100 : 0,
  ...rest,
});

const match = (rest: Partial<CommitMatch>): CommitMatch => ({
  entityRef,
  title: 'customs-gateway',
  commit: { hash, message: 'Read the seal number' },
  releases: [],
  ...rest,
});

async function search(
  answer: () => Promise<CommitSearch>,
  text: string = '33e3f34',
) {
  const api = FixedDeliveryApi.of(
    { status: 'live', value: allWell },
    {
      status: 'live',
      value: {
        environments: [],
        rows: [
          {
            entityRef,
            title: 'customs-gateway',
            owners: [],
            tags: [],
            cells: {},
          },
        ],
      },
    },
  );
  api.searchCommits = jest.fn(answer);
  await renderInTestApp(
    <TestApiProvider apis={[[deliveryApiRef, api]]}>
      <FleetContent />
    </TestApiProvider>,
    {
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      routeEntries: [`/?text=${encodeURIComponent(text)}`],
    },
  );
  return api.searchCommits;
}

const found =
  (...matches: CommitMatch[]) =>
  async () => ({
    matches,
    isTruncated: false,
  });

it.each<[string, Partial<CommitMatch>, string]>([
  [
    'which later commit includes it',
    {
      environments: [
        state('dev', { state: 'rolled-back' }),
        state('staging', { containedIn: later }),
        state('production', { containedIn: later }),
      ],
    },
    'deployed to staging and production, included in b89bb6d, rolled back in dev',
  ],
  [
    'that it is deployed itself',
    {
      environments: [
        state('dev', {}),
        state('staging', { state: 'deploying', share: 25 }),
        state('production', { state: 'not-deployed' }),
      ],
    },
    'deployed to dev, deploying to staging (25 %)',
  ],
  [
    'when it was released last if it is not deployed',
    {
      environments: [state('dev', { state: 'not-deployed' })],
      releases: [
        {
          environment: 'dev',
          releaseId: 'r',
          startedAt: new Date(Date.now() - 3 * 86_400_000).toISOString(),
          state: 'completed',
        },
      ],
    },
    'not deployed, last released to dev 3 days ago',
  ],
  [
    'that it was never released',
    {
      environments: [state('dev', { state: 'not-deployed' })],
      run: { id: 'aaaaaaaaaaaa-7', name: '#7' },
    },
    'not deployed, no release recorded',
  ],
])('finds an older commit and says %s', async (_, rest, sentence) => {
  await search(found(match(rest)));
  const [line] = await screen.findAllByRole('listitem');
  expect(line).toHaveTextContent(
    `Commit 33e3f34 of customs-gateway: ${sentence}`,
  );
  expect(screen.getByRole('link', { name: 'customs-gateway' })).toHaveAttribute(
    'href',
    '/catalog/default/component/customs-gateway/delivery',
  );
  expect(screen.queryByText(NO_SERVICES)).toBeNull();
});

it('does not say that nothing matches while it searches', async () => {
  await search(() => new Promise(() => {}));
  expect(
    screen.getByText('Searching recorded commits and versions…'),
  ).toBeVisible();
  expect(screen.queryByText(NO_SERVICES)).toBeNull();
});

it('does not say that nothing matches after a failure, and tries again', async () => {
  let isBroken = true;
  await search(async () => {
    if (isBroken) throw new Error('the database is away');
    return { matches: [], isTruncated: false };
  });
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'Cannot search recorded commits and versions: the database is away',
  );
  expect(screen.queryByText(NO_SERVICES)).toBeNull();
  isBroken = false;
  await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
  expect(await screen.findByText(NO_SERVICES)).toBeVisible();
});

it('says that nothing matches only after the search, also for other texts', async () => {
  const searchCommits = await search(found(), 'seal number');
  await waitFor(() =>
    expect(searchCommits).toHaveBeenCalledWith('seal number', {
      signal: expect.any(AbortSignal),
    }),
  );
  expect(await screen.findByText(NO_SERVICES)).toBeVisible();
});

it('does not search for the name of a service', async () => {
  const searchCommits = await search(found(), 'customs');
  expect(screen.getByRole('grid')).toBeVisible();
  expect(searchCommits).not.toHaveBeenCalled();
});

it.each([
  ['33e3f34', true],
  ['33E3', true],
  ['1.4', true],
  ['v2', true],
  ['2.8.0-rc.1', true],
  ['33e', false],
  ['orders', false],
  ['42', false],
])('takes %s for a commit or version: %s', (text, expected) => {
  expect(isCommitOrVersion(text)).toBe(expected);
});
