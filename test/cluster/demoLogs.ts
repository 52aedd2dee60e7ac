import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { toContainerLog } from './demoContainerLog.ts';

const samples = path.join(import.meta.dirname, 'kwok', 'logs');

/**
 * Writes the logs of the demo's pods, and KWOK's configuration to serve them, which
 * needs absolute paths.
 *
 * @param clusterDir - folder for `logs/` and `kwok/logs.yaml`
 */
export async function writeDemoLogs(
  clusterDir: string,
  now: Date,
): Promise<void> {
  const target = path.join(clusterDir, 'logs');
  const config = path.join(clusterDir, 'kwok');
  await mkdir(target, { recursive: true });
  await mkdir(config, { recursive: true });
  const names = (await readdir(samples)).sort();
  for (const name of names) {
    const lines = await readFile(path.join(samples, name), 'utf8');
    await writeFile(path.join(target, name), toContainerLog(lines, now));
  }
  await writeFile(path.join(config, 'logs.yaml'), clusterLogs(target, names));
}

/**
 * KWOK's ClusterLogs for log files with the name of a container, `billing.txt`, or of
 * a namespace and container, `dev.billing.txt`. `default.txt` is for all other
 * containers.
 */
export function clusterLogs(dir: string, files: string[]): string {
  const logs = files.map(file => {
    const [container, namespace] = path.parse(file).name.split('.').reverse();
    return { file: path.join(dir, file), container, namespace };
  });
  const inOneNamespace = logs
    .filter(({ namespace }) => namespace)
    .map(log =>
      resource(
        `${log.namespace}-${log.container}`,
        { matchNamespaces: [log.namespace] },
        [entry(log)],
      ),
    );
  const anywhere = resource(
    'containers',
    {},
    logs.filter(({ namespace }) => !namespace).map(entry),
  );
  // KWOK uses the first match.
  return [...inOneNamespace, anywhere].join('---\n');
}

function resource(name: string, selector: object, logs: object[]): string {
  return [
    'apiVersion: kwok.x-k8s.io/v1alpha1',
    'kind: ClusterLogs',
    `metadata: ${JSON.stringify({ name })}`,
    `spec: ${JSON.stringify({ selector, logs })}`,
    '',
  ].join('\n');
}

function entry(log: { file: string; container: string }): object {
  return {
    ...(log.container === 'default' ? {} : { containers: [log.container] }),
    logsFile: log.file,
    previousLogsFile: log.file,
  };
}
