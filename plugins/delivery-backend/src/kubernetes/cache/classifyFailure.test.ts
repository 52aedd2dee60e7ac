import { otherProblem } from '@fairway/backstage-plugin-delivery-common';
import { ClusterUnreachableError } from '../access/ClusterUnreachableError';
import {
  BriefWatchError,
  ClusterAnswerError,
  ClusterRestoredError,
  ResourceAbsentError,
  ResourceExpiredError,
  ResourceForbiddenError,
} from './ClusterAnswerError';
import { classifyFailure } from './classifyFailure';
import type { Recovery, ReflectorState } from './classifyFailure';

const starting: ReflectorState = {
  isOptional: false,
  isSynced: false,
  hasRead: false,
  failures: 0,
  attemptMs: 10,
};
const watching: ReflectorState = {
  ...starting,
  isSynced: true,
  hasRead: true,
  attemptMs: 60_000,
};
const reconnecting: ReflectorState = { ...watching, attemptMs: 10 };
const backoff = { minMs: 500, maxMs: 30_000 };

const other = otherProblem;

const unreachable = new ClusterUnreachableError(other('unreachable'));
const expired = new ResourceExpiredError('too old');
const restored = new ClusterRestoredError('at 5, before 9');
const absent = new ResourceAbsentError(other('no httproutes'));
const forbidden = new ResourceForbiddenError(other('forbidden'));
const brief = new BriefWatchError('ended after 10 ms');
const busy = new ClusterAnswerError(other('too many requests'), 7);
const broken = new ClusterAnswerError(other('not a list'));

const cases: [
  name: string,
  error: unknown,
  state: ReflectorState,
  recovery: Partial<Recovery>,
][] = [
  [
    'lists again at once when the resource version has expired',
    expired,
    watching,
    {
      action: 'relist',
      isUnusual: false,
      message: 'too old',
      pause: undefined,
    },
  ],
  [
    'lists again after a pause when the list expires again and again',
    expired,
    { ...starting, failures: 1 },
    { action: 'relist', pause: backoff },
  ],
  [
    'lists again, and warns, when the data of the cluster were restored',
    restored,
    { ...reconnecting, failures: 3 },
    { action: 'relist', isUnusual: true, pause: undefined },
  ],
  [
    'keeps no records of an optional kind that the cluster lacks',
    absent,
    { ...reconnecting, isOptional: true },
    { action: 'clear', pause: { minMs: 30_000, maxMs: 30_000 } },
  ],
  [
    'reports a required kind that the cluster lacks',
    absent,
    starting,
    { action: 'report', state: 'failed', problem: other('no httproutes') },
  ],
  [
    'reports an optional kind that the cluster does not let the portal read',
    forbidden,
    { ...starting, isOptional: true },
    { action: 'report', state: 'failed', isForbidden: true },
  ],
  [
    'continues without a report when a watch ends at once',
    brief,
    reconnecting,
    { action: 'resume', hasWorked: false, pause: backoff },
  ],
  [
    'continues without a report when a connection breaks that worked',
    unreachable,
    watching,
    {
      action: 'resume',
      hasWorked: true,
      pause: { minMs: 250, maxMs: 250 },
    },
  ],
  [
    'reports stale records when the cluster cannot be reached again',
    unreachable,
    reconnecting,
    {
      action: 'report',
      state: 'stale',
      isForbidden: false,
      problem: other('unreachable'),
      pause: backoff,
      retryAfterMs: 0,
    },
  ],
  [
    'reports stale records when a long attempt fails that is not the first',
    unreachable,
    { ...watching, isSynced: false },
    { action: 'report', state: 'stale' },
  ],
  [
    'reports a failure when the cluster was never reached',
    unreachable,
    starting,
    { action: 'report', state: 'failed' },
  ],
  [
    'waits as long as the API server asks',
    busy,
    reconnecting,
    { action: 'report', retryAfterMs: 7_000, pause: backoff },
  ],
  [
    'reports an answer that cannot be read',
    broken,
    reconnecting,
    { action: 'report', state: 'stale', retryAfterMs: 0 },
  ],
  [
    'reports something that is not an error',
    'boom',
    starting,
    {
      action: 'report',
      state: 'failed',
      problem: other('boom'),
    },
  ],
];

describe('classifyFailure', () => {
  it.each(cases)('%s', (_name, error, state, recovery) => {
    expect(classifyFailure(error, state)).toMatchObject(recovery);
  });
});
