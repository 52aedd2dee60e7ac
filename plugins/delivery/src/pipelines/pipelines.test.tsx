import { discoveryApiRef, fetchApiRef } from '@backstage/frontend-plugin-api';
import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type {
  Pipeline,
  Run,
  RunDetail,
  ServicePipelines,
} from '@fairway/backstage-plugin-delivery-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { allWell, service } from '../../dev/fixtures';
import { StreamBackend } from '../__testUtils__/StreamBackend';
import deliveryPlugin from '..';

const TAB = '/catalog/default/component/berth-planner/pipelines';

const failed: Run = {
  id: 'aaaaaaaaaaaa-12',
  pipelineId: 'aaaaaaaaaaaa',
  number: 12,
  name: '#12',
  status: {
    state: 'finished',
    result: 'failed',
    endedAt: '2026-01-01T10:02:05.000Z',
  },
  startedAt: '2026-01-01T10:00:00.000Z',
  causes: [{ kind: 'commit', text: 'Push event to branch main' }],
  commit: {
    hash: 'c83ae02076382670e286ac2474b7a7327fc28cde',
    message: 'Count containers twice',
    author: { name: 'Maren Visser' },
  },
  isKept: false,
  tests: { total: 214, failed: 3, skipped: 0, newlyFailed: 1 },
  stages: [
    {
      id: '6',
      name: 'Build',
      status: 'succeeded',
      durationMs: 61_000,
      isParallel: false,
      hasLog: true,
      children: [],
    },
    {
      id: '11',
      name: 'Tests',
      status: 'failed',
      durationMs: 64_000,
      isParallel: true,
      hasLog: true,
      children: [],
    },
  ],
};

function pipeline(rest: Partial<Pipeline>): Pipeline {
  return {
    id: 'aaaaaaaaaaaa',
    name: 'main',
    fullName: 'harbour/berth-planner/main',
    kind: 'branch',
    isDefault: true,
    isBuildable: true,
    runs: [failed],
    ...rest,
  };
}

function pipelines(shown: Pipeline[]): ServicePipelines {
  return {
    entityRef: 'component:default/berth-planner',
    isConfigured: true,
    sources: [
      {
        provider: 'jenkins',
        server: 'default',
        job: 'harbour/berth-planner',
        sync: { state: 'synced', readAt: '2026-01-01T10:05:00.000Z' },
        pipelines: shown,
      },
    ],
  };
}

function open(
  backend: StreamBackend,
  path = TAB,
  result: AuthorizeResult.ALLOW | AuthorizeResult.DENY = AuthorizeResult.ALLOW,
) {
  return renderTestApp({
    features: [catalogPlugin, deliveryPlugin],
    initialRouteEntries: [path],
    apis: [
      [catalogApiRef, catalogApiMock({ entities: [service] })],
      [discoveryApiRef, mockApis.discovery()],
      [fetchApiRef, backend],
      [permissionApiRef, { authorize: async () => ({ result }) }],
    ],
  });
}

function backendWith(shown: Pipeline[]): StreamBackend {
  const backend = StreamBackend.serving(allWell);
  backend.pipelines = pipelines(shown);
  return backend;
}

const source = async () =>
  within(
    await screen.findByRole(
      'region',
      { name: 'harbour/berth-planner' },
      { timeout: 45_000 },
    ),
  );

// Dialogs take long to render on a busy machine.

describe('pipelines tab', () => {
  it('has one row for each branch, inactive ones collapsed', async () => {
    const old = pipeline({
      id: 'bbbbbbbbbbbb',
      name: 'fix/old',
      isDefault: false,
    });
    open(backendWith([pipeline({}), old]));
    const rows = await source();
    expect(rows.getByRole('heading', { name: 'main' })).toBeVisible();
    expect(rows.getByText('Failed')).toBeVisible();
    expect(rows.getByText('3 of 214 tests failed (1 new)')).toBeVisible();
    expect(rows.getByText(/Count containers twice/)).toBeVisible();
    expect(
      rows.getByRole('listitem', { name: 'Tests: failed, 1 min 4 sec' }),
    ).toBeVisible();
    expect(
      rows.getByRole('link', { name: '#12: Failed, 2 min 5 sec' }),
    ).toHaveAttribute('href', `${TAB}/runs/${failed.id}`);
    expect(rows.queryByText('fix/old')).not.toBeInTheDocument();
    await userEvent.click(rows.getByRole('button', { name: 'Show 1 older' }));
    expect(rows.getByText('fix/old')).toBeVisible();
  });

  it('shows the annotation to add to a service without a pipeline', async () => {
    const backend = StreamBackend.serving(allWell);
    open(backend);
    expect(
      await screen.findByText(
        'No pipeline configured for this service',
        {},
        { timeout: 45_000 },
      ),
    ).toBeVisible();
    await waitFor(() =>
      expect(document.body).toHaveTextContent(
        'jenkins.io/job-full-name: folder/berth-planner',
      ),
    );
  });

  it('asks for the parameters of a job, and links to the started run', async () => {
    const backend = backendWith([pipeline({})]);
    backend.answer('/parameters', {
      parameters: [
        { type: 'string', name: 'VERSION', default: '1.0' },
        { type: 'boolean', name: 'DRY_RUN', default: true },
        { type: 'password', name: 'TOKEN' },
      ],
    });
    const record = {
      id: 'action-1',
      target: {
        type: 'service',
        entityRef: 'component:default/berth-planner',
      },
      refusals: [],
      action: {
        kind: 'run.trigger',
        pipelineId: 'aaaaaaaaaaaa',
        parameters: {},
      },
      actor: 'user:default/ada',
      at: '2026-01-01T10:05:00.000Z',
    };
    backend.answer('/actions', { ...record, state: 'queued' });
    backend.answer('/actions/action-1', {
      ...record,
      state: 'succeeded',
      runId: 'aaaaaaaaaaaa-13',
    });
    open(backend);
    const rows = await source();
    await userEvent.click(await rows.findByRole('button', { name: 'Run' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByLabelText('VERSION')).toHaveValue('1.0');
    expect(dialog.getByLabelText('DRY_RUN')).toBeChecked();
    expect(dialog.getByLabelText('TOKEN')).toHaveAttribute('type', 'password');
    await userEvent.type(dialog.getByLabelText('Reason'), 'To see it');
    await userEvent.click(dialog.getByRole('button', { name: 'Run' }));
    expect(
      await rows.findByRole('link', { name: 'Open run' }, { timeout: 10_000 }),
    ).toHaveAttribute('href', `${TAB}/runs/aaaaaaaaaaaa-13`);
  });

  it('shows why a button is disabled', async () => {
    open(backendWith([pipeline({})]), TAB, AuthorizeResult.DENY);
    const button = (await source()).getByRole('button', { name: 'Run' });
    await screen.findByText('Failed');
    const reason =
      'Your role does not include this action (delivery.run.trigger). Ask an administrator of the portal';
    await waitFor(() =>
      expect(button).toHaveAttribute('aria-description', reason),
    );
    expect(button).toHaveAttribute('aria-disabled', 'true');
    // The keyboard reaches it
    button.focus();
    expect(button).toHaveFocus();
    await userEvent.hover(button);
    expect(await screen.findByRole('tooltip')).toHaveTextContent(reason);
    await userEvent.click(button);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('names the stages of the last run, and says which jobs are missing', async () => {
    const backend = backendWith([pipeline({})]);
    const { sources, ...rest } = pipelines([pipeline({})]);
    backend.pipelines = {
      ...rest,
      sources: sources.map(each => ({
        ...each,
        problems: [
          {
            code: 'jenkinsJobsOmitted',
            values: { target: 'harbour', limit: 1000 },
            message: 'the page uses the code',
          },
        ],
      })),
    };
    open(backend);
    const rows = await source();
    expect(rows.getByText('Build')).toBeVisible();
    expect(rows.getByText('Tests')).toBeVisible();
    expect(rows.getByText(/'harbour' has more than 1000 jobs/)).toBeVisible();
    expect(rows.getByText(/^Last 1 runs/)).toBeVisible();
  });
});

function runDetail(rest: Partial<RunDetail>): RunDetail {
  const { id, name, fullName, kind, isDefault, isBuildable } = pipeline({});
  return {
    ...failed,
    pipeline: { id, name, fullName, kind, isDefault, isBuildable },
    server: { provider: 'jenkins', name: 'default' },
    parameters: [],
    inputs: [],
    changes: [],
    artifacts: [],
    restartableStages: [],
    subRuns: [],
    problems: [],
    environments: [],
    ...rest,
  };
}

describe('run page', () => {
  it('says who may answer an input before a form is filled in', async () => {
    const backend = backendWith([pipeline({})]);
    const submitters = ['maren.visser', 'release-managers'];
    backend.answer(
      `/runs/${failed.id}`,
      runDetail({
        status: { state: 'waiting', message: 'Deploy to production?' },
        inputs: [
          {
            id: 'Deploy',
            message: 'Deploy to production?',
            proceedLabel: 'Deploy',
            parameters: [],
            submitters,
          },
        ],
      }),
    );
    open(backend, `${TAB}/runs/${failed.id}`);
    const panel = within(
      await screen.findByRole(
        'region',
        { name: 'Waiting for approval' },
        { timeout: 45_000 },
      ),
    );
    const deploy = panel.getByRole('button', { name: 'Deploy' });
    await waitFor(() =>
      expect(deploy).toHaveAttribute(
        'aria-description',
        'Only maren.visser, release-managers can answer this. Ask one of them',
      ),
    );
    expect(deploy).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(deploy);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('shows what could not be read, and which part of a matrix failed', async () => {
    const backend = backendWith([pipeline({})]);
    const { stages: _, ...detail } = runDetail({
      subRuns: [
        { name: 'nodes=debian9-64', number: 12, outcome: 'failed' },
        { name: 'nodes=alpine', number: 12, outcome: 'succeeded' },
      ],
      problems: [
        {
          code: 'jenkinsUnexpectedAnswer',
          values: { server: 'default', target: 'x (stages)', answer: '500' },
          message: 'the page uses the code',
        },
      ],
    });
    backend.answer(`/runs/${failed.id}`, detail);
    open(backend, `${TAB}/runs/${failed.id}`);
    const parts = await screen.findByRole(
      'region',
      { name: 'Runs that this run consists of' },
      { timeout: 45_000 },
    );
    expect(
      within(parts)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual(['nodes=debian9-64 #12: Failed', 'nodes=alpine #12: Succeeded']);
    expect(
      screen.getByText(/request for 'x \(stages\)' with 500/),
    ).toBeVisible();
    expect(screen.getByText('The stages could not be read')).toBeVisible();
  });

  it('shows the failure first', async () => {
    const backend = backendWith([pipeline({})]);
    const detail = runDetail({
      parameters: [{ name: 'TOKEN' }],
      failure: {
        stageId: '11',
        stageName: 'Tests',
        error: 'script returned exit code 1',
        lastLines: ['\u001b[31mFAILED\u001b[0m countsTwice'],
        problem: {
          code: 'jenkinsStarting',
          values: { server: 'default' },
          message: 'the page uses the code',
        },
      },
    });
    backend.answer(`/runs/${failed.id}`, detail);
    backend.answer(`/runs/${failed.id}/tests`, {
      counts: { total: 2, failed: 2, skipped: 0 },
      cases: [
        {
          suite: 'OrdersTest',
          className: 'OrdersTest',
          name: 'countsTwice',
          status: 'failed',
          isNew: true,
          message: 'expected 2 but was 1',
        },
        {
          suite: 'OrdersTest',
          className: 'OrdersTest',
          name: 'remembers',
          status: 'failed',
          failedSince: 9,
          isNew: false,
        },
      ],
      problems: [],
    });
    open(backend, `${TAB}/runs/${failed.id}`);
    const failure = within(
      await screen.findByRole(
        'region',
        { name: 'Failure' },
        { timeout: 45_000 },
      ),
    );
    expect(failure.getByText('Tests failed')).toBeVisible();
    expect(failure.getByText('script returned exit code 1')).toBeVisible();
    expect(failure.getByText('FAILED countsTwice')).toBeVisible();
    expect(
      failure.getByText("Jenkins 'default' is starting. The portal will retry"),
    ).toBeVisible();
    expect(await failure.findByText('new')).toBeVisible();
    expect(failure.getByText('since #9')).toBeVisible();
    expect(screen.getByText('TOKEN=•••')).toBeVisible();
    expect(screen.getByRole('tab', { name: 'Stages' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
  });
});
