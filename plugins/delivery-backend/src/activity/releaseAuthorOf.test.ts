import type {
  Release,
  ReleaseAuthor,
} from '@fairway/backstage-plugin-delivery-common';
import { minute, releaseEntry } from '../history/__testUtils__/releaseEntry';
import { runRecord } from './__testUtils__/activityPortal';
import { releaseAuthorOf } from './releaseAuthorOf';

const released: Release = {
  ...releaseEntry('r', 'orders', minute(10)).release,
  entityRef: 'component:default/orders',
  environment: 'dev',
};
const image = (manager: string) =>
  ({ how: 'field-manager', manager, wrote: 'image' }) as const;

const started = {
  kind: 'person' as const,
  text: 'Started by user Ada',
  person: { name: 'Ada' },
};
const pushed = {
  kind: 'commit' as const,
  text: 'Push event',
  person: { name: 'Pusher' },
};
const commit = { hash: 'c'.repeat(40), author: { name: 'Grace' } };
const approval = (actor: string, at: string) => ({
  runId: 'aaaaaaaaaaaa-7',
  actor: `user:default/${actor}`,
  at,
});

describe('releaseAuthorOf', () => {
  it.each<
    [string, Partial<Release>, Parameters<typeof releaseAuthorOf>[1], string]
  >([
    [
      'the user of the portal who applied it',
      {
        cause: { how: 'actor', actor: 'user:default/olga', manager: 'fairway' },
      },
      { run: runRecord(7, minute(1), { causes: [started] }), approvals: [] },
      'actor olga',
    ],
    [
      'the last approver before the release',
      {},
      {
        run: runRecord(7, minute(1), { causes: [started], commit }),
        approvals: [
          approval('first', minute(3)),
          approval('second', minute(9)),
          approval('of-production', minute(11)),
        ],
      },
      'approver second',
    ],
    [
      'the person who started the run',
      {},
      {
        run: runRecord(7, minute(1), { causes: [pushed, started], commit }),
        approvals: [approval('of-production', minute(11))],
      },
      'starter Ada',
    ],
    [
      'the author of the commit before the person who pushed it',
      {},
      {
        run: runRecord(7, minute(1), { causes: [pushed], commit }),
        approvals: [],
      },
      'author Grace',
    ],
    [
      'the person who pushed the commit',
      {},
      { run: runRecord(7, minute(1), { causes: [pushed] }), approvals: [] },
      'author Pusher',
    ],
    [
      'the field manager if the run names no person',
      {},
      { run: runRecord(7, minute(1)), approvals: [] },
      'field-manager harbour-ci',
    ],
    [
      'the field manager of a rollback, not the people of the old run',
      { rollbackTo: { number: 3 }, cause: image('kubectl-rollout') },
      { run: runRecord(7, minute(1), { causes: [started] }), approvals: [] },
      'field-manager kubectl-rollout',
    ],
    [
      'the field manager of a change that kept the image',
      {
        cause: {
          how: 'field-manager',
          manager: 'kubectl-edit',
          wrote: 'template',
        },
      },
      { run: runRecord(7, minute(1), { causes: [started] }), approvals: [] },
      'field-manager kubectl-edit',
    ],
    [
      'people of the run if the field manager is unknown',
      { cause: { how: 'unknown' } },
      { run: runRecord(7, minute(1), { causes: [started] }), approvals: [] },
      'starter Ada',
    ],
  ])('is %s', (_, rest, run, expected) => {
    const who = releaseAuthorOf({ ...released, ...rest }, run, undefined);
    expect(textOf(who)).toBe(expected);
  });

  it('is the author of the commit if another run built it', () => {
    const built = runRecord(8, minute(1), { causes: [started], commit });
    expect(textOf(releaseAuthorOf(released, undefined, built))).toBe(
      'author Grace',
    );
  });

  it('is unknown if nothing is known', () => {
    expect(
      releaseAuthorOf(
        { ...released, cause: { how: 'unknown' } },
        undefined,
        undefined,
      ),
    ).toBeUndefined();
  });
});

function textOf(who: ReleaseAuthor | undefined): string {
  return `${who?.role} ${who?.person.name}`;
}
