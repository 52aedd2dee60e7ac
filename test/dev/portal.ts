import { readFileSync } from 'node:fs';
import path from 'node:path';
import { portalConfigFile } from './portalConfig.ts';
import { Processes, logTail } from './processes.ts';
import type { ProcessSpec } from './processes.ts';
import { portalAddresses } from './stack.ts';
import type { Stack } from './stack.ts';
import type { Step } from './steps.ts';
import { answers, waitFor } from './waitFor.ts';

/** Starts the portal's server and frontend, and waits until both answer. */
export function portalSteps(stack: Stack): Step[] {
  const { app, backend } = portalAddresses(stack);
  return [
    partStep(stack, {
      title: 'Portal server',
      part: 'backend',
      address: backend,
      health: `${backend}/.backstage/health/v1/readiness`,
    }),
    partStep(stack, {
      title: 'Portal pages',
      part: 'app',
      address: app,
      health: app,
    }),
  ];
}

function partStep(
  stack: Stack,
  options: {
    title: string;
    part: 'app' | 'backend';
    address: string;
    health: string;
  },
): Step {
  const { title, part, address, health } = options;
  return {
    title,
    run: async (_progress, signal) => {
      const processes = Processes.open(stack);
      await processes.start(partSpec(stack, part, address));
      const log = processes.log(part);
      const isHealthy = () => {
        if (processes.state(part) === 'failed') {
          throw new Error(
            `The ${part} ended:\n${logTail(log)}\nThe whole log: ${log}`,
          );
        }
        return answers(health);
      };
      await waitFor(`${health} to answer`, isHealthy, {
        timeoutMs: 180_000,
        signal,
        details: () => `${logTail(log)}\nThe whole log: ${log}`,
      });
    },
  };
}

function partSpec(
  stack: Stack,
  part: 'app' | 'backend',
  address: string,
): ProcessSpec {
  const { version } = JSON.parse(
    readFileSync(path.join(stack.root, 'backstage.json'), 'utf8'),
  );
  return {
    name: part,
    command: path.join(stack.root, 'node_modules/.bin/backstage-cli'),
    args: [
      ...['package', 'start'],
      ...['--config', path.join(stack.root, 'app-config.yaml')],
      ...['--config', portalConfigFile(stack)],
      ...(part === 'backend' ? ['--require', './src/instrumentation.cjs'] : []),
    ],
    env: {
      OTEL_EXPORTER_PROMETHEUS_PORT: new URL(portalAddresses(stack).metrics)
        .port,
    },
    cwd: path.join(stack.root, 'packages', part),
    configuration: readFileSync(portalConfigFile(stack), 'utf8'),
    version,
    address,
  };
}
