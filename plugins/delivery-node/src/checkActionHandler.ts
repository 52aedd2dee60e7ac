import { RESOURCE_TYPE_DELIVERY } from '@fairway/backstage-plugin-delivery-common';
import type {
  AnyAction,
  CodedMessage,
} from '@fairway/backstage-plugin-delivery-common';
import { isDeepStrictEqual } from 'node:util';
import type {
  ActionContext,
  ActionHandler,
  ActionOutcome,
  ActionPlan,
  UnsettledAction,
} from './actions';

/** Examples of an action for {@link checkActionHandler}. @public */
export interface ActionExamples<A extends AnyAction> {
  /** An action that can be done now. Its execution must be possible in the test */
  possible: ActionContext<A>;
  /** An action that is refused, where the handler refuses any by itself */
  refused?: ActionContext<A>;
  /** Values that must not appear in the audit log, such as a password parameter of `possible` */
  secrets?: string[];
  /** Bodies that the schema must not accept */
  invalid: unknown[];
  /** An entry whose outcome is not known, to be observed after `possible` was executed */
  unsettled: UnsettledAction;
}

/**
 * Checks an action handler against its contract: its schema, that planning changes
 * nothing and stores no secret, that a refused plan says why, and that an outcome
 * can be observed.
 *
 * @param changes - counts the writes that the handler's server has received
 * @returns what is broken, one sentence each; empty when the contract is kept
 * @public
 */
export async function checkActionHandler<A extends AnyAction, D>(
  handler: ActionHandler<A, D>,
  examples: ActionExamples<A>,
  changes: () => number,
): Promise<string[]> {
  const broken: string[] = [];
  const check = async (
    what: string,
    holds: () => Promise<boolean> | boolean,
  ) => {
    try {
      if (!(await holds())) broken.push(`${handler.kind}: ${what}`);
    } catch (error) {
      broken.push(`${handler.kind}: ${what}: ${String(error)}`);
    }
  };
  const { possible, refused, secrets = [], invalid, unsettled } = examples;
  const at = changes();

  await check('its kind is namespaced', () =>
    /^[a-z][A-Za-z0-9-]*(\.[a-z][A-Za-z0-9-]*)+$/.test(handler.kind),
  );
  await check('it accepts at least one type of target', () =>
    handler.targets.includes(possible.target.type),
  );
  await check('it needs a permission', () => handler.permissions.length > 0);
  await check('a permission on an environment needs a target with one', () =>
    handler.permissions.every(
      permission =>
        !('resourceType' in permission) ||
        permission.resourceType !== RESOURCE_TYPE_DELIVERY ||
        handler.targets.every(type => type === 'service'),
    ),
  );
  await check('its schema accepts the possible action', () =>
    isDeepStrictEqual(handler.schema.parse(possible.action).kind, handler.kind),
  );
  for (const [index, body] of invalid.entries()) {
    await check(
      `its schema rejects invalid body ${index}`,
      () => !handler.schema.safeParse(body).success,
    );
  }

  let plan: ActionPlan<D> | undefined;
  await check('the possible action can be planned', async () => {
    plan = await handler.plan(possible);
    return plan.refusals.length === 0;
  });
  await check('planning changes nothing', () => changes() === at);
  await check('the plan records its kind', () =>
    Boolean(plan && plan.recorded.kind === handler.kind),
  );
  await check('the plan stores plain JSON', () => {
    const kept = storedOf(plan);
    return isDeepStrictEqual(JSON.parse(JSON.stringify(kept)), kept);
  });
  await check('the plan stores no secret', () => {
    const kept = JSON.stringify(storedOf(plan));
    return !secrets.some(secret => kept.includes(secret));
  });

  if (refused) {
    await check('the refused action has refusals with texts', async () => {
      const { refusals } = await handler.plan(refused);
      return refusals.length > 0 && refusals.every(isMessage);
    });
    await check('a refused plan changes nothing', () => changes() === at);
  }

  await check('executing the plan gives an outcome', async () => {
    if (!plan || plan.refusals.length > 0) return false;
    return isOutcome(await handler.execute(possible, executable(plan)));
  });
  const executed = changes();
  await check('executing the plan changes something', () => executed > at);
  await check('observing gives an outcome', async () =>
    isOutcome(await handler.observe(unsettled, { signal: possible.signal })),
  );
  await check('observing changes nothing', () => changes() === executed);
  return broken;
}

function executable<D>(plan: ActionPlan<D>) {
  if (!('details' in plan)) throw new Error('The plan is refused');
  return plan;
}

function storedOf<D>(plan: ActionPlan<D> | undefined) {
  return {
    recorded: plan?.recorded ?? null,
    before: (plan && 'before' in plan && plan.before) || null,
  };
}

function isOutcome(outcome: ActionOutcome): boolean {
  switch (outcome.state) {
    case 'succeeded':
      return outcome.message === undefined || isMessage(outcome.message);
    case 'queued':
      return isDeepStrictEqual(
        JSON.parse(JSON.stringify(outcome.tracking)),
        outcome.tracking,
      );
    default:
      return isMessage(outcome.message);
  }
}

function isMessage({ code, message }: CodedMessage): boolean {
  return code !== '' && message !== '' && !message.includes('{{');
}
