import { TestDatabases } from '@backstage/backend-test-utils';
import { createPermission } from '@backstage/plugin-permission-common';
import {
  anyActionSchema,
  refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ActionContext,
  ActionHandler,
  ActionPlan,
} from '@fairway/backstage-plugin-delivery-node';
import { checkActionHandler } from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import { actionPortal } from './__testUtils__/actionPortal';
import { guardContext } from './__testUtils__/guardContext';

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});

const lockSchema = anyActionSchema.extend({
  kind: z.literal('environment.lock'),
  minutes: z.number(),
});

/** A handler of a module, for a target that is not a catalog entity. */
class LockHandler implements ActionHandler<z.infer<typeof lockSchema>, number> {
  readonly kind = 'environment.lock';
  readonly schema = lockSchema;
  readonly targets = ['environment' as const];
  readonly permissions = [
    createPermission({ name: 'test.lock', attributes: {} }),
  ];
  readonly requiresReason = true;
  locks: string[] = [];

  async plan({
    action,
  }: ActionContext<z.infer<typeof lockSchema>>): Promise<ActionPlan<number>> {
    return action.minutes > 60
      ? {
          refusals: [
            { code: 'tooLong', values: {}, message: 'At most an hour' },
          ],
          recorded: action,
        }
      : {
          refusals: [],
          recorded: action,
          before: { isLocked: false },
          details: action.minutes,
        };
  }

  async execute(
    { target }: ActionContext<z.infer<typeof lockSchema>>,
    { details }: { details: number },
  ) {
    const { environment = '' } = 'environment' in target ? target : {};
    this.locks.push(`${environment} for ${details} min`);
    return { state: 'succeeded' as const };
  }

  async observe() {
    return { state: 'succeeded' as const };
  }
}

async function portal(denied: string[] = []) {
  const knex = await databases.init('SQLITE_3');
  const created = await actionPortal({ knex, denied });
  const handler = new LockHandler();
  created.handlers.add(handler);
  const lock = (
    rest: { minutes?: number; reason?: string; key?: string } = {},
  ) =>
    created.send(
      { kind: 'environment.lock', minutes: rest.minutes ?? 30 },
      {
        target: { type: 'environment', environment: 'production' },
        reason: rest.reason ?? 'Incident',
        ...(rest.key && { key: rest.key }),
      },
    );
  return { ...created, handler, lock };
}

describe('actions', () => {
  it('performs an action that a module adds, on a target without an entity', async () => {
    const { handler, lock, audit, rows } = await portal();
    const { status, body } = await lock();
    expect(status).toBe(201);
    expect(body).toMatchObject({
      target: { type: 'environment', environment: 'production' },
      action: { kind: 'environment.lock', minutes: 30 },
      state: 'succeeded',
      refusals: [],
    });
    expect(handler.locks).toEqual(['production for 30 min']);
    expect(await rows()).toMatchObject([
      { state: 'succeeded', before: '{"isLocked":false}' },
    ]);
    expect(audit.success).toHaveBeenCalledWith({
      meta: { id: body.id, state: 'succeeded' },
    });
  });

  it('rejects and records what the person has no permission for', async () => {
    const { handler, lock, audit, rows } = await portal(['test.lock']);
    const { status, body } = await lock();
    expect(status).toBe(403);
    expect(body.error.refusals).toMatchObject([
      {
        code: 'forbidden',
        values: { permission: 'test.lock', target: 'environment production' },
      },
    ]);
    expect(handler.locks).toEqual([]);
    expect(await rows()).toMatchObject([{ state: 'rejected' }]);
    expect(audit.fail).toHaveBeenCalledTimes(1);
  });

  it('rejects and records what the handler refuses, with its refusals', async () => {
    const { handler, lock, rows, read } = await portal();
    const { status, body } = await lock({ minutes: 90 });
    expect(status).toBe(409);
    expect(body.error.message).toBe('At most an hour');
    expect(handler.locks).toEqual([]);
    const [{ id }] = await rows();
    expect(await read(id)).toMatchObject({
      state: 'rejected',
      refusals: [{ code: 'tooLong' }],
    });
  });

  it('lets a rejected request be made again with the same key', async () => {
    const { guards, lock, handler } = await portal();
    let isFrozen = true;
    guards.add({
      id: 'test.freeze',
      check: async () =>
        isFrozen
          ? { code: 'frozen', values: {}, message: 'Frozen until Monday' }
          : undefined,
    });
    const first = await lock({ key: 'the-same-key' });
    expect(first.status).toBe(409);
    expect(first.body.error.message).toBe('Frozen until Monday');
    isFrozen = false;
    expect((await lock({ key: 'the-same-key' })).status).toBe(201);
    expect((await lock({ key: 'the-same-key' })).status).toBe(201);
    expect(handler.locks).toHaveLength(1);
  });

  it('checks guards when planning and again just before executing', async () => {
    const { guards, lock, handler, rows } = await portal();
    let checks = 0;
    guards.add({
      id: 'test.freeze',
      check: async () => {
        checks += 1;
        return checks > 1 ? refusal('nameTaken') : undefined;
      },
    });
    expect((await lock()).status).toBe(409);
    expect(checks).toBe(2);
    expect(handler.locks).toEqual([]);
    expect(await rows()).toMatchObject([{ state: 'rejected' }]);
  });

  it('does nothing when a guard fails', async () => {
    const { guards, lock, handler } = await portal();
    guards.add({
      id: 'test.broken',
      check: async () => {
        throw new Error('the lock table cannot be read');
      },
    });
    expect((await lock()).status).toBe(500);
    expect(handler.locks).toEqual([]);
  });

  it('requires a reason where the handler does', async () => {
    const { lock, handler } = await portal();
    const { status, body } = await lock({ reason: ' ' });
    expect(status).toBe(400);
    expect(body.error.refusals).toMatchObject([{ code: 'reasonMissing' }]);
    expect(handler.locks).toEqual([]);
  });

  it('plans without storing or doing anything', async () => {
    const { send, handler, audit, rows } = await portal();
    const target = { type: 'environment', environment: 'production' };
    const plan = async (minutes: number) =>
      (
        await send(
          { kind: 'environment.lock', minutes },
          { target, dryRun: true },
        )
      ).body;
    expect(await plan(30)).toEqual({ refusals: [] });
    expect(await plan(90)).toMatchObject({ refusals: [{ code: 'tooLong' }] });
    expect(handler.locks).toEqual([]);
    expect(await rows()).toEqual([]);
    expect(audit.success).not.toHaveBeenCalled();
  });

  it.each([
    [
      'an unknown kind',
      { kind: 'pod.delete' },
      {},
      "no action 'pod.delete'. Actions: environment.lock, pipeline.create",
    ],
    ['a kind without a namespace', { kind: 'delete' }, {}, 'namespaced kind'],
    [
      'an invalid action',
      { kind: 'environment.lock', minutes: 'x' },
      {},
      "action 'environment.lock' is not valid",
    ],
    [
      'a target of another type',
      { kind: 'environment.lock', minutes: 1 },
      { type: 'service', entityRef: 'component:default/orders' },
      "needs a target of type environment, not 'service'",
    ],
  ])('rejects %s with a clear message', async (_, action, target, message) => {
    const { send } = await portal();
    const { status, body } = await send(action, {
      ...('type' in target && { target }),
    });
    expect(status).toBe(400);
    expect(body.error.message).toContain(message);
    expect(body.error.problem.message).toBe(body.error.message);
  });

  it('shows a record only to the person who requested the action', async () => {
    const { lock, read, rows } = await portal();
    const { body } = await lock();
    expect((await read(body.id)).id).toBe(body.id);
    const [row] = await rows();
    expect(row.actor).toBe('user:default/ada');
  });

  it('refuses a second handler of a kind and a second guard of an id', async () => {
    const { handlers, guards } = await portal();
    expect(() => handlers.add(new LockHandler())).toThrow(
      "Two action handlers have the kind 'environment.lock'",
    );
    const guard = { id: 'test.same', check: async () => undefined };
    guards.add(guard);
    expect(() => guards.add(guard)).toThrow("have the id 'test.same'");
  });
});

describe('checkActionHandler', () => {
  const context = (minutes: number) => ({
    ...guardContext({ entity: undefined }),
    action: { kind: 'environment.lock' as const, minutes },
    target: { type: 'environment' as const, environment: 'production' },
    checkObject: async () => undefined,
  });
  const examples = {
    possible: context(30),
    refused: context(90),
    invalid: [{ kind: 'environment.lock' }],
    unsettled: {
      id: 'a',
      target: context(30).target,
      action: context(30).action,
      at: '2026-11-30T00:00:00.000Z',
      state: 'pending' as const,
    },
  };

  it('finds nothing wrong with a handler that keeps the contract', async () => {
    const handler = new LockHandler();
    expect(
      await checkActionHandler(handler, examples, () => handler.locks.length),
    ).toEqual([]);
  });

  it('finds a handler that writes while it plans, stores a secret or observes by doing', async () => {
    class Broken extends LockHandler {
      async plan(given: ReturnType<typeof context>) {
        this.locks.push('planned');
        return super.plan(given);
      }
      async observe() {
        this.locks.push('observed');
        return { state: 'succeeded' as const };
      }
    }
    const handler = new Broken();
    expect(
      await checkActionHandler(
        handler,
        { ...examples, secrets: ['30'] },
        () => handler.locks.length,
      ),
    ).toEqual([
      'environment.lock: planning changes nothing',
      'environment.lock: the plan stores no secret',
      'environment.lock: a refused plan changes nothing',
      'environment.lock: observing changes nothing',
    ]);
  });
});
