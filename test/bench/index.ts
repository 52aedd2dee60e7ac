import { UsageError } from '../dev/arguments.ts';
import { nodePackagesStep } from '../dev/nodePackages.ts';
import type { Stack } from '../dev/stack.ts';
import { runSteps } from '../dev/steps.ts';
import { benchApi } from './api.ts';
import { benchCatalog } from './catalog.ts';
import { benchLimits } from './limits.ts';
import { benchLive } from './live.ts';
import { benchPage } from './page.ts';
import { benchPipelines } from './pipelines.ts';
import { benchWatch } from './watch.ts';

/** Size of a benchmark; absent values have defaults. */
export interface BenchSize {
  pods?: number;
  events?: number;
  viewers?: number;
  services?: number;
  /** Progress during the measurement */
  seconds?: number;
}

type Bench = (
  stack: Stack,
  size: BenchSize,
  signal: AbortSignal,
) => Promise<object>;

const benches: Record<string, Bench> = {
  api: ({ root }, { pods = 10_000, seconds = 30 }, signal) =>
    benchApi(root, { pods, seconds }, signal),
  catalog: ({ root }, { services = 500, seconds = 120 }, signal) =>
    benchCatalog(root, { services, seconds }, signal),
  limits: (stack, _, signal) => benchLimits(stack, signal),
  live: ({ root }, { pods = 10_000, viewers = 200, seconds = 60 }, signal) =>
    benchLive(root, { pods, viewers, seconds }, signal),
  page: ({ root }, { services = 1_000, pods = 500, seconds = 600 }, signal) =>
    benchPage(root, { services, pods, seconds }, signal),
  pipelines: ({ root }, { services = 50, seconds = 180 }, signal) =>
    benchPipelines(root, { services, seconds }, signal),
  watch: (stack, { pods = 50_000, events = 200_000 }, signal) =>
    benchWatch(stack, { pods, events }, signal),
};

/**
 * Runs a benchmark.
 *
 * @throws UsageError that names the benchmarks
 */
export async function bench(
  stack: Stack,
  name: string | undefined,
  size: BenchSize,
  signal: AbortSignal,
): Promise<object> {
  const run =
    name !== undefined && Object.hasOwn(benches, name)
      ? benches[name]
      : undefined;
  if (!run) {
    throw new UsageError(
      `Unknown benchmark '${name ?? ''}'. Benchmarks: ${Object.keys(benches).join(', ')}`,
    );
  }
  await runSteps([nodePackagesStep(stack)], signal);
  return run(stack, size, signal);
}
