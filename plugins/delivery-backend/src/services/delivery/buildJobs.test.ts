import { templateRecord } from '../../__testUtils__/records';
import type { CronJobRecord, JobRecord } from '../../kubernetes';
import { buildJobs } from './buildJobs';

const object = {
  namespace: 'dev',
  labels: {},
  createdAt: '2026-01-01T00:00:00Z',
  template: templateRecord('archive:2', { versionLabel: '2' }),
};

function cronJob(rest: Partial<CronJobRecord> = {}): CronJobRecord {
  return {
    ...object,
    kind: 'CronJob',
    uid: 'archive',
    name: 'archive',
    schedule: '0 2 * * *',
    suspended: false,
    ...rest,
  };
}

function job(hour: number, rest: Partial<JobRecord> = {}): JobRecord {
  const at = `2026-01-01T${String(hour).padStart(2, '0')}`;
  return {
    ...object,
    kind: 'Job',
    uid: `run-${hour}`,
    name: `archive-${hour}`,
    cronJobUid: 'archive',
    state: 'succeeded',
    startedAt: `${at}:00:00Z`,
    endedAt: `${at}:01:35Z`,
    failed: 0,
    ...rest,
  };
}

const soon = () => '2026-01-02T02:00:00Z';

describe('buildJobs', () => {
  it('shows the ten newest runs of a CronJob, and when it runs next', () => {
    const runs = Array.from({ length: 12 }, (_, hour) => job(hour));
    const [series] = buildJobs([{ series: cronJob(), runs }], soon);
    expect(series).toMatchObject({
      kind: 'CronJob',
      schedule: '0 2 * * *',
      nextRunAt: soon(),
      version: { value: '2', from: 'label' },
    });
    expect(series.runs.map(({ uid }) => uid)).toEqual(
      runs
        .map(({ uid }) => uid)
        .reverse()
        .slice(0, 10),
    );
    expect(series.runs[0]).toMatchObject({ durationSeconds: 95 });
  });

  it('shows no next run of a suspended CronJob', () => {
    const series = cronJob({ suspended: true });
    expect(buildJobs([{ series, runs: [] }], soon)).toMatchObject([
      { suspended: true, nextRunAt: undefined, runs: [] },
    ]);
  });

  it('ignores a version label that an earlier run had with another image', () => {
    const earlier = job(1, {
      template: templateRecord('archive:1', { versionLabel: '2' }),
    });
    expect(
      buildJobs([{ series: cronJob(), runs: [earlier] }], soon)[0].version,
    ).toEqual({ value: '2', from: 'tag' });
  });

  it('shows a Job without a CronJob as a series of one run, without a duration while it runs', () => {
    const series = job(1, {
      cronJobUid: undefined,
      state: 'running',
      startedAt: undefined,
      endedAt: undefined,
    });
    expect(buildJobs([{ series, runs: [series] }], soon)).toEqual([
      {
        uid: 'run-1',
        kind: 'Job',
        name: 'archive-1',
        suspended: false,
        images: ['archive:2'],
        version: { value: '2', from: 'label' },
        runs: [
          {
            uid: 'run-1',
            name: 'archive-1',
            state: 'running',
            startedAt: object.createdAt,
            failedPods: 0,
          },
        ],
      },
    ]);
  });
});
