import { finding } from '@fairway/backstage-plugin-delivery-common';
import type {
  PipelineSource,
  Run,
} from '@fairway/backstage-plugin-delivery-common';
import { allWell, inTrouble, jobsOnly, partial } from '../../../dev/fixtures';
import {
  delivery,
  environment,
  workload,
} from '../../../dev/fixtures/builders';
import { summarizeDelivery } from './summarizeDelivery';
import type { ReadPipelines } from './summarizeDelivery';

const at = '2026-01-01T00:00:00Z';
const noPipelines: ReadPipelines = { state: 'read', sources: [] };

function sourceOf(
  status: Run['status'],
  more: Partial<PipelineSource> = {},
): PipelineSource {
  return {
    provider: 'jenkins',
    server: 'default',
    job: 'orders',
    sync: { state: 'synced', readAt: at },
    pipelines: [
      {
        id: 'p',
        name: 'main',
        fullName: 'orders/main',
        kind: 'branch',
        isDefault: true,
        isBuildable: true,
        runs: [
          {
            id: 'p-1',
            pipelineId: 'p',
            number: 1,
            name: '#1',
            status,
            startedAt: at,
            causes: [],
            isKept: false,
          },
        ],
      },
    ],
    ...more,
  };
}

const finished = (result: 'succeeded' | 'failed') =>
  ({ state: 'finished', result, endedAt: at }) as const;

describe('summarizeDelivery', () => {
  it('reports a healthy service only when every environment was read', () => {
    expect(summarizeDelivery(allWell, noPipelines)).toEqual({
      unhealthy: [],
      failedRuns: [],
      warned: [],
      waitingRuns: [],
      failedRun: undefined,
      unavailable: [],
      incomplete: [],
      unavailableSources: [],
      pipelines: 'read',
      inProgress: [],
      syncing: [],
      deployed: ['dev', 'staging', 'production'],
      status: 'healthy',
    });
    const { unavailable, syncing, deployed, status } = summarizeDelivery(
      partial,
      noPipelines,
    );
    expect(unavailable.map(({ name }) => name)).toEqual(['staging', 'dev']);
    expect(syncing.map(({ name }) => name)).toEqual(['test']);
    expect(deployed).toEqual([]);
    expect(status).toBe('unknown');
  });

  it('includes jobs and the failed last run of a job', () => {
    const { failedRuns, deployed, status } = summarizeDelivery(
      jobsOnly,
      noPipelines,
    );
    expect(
      failedRuns.map(({ environment: { name }, run }) => [name, run.name]),
    ).toEqual([['staging', 'invoice-archive-4']]);
    expect(deployed).toEqual(['dev', 'staging', 'production']);
    expect(status).toBe('degraded');
  });

  it('lists production and the worst health first', () => {
    const { unhealthy, inProgress, status } = summarizeDelivery(
      inTrouble,
      noPipelines,
    );
    expect(unhealthy.map(each => each.environment.name)).toEqual([
      'production',
    ]);
    expect(inProgress.map(each => each.workload.health.status)).toEqual([
      'suspended',
      'progressing',
    ]);
    expect(status).toBe('degraded');
  });

  it.each<[string, ReadPipelines, string]>([
    [
      'the last run succeeded',
      { state: 'read', sources: [sourceOf(finished('succeeded'))] },
      'healthy',
    ],
    [
      'the last run failed',
      { state: 'read', sources: [sourceOf(finished('failed'))] },
      'warning',
    ],
    [
      'a run waits for approval',
      {
        state: 'read',
        sources: [sourceOf({ state: 'waiting', message: 'Deploy?' })],
      },
      'suspended',
    ],
    [
      'the CI server cannot be read',
      {
        state: 'read',
        sources: [
          sourceOf(finished('succeeded'), { sync: { state: 'stale' } }),
        ],
      },
      'unknown',
    ],
    [
      'the pipelines cannot be read',
      { state: 'failed', sources: [] },
      'unknown',
    ],
    [
      'the pipelines are not read yet',
      { state: 'loading', sources: [] },
      'progressing',
    ],
  ])('is not healthy unless it is: %s', (_, pipelines, status) => {
    expect(summarizeDelivery(allWell, pipelines).status).toBe(status);
  });

  it('reports the warning of a healthy workload, and kinds that cannot be read', () => {
    const atMaximum = finding({
      rule: 'autoscalerAtMaximum',
      severity: 'warning',
      certainty: 'likely',
      values: { autoscaler: 'orders', max: 4 },
      evidence: [],
      pods: [],
    });
    const warned = summarizeDelivery(
      delivery(
        environment('staging', {
          workloads: [workload({ findings: [atMaximum] })],
        }),
      ),
      noPipelines,
    );
    expect(warned.warned.map(each => each.finding.rule)).toEqual([
      'autoscalerAtMaximum',
    ]);
    expect(warned.status).toBe('warning');
    const info = { ...atMaximum, severity: 'info' as const };
    const informed = delivery(
      environment('staging', { workloads: [workload({ findings: [info] })] }),
    );
    expect(summarizeDelivery(informed, noPipelines).status).toBe('healthy');
    const [first] = allWell.environments;
    const incomplete = {
      ...allWell,
      environments: [
        {
          ...first,
          unavailableKinds: [
            {
              resource: 'events',
              problem: { code: 'x', values: {}, message: '' },
            },
          ],
        },
      ],
    };
    expect(summarizeDelivery(incomplete, noPipelines).status).toBe('unknown');
  });
});
