import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { run } from '../dev/run.ts';
import type { Stack } from '../dev/stack.ts';
import { startPodServer } from './podServer.ts';

/** Cost and speed of a process with only the cache. */
export interface WatchFigures {
  pods: number;
  /** Size of one pod in the API server's answer */
  podBytes: number;
  events: number;
  /** Sustained rate, with all pods cached */
  eventsPerSecond: number;
  /** The same per second of the process' CPU time */
  eventsPerCpuSecond: number;
  fullListMs: number;
  /** Heap per pod after garbage collection, with the pods minus without */
  heapBytesPerPod: number;
  /** Memory of the process at the end */
  rssMb: number;
}

type Message =
  | { type: 'listed'; pods: number; fullListMs: number; heapBytes: number }
  | { type: 'replayed'; elapsedMs: number; cpuMs: number; rssBytes: number };

/** Serves pods and their changes over a local socket, as fast as the cache reads. */
export async function benchWatch(
  stack: Stack,
  { pods, events }: { pods: number; events: number },
  signal: AbortSignal,
): Promise<WatchFigures> {
  const bundle = path.join(stack.dir, 'bench', 'cacheProcess.cjs');
  await run({
    command: 'esbuild',
    args: [
      'plugins/delivery-backend/src/__testUtils__/cacheProcess.ts',
      ...['--bundle', '--platform=node', '--target=node22', '--format=cjs'],
      ...['--log-level=error', `--outfile=${bundle}`],
    ],
    cwd: stack.root,
    log: path.join(stack.dir, 'logs', 'bench-bundle.log'),
    signal,
    stack,
  });
  const server = await startPodServer({ pods, events });
  const child = fork(bundle, [server.origin, String(events)], {
    execArgv: ['--expose-gc'],
    signal,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    const figures = await new Promise<Omit<WatchFigures, 'podBytes'>>(
      (resolve, reject) => {
        let listed: Extract<Message, { type: 'listed' }> | undefined;
        child.on('message', (message: Message) => {
          if (message.type === 'listed') {
            listed = message;
          } else if (listed) {
            resolve({
              pods: listed.pods,
              events,
              eventsPerSecond: Math.round((events * 1000) / message.elapsedMs),
              eventsPerCpuSecond: Math.round((events * 1000) / message.cpuMs),
              fullListMs: Math.round(listed.fullListMs),
              heapBytesPerPod: Math.round(listed.heapBytes / listed.pods),
              rssMb: Math.round(message.rssBytes / 1024 / 1024),
            });
          }
        });
        child.on('error', reject);
        child.on('exit', code =>
          reject(new Error(`The process of the cache ended with ${code}`)),
        );
      },
    );
    return { ...figures, podBytes: server.podBytes };
  } finally {
    const isGone = once(child, 'exit');
    child.kill();
    await isGone;
    await server.stop();
  }
}
