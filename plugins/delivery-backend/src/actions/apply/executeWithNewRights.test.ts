import { ManualClock } from '../../__testUtils__/ManualClock';
import type { ClusterAnswer } from '../../kubernetes';
import { executeWithNewRights } from './executeWithNewRights';

const answer = (status: number, message = ''): ClusterAnswer => ({
  status,
  text: JSON.stringify({ kind: 'Status', message }),
  warnings: [],
});
// Written by hand after the messages of the API server.
const noRight = answer(
  403,
  'resourcequotas is forbidden: User "system:serviceaccount:fairway:fairway-act" cannot create resource "resourcequotas" in API group "" in the namespace "rain-dev"',
);
const quota = answer(
  403,
  'pods "a" is forbidden: exceeded quota: default, requested: pods=1, used: pods=1, limited: pods=1',
);

function run(answers: ClusterAnswer[]) {
  const clock = new ManualClock();
  const execute = jest.fn(async () => answers.shift() ?? noRight);
  const { signal } = new AbortController();
  const done = executeWithNewRights({ execute }, { clock, signal });
  return { clock, execute, done };
}

describe('executeWithNewRights', () => {
  it('tries again until the API server knows the new rights', async () => {
    const { clock, execute, done } = run([noRight, noRight, answer(201)]);
    for (let i = 0; i < 3; i += 1) await clock.pass(200);
    expect(await done).toMatchObject({ status: 201 });
    expect(execute).toHaveBeenCalledTimes(3);
  });

  it('gives up after some seconds', async () => {
    const { clock, done } = run([]);
    for (let i = 0; i < 30; i += 1) await clock.pass(200);
    expect(await done).toMatchObject({ status: 403 });
  });

  it.each([
    ['an exceeded quota', quota],
    ['a conflict', answer(409)],
    ['success', answer(201)],
  ])('does not repeat %s', async (_, given) => {
    const { execute, done } = run([given]);
    expect(await done).toBe(given);
    expect(execute).toHaveBeenCalledTimes(1);
  });
});
