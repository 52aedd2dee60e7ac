import type { Entity } from '@backstage/catalog-model';
import { discoveryApiRef, fetchApiRef } from '@backstage/frontend-plugin-api';
import {
  mockApis,
  renderInTestApp,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { pipelineProblem } from '@fairway/backstage-plugin-delivery-common';
import type { PipelineCandidates } from '@fairway/backstage-plugin-delivery-common';
import { screen } from '@testing-library/react';
import { StreamBackend } from '../__testUtils__/StreamBackend';
import { allWell, service } from '../../dev/fixtures';
import deliveryPlugin from '..';
import { DiscoveredPipelines } from './DiscoveredPipelines';
import { formData, isDiscovered } from './catalogInfoPrefill';

const found: Entity = {
  ...service,
  metadata: {
    ...service.metadata,
    annotations: {
      'backstage.io/managed-by-location': 'delivery:workloads',
      'backstage.io/managed-by-origin-location': 'delivery:workloads',
      'backstage.io/source-location': 'url:https://git.example/harbour/rain/',
      'backstage.io/kubernetes-id': 'berth-planner',
      'fairway.dev/discovered-in': 'production/prod,staging/dev',
    },
  },
  spec: {
    type: 'service',
    lifecycle: 'production',
    owner: 'group:default/unknown',
    system: 'system:default/weather',
  },
};

const candidates: PipelineCandidates = {
  repository: 'https://git.example/harbour/rain',
  jobs: [
    {
      provider: 'jenkins',
      name: 'harbour/rain',
      url: 'https://jenkins.example/job/harbour/job/rain/',
    },
    { provider: 'jenkins', name: 'other:nightly' },
  ],
  problems: [],
};

function open(entity: Entity) {
  const backend = StreamBackend.serving(allWell);
  backend.answer('/berth-planner/pipelines/candidates', candidates);
  return renderTestApp({
    features: [catalogPlugin, deliveryPlugin],
    initialRouteEntries: ['/catalog/default/component/berth-planner'],
    apis: [
      [catalogApiRef, catalogApiMock({ entities: [entity] })],
      [discoveryApiRef, mockApis.discovery()],
      [fetchApiRef, backend],
    ],
  });
}

describe('CompleteEntryCard', () => {
  it('shows the known and missing fields of a discovered entity, and what to do', async () => {
    open(found);
    await screen.findByText('Complete this entry', {}, { timeout: 45_000 });
    expect(screen.getByText('production/prod, staging/dev')).toBeVisible();
    expect(screen.getByText('https://git.example/harbour/rain')).toBeVisible();
    expect(
      await screen.findByRole('link', { name: /harbour\/rain/ }),
    ).toHaveAttribute('href', 'https://jenkins.example/job/harbour/job/rain/');
    expect(
      screen.getByText('Not configured for these workloads'),
    ).toBeVisible();
    // Only the owner is missing.
    expect(screen.queryByText(/The workloads have no/)).toBeNull();
    // Without the template, by hand.
    expect(await screen.findByText(/Add a catalog-info.yaml/)).toBeVisible();
  });

  it('accepts only discovered entities, and fills the form with the known fields', () => {
    expect(isDiscovered(service)).toBe(false);
    expect(isDiscovered(found)).toBe(true);
    expect(isDiscovered({ ...found, kind: 'Resource' })).toBe(false);
    const known = {
      name: 'berth-planner',
      repository: 'https://git.example/harbour/rain',
      kubernetesId: 'berth-planner',
      system: 'system:default/weather',
    };
    expect(JSON.parse(formData(found))).toEqual(known);
    const { jobs } = candidates;
    const job = 'harbour/rain';
    expect(JSON.parse(formData(found, jobs))).toEqual({ ...known, job });
    // The template's field is for Jenkins
    const others = [{ provider: 'another', name: 'elsewhere' }];
    expect(JSON.parse(formData(found, others))).toEqual(known);
    const spec = { ...found.spec, owner: 'group:default/payments' };
    expect(JSON.parse(formData({ ...found, spec })).owner).toBe(spec.owner);
  });
});

describe('DiscoveredPipelines', () => {
  const show = (value: Partial<PipelineCandidates>) =>
    renderInTestApp(
      <DiscoveredPipelines
        candidates={{ loading: false, value: { ...candidates, ...value } }}
      />,
    );
  const problem = pipelineProblem('jenkinsStarting', { server: 'other' });

  it('names each job that builds the repository, and the servers that did not answer', async () => {
    show({ problems: [problem] });
    const link = await screen.findByRole('link', { name: /harbour\/rain/ });
    expect(link.closest('div')).toHaveTextContent(
      / \(builds its repository\)$/,
    );
    expect(
      screen.getByText('other:nightly (builds its repository)'),
    ).toBeVisible();
    expect(screen.getAllByRole('link')).toHaveLength(1);
    expect(
      screen.getByText(`Incomplete result. ${problem.message}`),
    ).toBeVisible();
  });

  it('reports that no job builds the repository', async () => {
    show({ jobs: [] });
    expect(
      await screen.findByText('No pipeline found for its repository'),
    ).toBeVisible();
  });

  it('does not report a missing job while a server does not answer', async () => {
    show({ jobs: [], problems: [problem] });
    await screen.findByText(`Incomplete result. ${problem.message}`);
    expect(screen.queryByText(/No pipeline found/)).toBeNull();
  });

  it('shows why the search is not allowed', async () => {
    const error = new Error('This takes the permission delivery.pipeline.read');
    renderInTestApp(
      <DiscoveredPipelines candidates={{ loading: false, error }} />,
    );
    expect(
      await screen.findByText(
        'Search failed. This takes the permission delivery.pipeline.read',
      ),
    ).toBeVisible();
  });

  it('shows that the search is under way', async () => {
    renderInTestApp(<DiscoveredPipelines candidates={{ loading: true }} />);
    expect(
      await screen.findByLabelText('Searching for pipelines…'),
    ).toHaveAttribute('aria-busy', 'true');
  });
});
