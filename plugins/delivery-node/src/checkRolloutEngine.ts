import {
  otherProblem,
  rolloutSchema,
} from '@fairway/backstage-plugin-delivery-common';
import { isDeepStrictEqual } from 'node:util';
import { rolloutActionKinds } from './rolloutActions';
import type {
  EngineObject,
  RolloutAction,
  RolloutEngine,
  RolloutInput,
} from './rolloutEngine';

/** Objects as an API server gave them, for {@link checkRolloutEngine}. @public */
export interface RecordedObjects {
  /** Of the engine's kinds of workload, by kind */
  workloads: Record<string, object[]>;
  /** Of the engine's other kinds, by kind */
  context: Record<string, object[]>;
}

/**
 * Checks an engine against its contract, with objects recorded from a real API
 * server: it reads each of its kinds, keeps plain data, rejects objects of other
 * kinds, and describes a workload also if related objects are missing.
 *
 * @returns one sentence for each violation; empty if the engine keeps the contract
 * @public
 */
export function checkRolloutEngine<W, C>(
  engine: RolloutEngine<W, C>,
  recorded: RecordedObjects,
): string[] {
  const broken: string[] = [];
  const check = (what: string, holds: () => boolean) => {
    try {
      if (!holds()) broken.push(`${engine.name}: ${what}`);
    } catch (error) {
      broken.push(`${engine.name}: ${what}: ${String(error)}`);
    }
  };
  for (const { kind, project } of [...engine.workloads, ...engine.context]) {
    const objects = recorded.workloads[kind] ?? recorded.context[kind] ?? [];
    check(`${kind} has no recorded object`, () => objects.length > 0);
    objects.forEach((object, index) => {
      const which = `${kind} ${index}`;
      check(`${which} is read the same each time`, () =>
        isDeepStrictEqual(project(object), project(object)),
      );
      check(`what is kept of ${which} is plain data`, () =>
        isPlain(project(object)),
      );
    });
    check(`${kind} rejects other objects`, () => refuses(project, 'nonsense'));
    check(`${kind} refuses nothing at all`, () => refuses(project, undefined));
  }
  const context = contextOf(engine, recorded);
  for (const { kind, project } of engine.workloads) {
    (recorded.workloads[kind] ?? []).forEach((object, index) => {
      const record = project(object);
      const whole: RolloutInput<W, C> = {
        workload: {
          uid: 'workload',
          kind,
          name: 'workload',
          namespace: 'default',
          generation: 1,
          record,
        },
        revisions: [
          {
            name: 'revision',
            hash: record.currentHash,
            number: 1,
            isCurrent: true,
            desired: record.desired,
          },
        ],
        pods: [],
        context,
        unread: new Map(),
      };
      const snapshots = {
        whole,
        'without revisions': { ...whole, revisions: [] },
        'without context': { ...whole, context: [] },
        'without rights': {
          ...whole,
          context: [],
          unread: new Map(
            engine.context.map(c => [c.resource, otherProblem('forbidden')]),
          ),
        },
      };
      for (const [how, snapshot] of Object.entries(snapshots)) {
        const which = `${kind} ${index} ${how}`;
        check(`${which} is described as a rollout of this engine`, () => {
          const rollout = rolloutSchema.parse(engine.describe(snapshot));
          return (
            rollout.engine === engine.name &&
            rollout.step >= 0 &&
            rollout.step <= rollout.steps.length
          );
        });
        check(`${which} is described the same each time`, () =>
          isDeepStrictEqual(
            engine.describe(snapshot),
            engine.describe(snapshot),
          ),
        );
        checkActions(engine, snapshot, which, check);
      }
    });
  }
  return broken;
}

const EXAMPLES: RolloutAction[] = [
  ...(['confirm', 'abort', 'retry', 'promote', 'pause', 'resume'] as const).map(
    kind => ({ kind }),
  ),
  { kind: 'restart', at: '2026-01-01T00:00:00.000Z' },
  { kind: 'scale', replicas: 3 },
  { kind: 'undo', template: { spec: { containers: [] } } },
];

function checkActions<W, C>(
  engine: RolloutEngine<W, C>,
  input: RolloutInput<W, C>,
  which: string,
  check: (what: string, holds: () => boolean) => void,
): void {
  check(`${which} has every kind of action once`, () =>
    isDeepStrictEqual(
      engine
        .actions(input)
        .map(({ kind }) => kind)
        .sort(),
      [...rolloutActionKinds].sort(),
    ),
  );
  for (const action of EXAMPLES) {
    const name = `${which}: ${action.kind}`;
    const isRefused = () =>
      engine.actions(input).find(({ kind }) => kind === action.kind)
        ?.refusal !== undefined;
    check(`${name} has a reason when it is refused`, () =>
      engine
        .actions(input)
        .every(
          ({ refusal }) => refusal === undefined || refusal.message !== '',
        ),
    );
    check(
      `${name} has requests when it is possible, and throws otherwise`,
      () => {
        if (isRefused())
          return refuses(() => engine.patch(input, action), input);
        const patches = engine.patch(input, action);
        return (
          patches.length > 0 &&
          patches.every(isPlain) &&
          isDeepStrictEqual(patches, engine.patch(input, action))
        );
      },
    );
    check(
      `${name} has a precondition in each request`,
      () =>
        isRefused() ||
        engine
          .patch(input, action)
          .every(({ contentType, body }) =>
            contentType === 'application/json-patch+json'
              ? JSON.stringify(body).includes('"op":"test"')
              : JSON.stringify(body).includes(`"uid":"${input.workload.uid}"`),
          ),
    );
  }
}

function contextOf<W, C>(
  engine: RolloutEngine<W, C>,
  recorded: RecordedObjects,
): EngineObject<C>[] {
  return engine.context.flatMap(({ kind, project }) =>
    (recorded.context[kind] ?? []).map((object, index) => ({
      uid: `${kind}-${index}`,
      kind,
      name: `${kind}-${index}`,
      namespace: 'default',
      ownerUid: 'workload',
      data: project(object),
    })),
  );
}

function refuses(
  project: (object: unknown) => unknown,
  what: unknown,
): boolean {
  try {
    project(what);
    return false;
  } catch {
    return true;
  }
}

// It is kept for each object and serialised: no class, map or function.
function isPlain(value: unknown): boolean {
  if (typeof value === 'function' || typeof value === 'symbol') return false;
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  return (
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.values(value).every(isPlain)
  );
}
