import { partNames, clusterNames, isHealthy } from '../cluster/index.ts';
import { GITEA, isGiteaHealthy } from '../git/index.ts';
import { JENKINS, isJenkinsHealthy } from '../jenkins/index.ts';
import { Processes } from './processes.ts';
import type { ProcessState } from './processes.ts';
import { portalAddresses } from './stack.ts';
import type { Stack } from './stack.ts';
import { answers } from './waitFor.ts';

/** Current state of one part of a stack. */
export interface PartStatus {
  name: string;
  version: string;
  /** `starting`: the process runs but does not answer yet */
  state: ProcessState | 'starting';
  address: string | null;
  pid: number | null;
  log: string;
}

/** Every part that was started at any time, with its verified state. */
export async function status(stack: Stack): Promise<PartStatus[]> {
  return Promise.all(
    Processes.open(stack)
      .list()
      .map(async part => ({
        name: part.name,
        version: part.version,
        state:
          part.state === 'running' && !(await isAnswering(stack, part.name))
            ? 'starting'
            : part.state,
        address: part.address ?? null,
        pid: part.state === 'running' ? part.pid : null,
        log: part.log,
      })),
  );
}

async function isAnswering(stack: Stack, name: string): Promise<boolean> {
  const { app, backend } = portalAddresses(stack);
  if (name === 'app') return answers(app);
  if (name === 'backend') {
    return answers(`${backend}/.backstage/health/v1/readiness`);
  }
  if (name === JENKINS) return isJenkinsHealthy(stack);
  if (name === GITEA) return isGiteaHealthy(stack);
  const [clusterName, partName] = name.split('/');
  const cluster = clusterNames.find(c => c === clusterName);
  const part = partNames.find(p => p === partName);
  return cluster && part ? isHealthy(stack, cluster, part) : true;
}

/** The status as a table. */
export function statusTable(parts: PartStatus[]): string {
  if (!parts.length) return 'Nothing has been started. Run ./dev start.';
  const rows = [
    ['PART', 'VERSION', 'STATE', 'ADDRESS', 'PROCESS', 'LOG'],
    ...parts.map(part => [
      part.name,
      part.version,
      part.state,
      part.address ?? '-',
      String(part.pid ?? '-'),
      part.log,
    ]),
  ];
  const widths = rows[0].map((_, column) =>
    Math.max(...rows.map(row => row[column].length)),
  );
  return rows
    .map(row =>
      row
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
