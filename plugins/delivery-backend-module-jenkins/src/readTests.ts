import type {
  TestCase,
  TestReport,
} from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';

const MAX_CASES = 2_000;
const MAX_TEXT = 20_000;

const CASES =
  'cases[className,name,status,duration,age,failedSince,errorDetails,errorStackTrace]';

/** What is asked of a test report, plain or of a matrix. */
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

const countsSchema = z.object({
  failCount: z.number().default(0),
  skipCount: z.number().default(0),
  passCount: z.number().nullish(),
  totalCount: z.number().nullish(),
  suites: suitesSchema,
});

/** A test report as Jenkins gives it. */
export const testReportSchema = countsSchema.extend({
  childReports: z
    .array(
      z.object({
        child: z.object({ url: z.string().nullish() }).nullish(),
        result: countsSchema,
      }),
    )
    .nullish(),
});

type JenkinsSuites = NonNullable<z.infer<typeof suitesSchema>>;
type JenkinsCase = JenkinsSuites[number]['cases'][number];

const statuses: Record<string, TestCase['status']> = {
  PASSED: 'passed',
  FAILED: 'failed',
  REGRESSION: 'failed',
  FIXED: 'fixed',
  SKIPPED: 'skipped',
};

/**
 * What tests said. A failure that has the age of one run is new: the run before
 * had passed it, or had not got it.
 *
 * @param number - of the run
 */
export function testReport(
  report: z.infer<typeof testReportSchema>,
  number: number,
): Pick<TestReport, 'counts' | 'cases'> {
  const children = report.childReports ?? [];
  const all = [
    ...casesOf(report.suites ?? [], '', number),
    ...children.flatMap(({ child, result }) =>
      casesOf(result.suites ?? [], placeOf(child?.url), number),
    ),
  ];
  const { failCount: failed, skipCount: skipped } = report;
  const counted =
    report.totalCount ?? (report.passCount ?? 0) + failed + skipped;
  return {
    counts: {
      total: Math.max(counted, all.length),
      failed,
      skipped,
      newlyFailed: all.filter(({ isNew }) => isNew).length,
    },
    cases: all.sort((a, b) => rank(a) - rank(b)).slice(0, MAX_CASES),
  };
}

function casesOf(
  suites: JenkinsSuites,
  place: string,
  number: number,
): TestCase[] {
  return suites.flatMap(({ name, cases }) =>
    cases.map(each =>
      testCase(each, [place, name].filter(Boolean).join(' » '), number),
    ),
  );
}

function testCase(each: JenkinsCase, suite: string, number: number): TestCase {
  const status = statuses[each.status] ?? 'passed';
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
  const order = { failed: 1, fixed: 2, skipped: 3, passed: 4 };
  return isNew ? 0 : order[status];
}

/** Of a matrix, which of its cells. */
function placeOf(url: string | null | undefined): string {
  const cell = url?.split('/').find(part => part.includes('='));
  return cell ? decodeURIComponent(cell) : '';
}
