import type {
  TestCase,
  TestReport,
} from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import { partName } from './partName';

const MAX_CASES = 2_000;
const MAX_TEXT = 20_000;

const CASES =
  'cases[className,name,status,duration,age,failedSince,errorDetails,errorStackTrace,skippedMessage]';
const SUITES = `suites[name,enclosingBlockNames,${CASES}]`;
const COUNTS = 'failCount,skipCount,passCount,totalCount';

/** Levels of reports in reports: a MultiJob of MultiJobs of matrices. */
const LEVELS = 4;

/** `tree` query of a test report, also of an aggregate job, whose report has those of its parts. */
export const TESTS_TREE = testsTree(LEVELS);

function testsTree(levels: number): string {
  const inner =
    levels > 1
      ? `,childReports[child[number,url],result[${testsTree(levels - 1)}]]`
      : '';
  return `${COUNTS},${SUITES}${inner}`;
}

const optionalText = z.string().nullish().catch(undefined);
const optionalNumber = z.number().nullish().catch(undefined);

const suitesSchema = z
  .array(
    z.object({
      name: optionalText,
      // Innermost first
      enclosingBlockNames: z.array(z.string()).nullish().catch(undefined),
      cases: z
        .array(
          z.object({
            className: optionalText,
            name: z.string().catch(''),
            status: z.string().catch(''),
            duration: optionalNumber,
            age: optionalNumber,
            failedSince: optionalNumber,
            errorDetails: optionalText,
            errorStackTrace: optionalText,
            skippedMessage: optionalText,
          }),
        )
        .nullish()
        .transform(cases => cases ?? []),
    }),
  )
  .nullish();

interface JenkinsReport {
  suites?: z.infer<typeof suitesSchema>;
  childReports?: ChildReport[] | null;
}

interface ChildReport {
  child?: { number?: number | null; url?: string | null } | null;
  result?: JenkinsReport | null;
}

const childReportsSchema: z.ZodType<ChildReport[] | null | undefined> = z.lazy(
  () =>
    z
      .array(
        z.object({
          child: z
            .object({ number: optionalNumber, url: optionalText })
            .nullish(),
          result: z
            .object({ suites: suitesSchema, childReports: childReportsSchema })
            .nullish(),
        }),
      )
      .nullish(),
);

/** A test report in Jenkins' API. */
export const testReportSchema = z.object({
  // Without them, the report does not say whether tests failed.
  failCount: z.number(),
  skipCount: z.number(),
  passCount: z.number().nullish(),
  totalCount: z.number().nullish(),
  suites: suitesSchema,
  childReports: childReportsSchema,
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
  const all = casesIn(report, [], number);
  const count = (status: TestCase['status']) =>
    all.filter(each => each.status === status).length;
  // The cases win if the counts of the report say less.
  const failed = Math.max(report.failCount, count('failed'));
  const skipped = Math.max(report.skipCount, count('skipped'));
  const unknown = count('unknown');
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

/** @param places - names of the parts of an aggregate job around the report */
function casesIn(
  { suites, childReports }: JenkinsReport,
  places: string[],
  number: number,
): TestCase[] {
  return [
    ...casesOf(suites ?? [], places, number),
    ...(childReports ?? []).flatMap(({ child, result }) => {
      // The job of a part of this run is this run's own.
      const place = partName(child?.url, places.length > 0);
      const inner = place ? [...places, place] : places;
      return casesIn(result ?? {}, inner, child?.number ?? number);
    }),
  ];
}

function casesOf(
  suites: JenkinsSuites,
  places: string[],
  number: number,
): TestCase[] {
  return suites.flatMap(({ name, enclosingBlockNames, cases }) => {
    const blocks = [...(enclosingBlockNames ?? [])].reverse();
    const suite = [...places, ...blocks, name].filter(Boolean).join(' » ');
    return cases.map(each => testCase(each, suite, number));
  });
}

function testCase(each: JenkinsCase, suite: string, number: number): TestCase {
  const status = statuses.get(each.status) ?? 'unknown';
  const isFailed = status === 'failed';
  const since = each.failedSince || undefined;
  const message =
    each.errorDetails || (status === 'skipped' && each.skippedMessage);
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
    ...(message && { message: message.slice(0, MAX_TEXT) }),
    ...(each.errorStackTrace && {
      stackTrace: each.errorStackTrace.slice(0, MAX_TEXT),
    }),
  };
}

function rank({ status, isNew }: TestCase): number {
  const order = { failed: 1, unknown: 2, fixed: 3, skipped: 4, passed: 5 };
  return isNew ? 0 : order[status];
}
