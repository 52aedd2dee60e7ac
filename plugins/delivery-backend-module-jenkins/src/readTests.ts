import type {
  TestCase,
  TestReport,
} from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';

const MAX_CASES = 2_000;
const MAX_TEXT = 20_000;

const CASES =
  'cases[className,name,status,duration,age,failedSince,errorDetails,errorStackTrace]';

/** `tree` query of a test report, also of a matrix job. */
export const TESTS_TREE = `failCount,skipCount,passCount,totalCount,suites[name,${CASES}],childReports[child[number,url],result[failCount,skipCount,passCount,suites[name,${CASES}]]]`;

const suitesSchema = z
  .array(
    z.object({
      name: z.string().nullish(),
      cases: z
        .array(
          z.object({
            className: z.string().nullish(),
            name: z.string(),
            status: z.string(),
            duration: z.number().nullish(),
            age: z.number().nullish(),
            failedSince: z.number().nullish(),
            errorDetails: z.string().nullish(),
            errorStackTrace: z.string().nullish(),
          }),
        )
        .default([]),
    }),
  )
  .nullish();

/** A test report in Jenkins' API. */
export const testReportSchema = z.object({
  // Without them, the report does not say whether tests failed.
  failCount: z.number(),
  skipCount: z.number(),
  passCount: z.number().nullish(),
  totalCount: z.number().nullish(),
  suites: suitesSchema,
  childReports: z
    .array(
      z.object({
        child: z.object({ url: z.string().nullish() }).nullish(),
        result: z.object({ suites: suitesSchema }),
      }),
    )
    .nullish(),
});

type JenkinsSuites = NonNullable<z.infer<typeof suitesSchema>>;
type JenkinsCase = JenkinsSuites[number]['cases'][number];

const statuses = new Map<string, TestCase['status']>([
  ['PASSED', 'passed'],
  ['FAILED', 'failed'],
  ['REGRESSION', 'failed'],
  ['FIXED', 'fixed'],
  ['SKIPPED', 'skipped'],
]);

/**
 * Converts a test report. A failure with the age of one run is new: the test passed in
 * the previous run, or did not exist.
 *
 * @param number - number of the run
 */
export function testReport(
  report: z.infer<typeof testReportSchema>,
  number: number,
): Pick<TestReport, 'counts' | 'cases'> {
  const children = report.childReports ?? [];
  const all = [
    ...casesOf(report.suites ?? [], '', number),
    ...children.flatMap(({ child, result }) =>
      casesOf(result.suites ?? [], matrixCell(child?.url), number),
    ),
  ];
  const { failCount: failed, skipCount: skipped } = report;
  const unknown = all.filter(({ status }) => status === 'unknown').length;
  const counted =
    report.totalCount ?? (report.passCount ?? 0) + failed + skipped;
  return {
    counts: {
      total: Math.max(counted, all.length),
      failed,
      skipped,
      ...(unknown > 0 && { unknown }),
      newlyFailed: all.filter(({ isNew }) => isNew).length,
    },
    cases: all.sort((a, b) => rank(a) - rank(b)).slice(0, MAX_CASES),
  };
}

function casesOf(
  suites: JenkinsSuites,
  cell: string,
  number: number,
): TestCase[] {
  return suites.flatMap(({ name, cases }) =>
    cases.map(each =>
      testCase(each, [cell, name].filter(Boolean).join(' » '), number),
    ),
  );
}

function testCase(each: JenkinsCase, suite: string, number: number): TestCase {
  const status = statuses.get(each.status) ?? 'unknown';
  const isFailed = status === 'failed';
  const since = each.failedSince || undefined;
  const isNew =
    isFailed &&
    (each.age
      ? each.age === 1
      : each.status === 'REGRESSION' || since === number);
  return {
    suite,
    className: each.className ?? '',
    name: each.name,
    status,
    ...(typeof each.duration === 'number' && {
      durationMs: Math.round(each.duration * 1000),
    }),
    ...(isFailed && since !== undefined && { failedSince: since }),
    isNew,
    ...(each.errorDetails && { message: each.errorDetails.slice(0, MAX_TEXT) }),
    ...(each.errorStackTrace && {
      stackTrace: each.errorStackTrace.slice(0, MAX_TEXT),
    }),
  };
}

function rank({ status, isNew }: TestCase): number {
  const order = { failed: 1, unknown: 2, fixed: 3, skipped: 4, passed: 5 };
  return isNew ? 0 : order[status];
}

/** Returns the axis values of a matrix cell from its URL: `JDK=21`. */
function matrixCell(url: string | null | undefined): string {
  const cell = url?.split('/').find(part => part.includes('='));
  try {
    return cell ? decodeURIComponent(cell) : '';
  } catch {
    // A value with a percent sign that Jenkins did not encode
    return cell ?? '';
  }
}
