import { isError } from '@backstage/errors';
import type { RunRef } from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import type { JenkinsClient } from './JenkinsClient';
import { runName, runPath } from './jobPath';

/** Coverage in percent, by metric. */
type Coverage = Record<string, number>;

/** Report of the Coverage plugin: `{ "line": "92.18%" }`. */
const statisticsSchema = z
  .object({ projectStatistics: z.record(z.string(), z.unknown()) })
  .transform(({ projectStatistics }) =>
    percentages(Object.entries(projectStatistics)),
  );

/** Report of the Cobertura and Code Coverage API plugins: numbers for each kind of element. */
const elementsSchema = z
  .object({
    results: z.object({
      elements: z.array(
        z.object({ name: z.string(), ratio: z.number().nullish() }),
      ),
    }),
  })
  .transform(({ results }) =>
    percentages(
      results.elements.map(({ name, ratio }) => [metricOf(name), ratio]),
    ),
  );

const jacocoCounterSchema = z.object({
  percentage: z.number().nullish(),
  percentageFloat: z.number().nullish(),
});

/** Report of the JaCoCo plugin: `lineCoverage`, `branchCoverage`... */
const jacocoSchema = z.record(z.string(), z.unknown()).transform(report =>
  percentages(
    Object.entries(report).flatMap(([key, value]) => {
      const metric = /^(\w+)Coverage$/.exec(key)?.[1];
      const read = jacocoCounterSchema.safeParse(value);
      if (metric === undefined || !read.success) return [];
      const { percentageFloat, percentage } = read.data;
      return [[metric, percentageFloat ?? percentage]];
    }),
  ),
);

const JACOCO_COUNTER = '[percentage,percentageFloat]';

/**
 * Reports of plugins, in the order in which they are tried.
 *
 * @see https://github.com/jenkinsci/coverage-plugin "Remote API"
 * @see https://github.com/jenkinsci/code-coverage-api-plugin "REST API"
 * @see https://github.com/jenkinsci/jacoco-plugin/blob/master/src/main/java/hudson/plugins/jacoco/report/CoverageReport.java
 * @see https://github.com/jenkinsci/cobertura-plugin/blob/master/src/main/java/hudson/plugins/cobertura/targets/CoverageResult.java
 */
const REPORTS: [path: string, tree: string, schema: z.ZodType<Coverage>][] = [
  ['coverage', 'projectStatistics[*]', statisticsSchema],
  ['coverage/result', 'results[elements[name,ratio]]', elementsSchema],
  [
    'jacoco',
    ['instruction', 'branch', 'line', 'method', 'class']
      .map(metric => `${metric}Coverage${JACOCO_COUNTER}`)
      .join(),
    jacocoSchema,
  ],
  ['cobertura', 'results[elements[name,ratio]]', elementsSchema],
];

/**
 * Reads the coverage of a run from the first plugin that has a report.
 *
 * @throws the first error if no plugin has one, a NotFoundError only if none is installed
 */
export async function readCoverage(
  client: JenkinsClient,
  ref: RunRef,
  signal: AbortSignal,
): Promise<Coverage | undefined> {
  let failure: unknown;
  for (const [path, tree, schema] of REPORTS) {
    try {
      const coverage = await client.json(
        {
          path: `${runPath(ref)}/${path}/api/json`,
          query: { tree },
          signal,
          target: runName(ref, path),
        },
        schema,
      );
      if (Object.keys(coverage).length) return coverage;
    } catch (error) {
      if (signal.aborted) throw error;
      // Another plugin may answer at the address of this one
      if (!isError(error) || error.name !== 'NotFoundError') failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
  return undefined;
}

function percentages(values: [metric: string, value: unknown][]): Coverage {
  return Object.fromEntries(
    values.flatMap(([metric, value]) => {
      const text = String(value).replace(/%$/, '');
      const percent = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : NaN;
      return percent <= 100 ? [[metric, percent]] : [];
    }),
  );
}

const METRICS = new Map([
  ['classes', 'class'],
  ['conditionals', 'branch'],
  ['conditional', 'branch'],
  ['branches', 'branch'],
]);

/** Name of the metric of a kind of element, as the Coverage plugin calls it: `Lines` is `line`. */
function metricOf(element: string): string {
  const name = element.toLowerCase();
  return METRICS.get(name) ?? name.replace(/s$/, '');
}
