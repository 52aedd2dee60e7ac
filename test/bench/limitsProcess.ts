/**
 * Parses the largest allowed inputs with the bundled parsers, for `./dev bench limits`:
 * `node test/bench/limitsProcess.ts FOLDER`. It prints the longest block of the event loop
 * by input, in ms, as JSON.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  htmlTexts,
  logLines,
  manifests,
  robotReports,
  testReports,
} from './limitInputs.ts';

const CHUNK = 64 * 1024;

const [folder] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const load = (file: string) => require(path.join(folder, 'plugins', file));

const jenkins = 'delivery-backend-module-jenkins/src';
const { parseManifests } = load(
  'delivery-backend/src/actions/apply/parseManifests.cjs',
);
const { XmlFilter } = load(`${jenkins}/XmlFilter.cjs`);
const { htmlText } = load(`${jenkins}/htmlText.cjs`);
const { testReport, testReportSchema } = load(`${jenkins}/readTests.cjs`);
const { DROPPED_ELEMENTS, robotSuites } = load(`${jenkins}/robotSuites.cjs`);
const { plainText } = load('delivery/src/log/terminal.cjs');

const figures: Record<string, number> = {};

for (const [name, text] of Object.entries(manifests)) {
  // An input above a limit is refused, and that must be fast as well.
  await measure(name, async () => orRefused(() => parseManifests(text, 'dev')));
}
for (const [name, line] of Object.entries(logLines)) {
  await measure(name, async () => plainText(line));
}
for (const [name, html] of Object.entries(htmlTexts)) {
  await measure(name, async () => htmlText(html));
}
for (const [name, xml] of Object.entries(robotReports)) {
  await measure(name, async () => {
    const filter = XmlFilter.create(DROPPED_ELEMENTS);
    for (let at = 0; at < xml.length; at += CHUNK) {
      filter.push(xml.slice(at, at + CHUNK));
      await setImmediate();
    }
    orRefused(() => robotSuites(filter.end()));
  });
}
for (const [name, json] of Object.entries(testReports)) {
  await measure(name, async () => {
    // As JenkinsClient does it.
    const content: unknown = JSON.parse(json);
    await setImmediate();
    const report: unknown = testReportSchema.parse(content);
    await setImmediate();
    testReport(report, 1);
  });
}
process.stdout.write(JSON.stringify(figures));

/**
 * Measures the longest work of the thread between two turns of the event loop. It is CPU
 * time, so that other processes of the machine do not count.
 */
async function measure(name: string, work: () => Promise<unknown>) {
  let isDone = false;
  let longest = 0;
  const watch = (async () => {
    while (!isDone) {
      const before = process.threadCpuUsage();
      await setImmediate();
      const { user, system } = process.threadCpuUsage(before);
      longest = Math.max(longest, (user + system) / 1000);
    }
  })();
  await setImmediate();
  await work();
  isDone = true;
  await watch;
  figures[name] = Math.round(longest);
}

function orRefused(parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
}
