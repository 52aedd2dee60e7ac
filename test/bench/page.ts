import path from 'node:path';
import type { V1Pod } from '@kubernetes/client-node';
import type { Browser } from 'playwright-core';
import { checkPrerequisites } from '../dev/prerequisites.ts';
import { run } from '../dev/run.ts';
import type { Stack } from '../dev/stack.ts';
import { onBench, onPortal } from './bench.ts';
import type { Bench } from './bench.ts';
import type { BenchPortal } from './BenchPortal.ts';
import { PageProbe } from './PageProbe.ts';
import type { PageFigures, ScrollFigures } from './PageProbe.ts';
import { PodChanges } from './PodChanges.ts';
import type { ChangeOptions } from './PodChanges.ts';
import { ID, benchDeployments } from './services.ts';
import { step } from './step.ts';

const CHANGES_PER_SECOND = 50;

/** Cost of the pages in a browser while 50 pods a second change. */
export interface AllPageFigures {
  services: number;
  /** Pods of the viewed service */
  pods: number;
  seconds: number;
  changesPerSecond: number;
  /** Page of all services */
  fleet: PageFigures & { scroll: ScrollFigures };
  /** Page of one service */
  service: PageFigures;
  /** The same service in the stock Kubernetes plugin's tab, which has no page of all services */
  stock: { service: PageFigures };
}

/** Size of the benchmark. */
export interface PageSize {
  services: number;
  pods: number;
  seconds: number;
}

/** Measures the production pages in a browser. */
export function benchPage(
  root: string,
  { services, pods, seconds }: PageSize,
  signal: AbortSignal,
): Promise<AllPageFigures> {
  checkPrerequisites({ clusters: true, browser: true });
  const deployments = benchDeployments(services, 2 * services);
  const [large] = deployments;
  large.replicas = pods;
  const allPods = deployments.reduce((sum, { replicas }) => sum + replicas, 0);
  return onBench(root, { services, pods: allPods }, signal, async bench => {
    const { cluster, stack } = bench;
    await step('Pages as in production', signal, () => build(stack, signal));
    await step(`${allPods} pods`, signal, onProgress =>
      cluster.scaleTo(deployments, onProgress, signal),
    );
    const isLarge = ({ metadata }: V1Pod) =>
      metadata?.namespace === large.namespace &&
      metadata.labels?.[ID] === large.name;
    const ofLarge = { podsEach: pods, isMeant: isLarge };
    const tab = `/catalog/default/component/${large.name}`;
    // A dynamic import: this module is loaded before the packages are installed.
    const { launchBrowser } = await import('../e2e/browser.ts');
    const browser = await launchBrowser();
    const look = { bench, browser, seconds };
    try {
      const own = await onPortal(bench, 'fairway', async portal => {
        await portal.waitForFleet({ services, pods: allPods }, signal);
        let scroll: ScrollFigures | undefined;
        const fleet = await lookAt({
          ...look,
          portal,
          title: `${services} services`,
          address: `${portal.address}/delivery?group=none`,
          content: '[role=grid] [role=row] a[href*=service-]',
          changes: { podsEach: 1 },
          andThen: async probe => {
            scroll = await probe.scroll('[role=grid]');
          },
        });
        const service = await lookAt({
          ...look,
          portal,
          title: `A service with ${pods} pods`,
          address: `${portal.address}${tab}/delivery`,
          content: 'section[aria-label^="Deployment "]',
          changes: ofLarge,
        });
        if (!scroll) throw new Error('The page did not scroll');
        return { fleet: { ...fleet, scroll }, service };
      });
      const stock = await onPortal(bench, 'stock', portal =>
        lookAt({
          ...look,
          portal,
          title: 'The same in the stock plugin’s tab',
          address: `${portal.address}${tab}/kubernetes`,
          content: '.MuiAccordion-root',
          changes: ofLarge,
        }),
      );
      return {
        services,
        pods,
        seconds,
        changesPerSecond: CHANGES_PER_SECOND,
        ...own,
        stock: { service: stock },
      };
    } finally {
      await browser.close();
    }
  });
}

/** Opens a page of an idle portal, and measures it while pods change. */
function lookAt(options: {
  title: string;
  bench: Bench;
  portal: BenchPortal;
  browser: Browser;
  seconds: number;
  address: string;
  /** CSS selector of the page's content */
  content: string;
  changes: ChangeOptions;
  andThen?: (probe: PageProbe) => Promise<void>;
}): Promise<PageFigures> {
  const { bench, portal, browser, seconds, address, content } = options;
  const { cluster, signal } = bench;
  return step(options.title, signal, async () => {
    const changes = await PodChanges.create(cluster.client, options.changes);
    await portal.waitUntilIdle(signal);
    const probe = await PageProbe.open(browser, address, content);
    const running = await changes.start(CHANGES_PER_SECOND);
    try {
      const figures = await probe.watch(seconds, signal);
      await options.andThen?.(probe);
      return figures;
    } finally {
      await running.stop();
      running.close();
      await probe.close();
    }
  });
}

async function build(stack: Stack, signal: AbortSignal): Promise<void> {
  await run({
    command: path.join(stack.root, 'node_modules/.bin/backstage-cli'),
    args: [
      ...['package', 'build'],
      ...['--config', path.join(stack.root, 'app-config.yaml')],
    ],
    cwd: path.join(stack.root, 'packages', 'app'),
    log: path.join(stack.dir, 'logs', 'bench-app.log'),
    signal,
    stack,
  });
}
