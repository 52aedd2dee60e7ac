import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toContainerLog } from './containerLog.ts';

const here = import.meta.dirname;

/**
 * The files to pass to KWOK, each with `--config`: the stages and usages beside this file, and a ClusterLogs
 * made for this directory, because KWOK wants absolute paths of log files.
 *
 * @param dir - the cluster's own directory, which receives `logs/` and `logs.yaml`
 */
export async function kwokConfig(dir: string, now: Date): Promise<string[]> {
  const fixed = (await readdir(here))
    .filter(name => name.endsWith('.yaml') && name !== 'nodes.yaml')
    .sort()
    .map(name => join(here, name));
  return [...fixed, await writeLogs(dir, now)];
}

async function writeLogs(dir: string, now: Date): Promise<string> {
  const target = join(dir, 'logs');
  await mkdir(target, { recursive: true });
  const names = (await readdir(join(here, 'logs'))).sort();
  for (const name of names) {
    const lines = await readFile(join(here, 'logs', name), 'utf8');
    await writeFile(join(target, name), toContainerLog(lines, now));
  }
  const config = join(dir, 'logs.yaml');
  await writeFile(config, clusterLogs(target, names));
  return config;
}

/**
 * What `kubectl logs` answers with, as KWOK's ClusterLogs: `dev.billing.log` is the log of the container
 * `billing` in the namespace `dev`, `billing.log` that of the others, `default.log` that of all the rest.
 */
export function clusterLogs(dir: string, files: string[]): string {
  const logs = files.map(file => {
    const parts = file.slice(0, -'.log'.length).split('.');
    const [container, namespace] = parts.reverse();
    return { file: join(dir, file), container, namespace };
  });
  const inOneNamespace = logs
    .filter(log => log.namespace)
    .map(log => ({
      name: `${log.namespace}-${log.container}`,
      selector: { matchNamespaces: [log.namespace] },
      logs: [entry(log)],
    }));
  const anywhere = {
    name: 'containers',
    selector: {},
    logs: logs.filter(log => !log.namespace).map(entry),
  };
  // KWOK takes the first that matches.
  return [...inOneNamespace, anywhere]
    .map(({ name, selector, logs: entries }) =>
      JSON.stringify({
        apiVersion: 'kwok.x-k8s.io/v1alpha1',
        kind: 'ClusterLogs',
        metadata: { name },
        spec: { selector, logs: entries },
      }),
    )
    .join('\n---\n');
}

function entry(log: { file: string; container: string }) {
  return {
    ...(log.container === 'default' ? {} : { containers: [log.container] }),
    logsFile: log.file,
    previousLogsFile: log.file,
  };
}
