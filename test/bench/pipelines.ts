import { setTimeout as sleep } from 'node:timers/promises';
import { JenkinsEmulator } from '../jenkins/JenkinsEmulator.ts';
import { TextLog, newBuild } from '../jenkins/model.ts';
import type { EmulatedBuild, EmulatedItem } from '../jenkins/model.ts';
import { waitFor } from '../dev/waitFor.ts';
import { portalRequest } from './portalRequest.ts';
import { onBench, onPortal } from './bench.ts';
import type { BenchPortal } from './BenchPortal.ts';
import { serviceNames } from './services.ts';
import { step } from './step.ts';

const BRANCHES = 100;
const BUILDS = 3;
const VIEWERS = [1, 10, 100];
/** Seconds without a first request, after which everything has been read. */
const QUIET_SECONDS = 20;
const QUIET_CALLS = 30;
/** A busy portal disconnects slow streams; pages reconnect. */
const LOOK_AGAIN_MS = 1_000;
/** Time to read all branches of all jobs, with portal and Jenkins on one machine. */
const FIRST_READ_MS = 15 * 60_000;

/** Cost of viewers of pipelines for Jenkins. */
export interface PipelineFigures {
  jobs: number;
  branches: number;
  seconds: number;
  /** Calls per minute by the number of viewers; each views one service, spread evenly */
  callsPerMinute: Record<string, number>;
  /** Calls of the first read, for the largest number of viewers */
  firstCalls: number;
  /**
   * The community plugin. Its page reads once and costs nothing while it is open, so
   * its viewers reload it once a minute
   */
  stock: { callsPerMinute: Record<string, number> };
}

const ACCOUNT = { username: 'bench', apiKey: 'bench' };

/**
 * Measures the cost of viewers of pipelines for an emulated Jenkins without running
 * jobs: Fairway's live viewers, and those of the community plugin.
 */
export function benchPipelines(
  root: string,
  { services, seconds }: { services: number; seconds: number },
  signal: AbortSignal,
): Promise<PipelineFigures> {
  return onBench(root, { services, pods: 0 }, signal, async bench => {
    const emulator = JenkinsEmulator.create({
      users: [
        {
          name: ACCOUNT.username,
          token: ACCOUNT.apiKey,
          mayRead: true,
          mayAct: false,
        },
      ],
    });
    emulator.root.items.push(jobs(services));
    await emulator.listen();
    try {
      const jenkins = {
        baseUrl: emulator.url.replace(/\/$/, ''),
        ...ACCOUNT,
      };
      const fairway = await onPortal(
        bench,
        'fairway',
        portal =>
          measureViewers(portal, emulator, { services, seconds }, signal),
        { jenkins },
      );
      const stock = await onPortal(
        bench,
        'community',
        portal => measureReloads(portal, emulator, services, signal),
        { jenkins },
      );
      return { ...fairway, stock };
    } finally {
      await emulator.close();
    }
  });
}

/** Calls of all viewers, each of whom loads the page once a minute. */
async function measureReloads(
  portal: BenchPortal,
  emulator: JenkinsEmulator,
  services: number,
  signal: AbortSignal,
): Promise<PipelineFigures['stock']> {
  const names = serviceNames(services);
  const token = await portal.token();
  await waitForCatalog(portal, token, names, signal);
  const callsPerMinute: Record<string, number> = {};
  for (const viewers of VIEWERS) {
    await step(`${viewers} viewers load the page`, signal, async () => {
      const before = callsOf(emulator);
      for (let viewer = 0; viewer < viewers; viewer += 1) {
        const name = names[viewer % names.length];
        // Like useBuilds of its CITable (plugin-jenkins 0.34.0): once, without an
        // interval.
        const answer = await portalRequest(
          `${portal.address}/api/jenkins/v1/entity/default/component/${name}/projects`,
          token,
        );
        for await (const _ of answer);
      }
      callsPerMinute[viewers] = callsOf(emulator) - before;
    });
  }
  return { callsPerMinute };
}

async function waitForCatalog(
  portal: BenchPortal,
  token: string,
  names: string[],
  signal: AbortSignal,
): Promise<void> {
  const last = `${portal.address}/api/catalog/entities/by-name/component/default/${names.at(-1)}`;
  const isKnown = () =>
    portalRequest(last, token).then(
      answer => Boolean(answer.resume()),
      () => false,
    );
  await waitFor('the catalog to know all services', isKnown, { signal });
}

function callsOf(emulator: JenkinsEmulator): number {
  return [...emulator.calls.values()].reduce((sum, calls) => sum + calls, 0);
}

async function measureViewers(
  portal: BenchPortal,
  emulator: JenkinsEmulator,
  { services, seconds }: { services: number; seconds: number },
  signal: AbortSignal,
): Promise<Omit<PipelineFigures, 'stock'>> {
  const token = await portal.token();
  const total = () => callsOf(emulator);
  const names = serviceNames(services);
  await waitForCatalog(portal, token, names, signal);
  const callsPerMinute: Record<string, number> = {};
  const leave: (() => void)[] = [];
  const asked = listen(emulator);
  let firstCalls = 0;
  try {
    for (const viewers of VIEWERS) {
      firstCalls = await step(`${viewers} viewers`, signal, async () => {
        while (leave.length < viewers) {
          const name = names[leave.length % names.length];
          const url = `${portal.address}/api/delivery/v1/services/component/default/${name}/pipelines/stream`;
          leave.push(await look(url, token));
        }
        const watched = Math.min(viewers, services);
        await waitFor(
          'every branch to be read',
          () => asked.branches.size >= watched * BRANCHES,
          { timeoutMs: FIRST_READ_MS, signal },
        );
        for (let before = -Infinity; total() - before > QUIET_CALLS;) {
          before = total();
          await sleep(QUIET_SECONDS * 1000, undefined, { signal });
        }
        const first = total();
        // A portal that still has recent data lists late, which would give too low a figure.
        asked.jobs.clear();
        await waitFor(
          'every job to be listed again',
          () => asked.jobs.size >= watched,
          { timeoutMs: FIRST_READ_MS, signal },
        );
        const before = total();
        await sleep(seconds * 1000, undefined, { signal });
        callsPerMinute[viewers] =
          Math.round(((total() - before) * 600) / seconds) / 10;
        return first;
      });
    }
    return {
      jobs: services,
      branches: BRANCHES,
      seconds,
      callsPerMinute,
      firstCalls,
    };
  } finally {
    leave.forEach(end => end());
  }
}

/** Follows the stream, and reconnects when the portal ends it, as the page does. */
async function look(url: string, token: string): Promise<() => void> {
  let isLooking = true;
  let stream = await portalRequest(url, token);
  const follow = () =>
    stream.resume().once('close', async () => {
      await sleep(LOOK_AGAIN_MS);
      if (!isLooking) return;
      stream = await portalRequest(url, token);
      follow();
    });
  follow();
  return () => {
    isLooking = false;
    stream.destroy();
  };
}

/** Collects the jobs, and the branches as `<job>/<branch>`, that Jenkins gets requests for from now on. */
function listen(emulator: JenkinsEmulator): {
  jobs: Set<string>;
  branches: Set<string>;
} {
  const asked = { jobs: new Set<string>(), branches: new Set<string>() };
  emulator.other = ({ url = '' }) => {
    const [, job, branch] =
      /^\/job\/bench\/job\/([^/]+)\/(?:job\/([^/]+)\/)?/.exec(url) ?? [];
    if (branch) asked.branches.add(`${job}/${branch}`);
    else if (job) asked.jobs.add(job);
    return false;
  };
  return asked;
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
