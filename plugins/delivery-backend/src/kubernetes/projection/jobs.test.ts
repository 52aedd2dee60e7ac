import { recorded, fixtureWith } from '../../__testUtils__/recorded';
import { projectCronJob, projectJob } from './jobs';

describe('projectJob', () => {
  it('reads a run of a CronJob', () => {
    const job = projectJob(recorded('job-complete'));
    expect(job).toMatchObject({
      kind: 'Job',
      labels: { 'backstage.io/kubernetes-id': 'invoice-archive' },
      cronJobUid: expect.any(String),
      template: {
        images: ['registry.harbour.example/harbour/invoice-archive:1.0.2'],
        versionLabel: '1.0.2',
      },
      state: 'succeeded',
      startedAt: expect.any(String),
      endedAt: expect.any(String),
      failed: 0,
    });
    expect(job.message).toBeUndefined();
  });

  it('reads the time and reason of a failure, which has no completion time', () => {
    expect(projectJob(recorded('job-failed'))).toMatchObject({
      // Made by a controller, but not by a CronJob.
      cronJobUid: undefined,
      state: 'failed',
      endedAt: expect.any(String),
      failed: 1,
      reason: 'BackoffLimitExceeded',
      message: 'Job has reached the specified backoff limit',
    });
  });

  it('is running until its last pod has ended, even if the outcome is decided', () => {
    const job = projectJob(
      fixtureWith('job-failed', {
        'status.conditions': [{ type: 'FailureTarget', status: 'True' }],
      }),
    );
    expect(job).toMatchObject({ state: 'running', endedAt: undefined });
  });

  it('is suspended only while it is suspended now', () => {
    const held = (differences: Record<string, unknown>) =>
      projectJob(
        fixtureWith('job-complete', {
          'status.startTime': undefined,
          'status.completionTime': undefined,
          ...differences,
        }),
      );
    expect(
      held({
        'spec.suspend': true,
        'status.conditions': [
          { type: 'Suspended', status: 'True', reason: 'JobSuspended' },
        ],
      }),
    ).toMatchObject({ state: 'suspended', reason: 'JobSuspended' });
    // https://kueue.sigs.k8s.io/docs/tasks/run/jobs/
    const labels = { 'kueue.x-k8s.io/queue-name': 'team-a' };
    expect(
      held({
        'metadata.labels': labels,
        'spec.suspend': true,
        'status.conditions': [],
      }),
    ).toMatchObject({ state: 'suspended', queue: 'team-a' });
    expect(
      held({
        'metadata.labels': labels,
        'spec.suspend': false,
        'status.conditions': [],
      }),
    ).not.toHaveProperty('queue');
    expect(
      held({
        'spec.suspend': false,
        'status.conditions': [{ type: 'Suspended', status: 'False' }],
      }),
    ).toMatchObject({ state: 'running', reason: undefined });
  });
});

describe('projectCronJob', () => {
  it('reads the schedule and the software', () => {
    expect(projectCronJob(recorded('cronjob'))).toMatchObject({
      kind: 'CronJob',
      name: 'invoice-archive',
      schedule: '*/3 * * * *',
      timeZone: undefined,
      suspended: false,
      lastSuccessAt: expect.any(String),
      template: { versionLabel: '1.0.2', commit: expect.any(String) },
    });
  });

  it('reads the entity that it names, however it is written', () => {
    expect(
      projectCronJob(
        fixtureWith('cronjob', {
          'metadata.annotations': { 'fairway.dev/entity': 'Orders' },
          'spec.timeZone': 'Asia/Shanghai',
          'spec.suspend': true,
        }),
      ),
    ).toMatchObject({
      entity: 'component:default/orders',
      timeZone: 'Asia/Shanghai',
      suspended: true,
    });
  });
});
