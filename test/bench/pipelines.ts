import { setTimeout as sleep } from 'node:timers/promises';
import { JenkinsEmulator } from '../jenkins/JenkinsEmulator.ts';
import { TextLog, newBuild } from '../jenkins/model.ts';
import type { EmulatedBuild, EmulatedItem } from '../jenkins/model.ts';
import { waitFor } from '../dev/waitFor.ts';
import { askPortal } from './askPortal.ts';
import { onBench, onPortal } from './bench.ts';
import type { BenchPortal } from './BenchPortal.ts';
import { serviceNames } from './services.ts';
import { step } from './step.ts';

const BRANCHES = 100;
const BUILDS = 3;
const VIEWERS = [1, 10, 100];
/** What was asked in so many seconds means that nothing is asked for the first time any more. */
const QUIET_SECONDS = 5;
const QUIET_CALLS = 10;

/** What viewers of pipelines cost a Jenkins. */
export interface PipelineFigures {
  jobs: number;
  branches: number;
  seconds: number;
  /** By the number of viewers, each of one service, the services evenly */
  callsPerMinute: Record<string, number>;
  /** Calls by which all was read for the first time, for the largest number of viewers */
  firstCalls: number;
}

/**
 * Measures what viewers of pipelines cost an emulated Jenkins whose jobs stand
 * still. The stock plugin has no pipelines, and the community's is not measured.
 */
export function benchPipelines(
  root: string,
  { services, seconds }: { services: number; seconds: number },
  signal: AbortSignal,
): Promise<PipelineFigures> {
  return onBench(root, { services, pods: 0 }, signal, async bench => {
    const emulator = JenkinsEmulator.create();
    emulator.root.items.push(jobs(services));
    await emulator.listen();
    try {
      const measure = (portal: BenchPortal) =>
        measureViewers(portal, emulator, { services, seconds }, signal);
      const jenkins = emulator.url.replace(/\/$/, '');
      return await onPortal(bench, 'fairway', measure, { jenkins });
    } finally {
      await emulator.close();
    }
  });
}

async function measureViewers(
  portal: BenchPortal,
  emulator: JenkinsEmulator,
  { services, seconds }: { services: number; seconds: number },
  signal: AbortSignal,
): Promise<PipelineFigures> {
  const token = await portal.token();
  const total = () =>
    [...emulator.calls.values()].reduce((sum, calls) => sum + calls, 0);
  const names = serviceNames(services);
  const last = `${portal.address}/api/catalog/entities/by-name/component/default/${names.at(-1)}`;
  const isKnown = () =>
    askPortal(last, token).then(
      answer => Boolean(answer.resume()),
      () => false,
    );
  await waitFor('the catalog to know all services', isKnown, { signal });
  const callsPerMinute: Record<string, number> = {};
  const leave: (() => void)[] = [];
  try {
    for (const viewers of VIEWERS) {
      await step(`${viewers} viewers`, signal, async () => {
        while (leave.length < viewers) {
          const name = names[leave.length % names.length];
          const stream = await askPortal(
            `${portal.address}/api/delivery/v1/services/component/default/${name}/pipelines/stream`,
            token,
          );
          stream.resume();
          leave.push(() => stream.destroy());
        }
        for (let before = -Infinity; total() - before > QUIET_CALLS;) {
          before = total();
          await sleep(QUIET_SECONDS * 1000, undefined, { signal });
        }
        const before = total();
        await sleep(seconds * 1000, undefined, { signal });
        callsPerMinute[viewers] =
          Math.round(((total() - before) * 600) / seconds) / 10;
      });
    }
    return {
      jobs: services,
      branches: BRANCHES,
      seconds,
      callsPerMinute,
      firstCalls: total(),
    };
  } finally {
    leave.forEach(end => end());
  }
}

function jobs(services: number): EmulatedItem {
  return {
    kind: 'folder',
    name: 'bench',
    builds: [],
    items: serviceNames(services).map(name => ({
      kind: 'multibranch',
      name,
      builds: [],
      items: Array.from({ length: BRANCHES }, (_, index) => ({
        kind: 'pipeline',
        name: index ? `feature%2F${index}` : 'main',
        builds: Array.from({ length: BUILDS }, (__, build) =>
          finished(BUILDS - build),
        ),
        items: [],
      })),
    })),
  };
}

function finished(number: number): EmulatedBuild {
  return newBuild(number, Date.now() - 24 * 60 * 60 * 1000, {
    result: 'SUCCESS',
    duration: 60_000,
    log: TextLog.of('Finished: SUCCESS\n'),
    stages: [
      {
        id: '6',
        name: 'Build',
        state: 'success',
        startTimeMillis: Date.now(),
        totalDurationMillis: 60_000,
      },
    ],
  });
}
