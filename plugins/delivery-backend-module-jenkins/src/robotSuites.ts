import type {
  RobotSuite,
  TestCounts,
} from '@fairway/backstage-plugin-delivery-common';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

const MAX_CASES = 2_000;
const PATH = ' » ';

type RobotCase = RobotSuite['cases'][number];

/** Schema for an XML element that occurs any number of times. */
function repeated<T extends z.ZodType>(schema: T) {
  return z
    .union([z.array(schema), schema.transform(one => [one])])
    .optional()
    .transform(found => found ?? []);
}

const text = z.union([
  z.string(),
  z.number().transform(String),
  z
    .object({ '#text': z.union([z.string(), z.number()]).optional() })
    .transform(node => String(node['#text'] ?? '')),
]);

const testSchema = z.object({
  name: z.coerce.string(),
  critical: z.string().optional(),
  tag: repeated(text),
  tags: z.union([z.object({ tag: repeated(text) }), z.string()]).optional(),
  status: z.object({
    status: z.string(),
    critical: z.string().optional(),
    // Robot Framework 7 and later; before, the times of its start and end
    elapsed: z.coerce.number().optional(),
    starttime: z.string().optional(),
    endtime: z.string().optional(),
    '#text': z.coerce.string().optional(),
  }),
});

interface XmlSuite {
  name?: string;
  suite: XmlSuite[];
  test: z.infer<typeof testSchema>[];
}

const suiteSchema: z.ZodType<XmlSuite> = z.lazy(() =>
  z.object({
    name: z.coerce.string().optional(),
    suite: repeated(suiteSchema),
    test: repeated(testSchema),
  }),
);

const outputSchema = z.object({
  robot: z.object({ suite: repeated(suiteSchema) }),
});

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  parseTagValue: false,
  processEntities: true,
});

/**
 * Elements that are not shown: the keywords of a test and their control structures, which
 * are most of a report, and the messages and statistics of a whole report.
 */
export const DROPPED_ELEMENTS = [
  'kw',
  'for',
  'while',
  'if',
  'try',
  'group',
  'variable',
  'errors',
  'statistics',
];

const statuses = new Map<string, RobotCase['status']>([
  ['PASS', 'passed'],
  ['FAIL', 'failed'],
  ['SKIP', 'skipped'],
  ['NOT RUN', 'skipped'],
]);

/**
 * Parses the suites of Robot Framework's output.xml, each with its own test cases.
 *
 * @see https://github.com/robotframework/robotframework/blob/master/doc/schema/README.rst
 * @param xml - the text that an `XmlFilter` without {@link DROPPED_ELEMENTS} returns
 * @throws an error if it is not a valid output.xml
 */
export function robotSuites(xml: string): RobotSuite[] {
  const { robot } = outputSchema.parse(parser.parse(xml));
  const suites: RobotSuite[] = [];
  const add = ({ name = '', suite, test }: XmlSuite, parents: string[]) => {
    const path = [...parents, name];
    if (test.length) {
      const fullName = path.filter(Boolean).join(PATH);
      suites.push(toSuite(fullName, test.map(robotCase)));
    }
    suite.forEach(child => add(child, path));
  };
  robot.suite.forEach(suite => add(suite, []));
  return suites;
}

/** Marks failures that did not fail in the previous run as new. */
export function markNewFailures(
  suites: RobotSuite[],
  failedBefore: ReadonlySet<string>,
): RobotSuite[] {
  return suites.map(suite => ({
    ...suite,
    cases: suite.cases.map(each => {
      // The Jenkins plugin joins the names with dots
      const name = `${suite.name.replaceAll(PATH, '.')}.${each.name}`;
      const isNew = each.status === 'failed' && !failedBefore.has(name);
      return { ...each, isNew };
    }),
  }));
}

/** Counts the test cases of suites. */
export function robotCounts(suites: RobotSuite[]): TestCounts {
  const sum = (of: RobotCase['status']) =>
    suites.reduce((total, suite) => total + suite[of], 0);
  const failed = sum('failed');
  const skipped = sum('skipped');
  const unknown = sum('unknown');
  const total = sum('passed') + failed + skipped + unknown;
  return { total, failed, skipped, ...(unknown > 0 && { unknown }) };
}

function robotCase({
  name,
  critical,
  tag,
  tags,
  status,
}: z.infer<typeof testSchema>): RobotCase {
  const all = [...tag, ...(typeof tags === 'object' ? tags.tag : [])];
  const word = status.status.toUpperCase();
  const message = status['#text']?.trim();
  const durationMs = durationOf(status);
  const isCritical =
    (status.critical ?? critical) === 'yes' ||
    all.some(each => each.toLowerCase() === 'critical');
  return {
    name,
    status: statuses.get(word) ?? 'unknown',
    isCritical,
    tags: all,
    ...(durationMs !== undefined && { durationMs }),
    isNew: false,
    ...(message && { message }),
  };
}

function durationOf({
  elapsed,
  starttime,
  endtime,
}: z.infer<typeof testSchema>['status']): number | undefined {
  if (elapsed !== undefined) {
    return Number.isFinite(elapsed) ? Math.round(elapsed * 1000) : undefined;
  }
  const duration = timeOf(endtime) - timeOf(starttime);
  return duration >= 0 ? duration : undefined;
}

/** Milliseconds of a time such as `20191014 10:21:05.100`, which has no zone; NaN if it is `N/A`. */
function timeOf(time: string | undefined): number {
  const parts =
    /^(\d{4})-?(\d\d)-?(\d\d)[ T](\d\d:\d\d:\d\d)(\.\d{1,6})?$/.exec(
      time?.trim() ?? '',
    );
  if (!parts) return NaN;
  const [, year, month, day, clock, fraction = ''] = parts;
  return (
    Date.parse(`${year}-${month}-${day}T${clock}Z`) +
    Math.round(Number(`0${fraction}`) * 1000)
  );
}

/** Names of the test cases of a run, as Jenkins keeps them without the report. */
interface RobotCaseNames {
  executedSuites: string[];
  failedCases: string[];
  passedCases: string[];
  skippedCases: string[];
}

/** Suites from the names that Jenkins keeps, without messages, durations and tags. */
export function robotSuitesOfNames(names: RobotCaseNames): RobotSuite[] {
  // Names of suites and cases may have dots: the longest suite is the right one.
  const suites = [...names.executedSuites].sort((a, b) => b.length - a.length);
  const bySuite = new Map<string, RobotCase[]>();
  const add = (fullNames: string[], status: RobotCase['status']) => {
    for (const fullName of fullNames) {
      const suite =
        suites.find(each => fullName.startsWith(`${each}.`)) ??
        fullName.split('.').slice(0, -1).join('.');
      const name = fullName.slice(suite ? suite.length + 1 : 0);
      const cases = bySuite.get(suite) ?? [];
      bySuite.set(suite, cases);
      cases.push({ name, status, isCritical: false, tags: [], isNew: false });
    }
  };
  add(names.failedCases, 'failed');
  add(names.skippedCases, 'skipped');
  add(names.passedCases, 'passed');
  return [...bySuite].map(([name, cases]) => toSuite(name, cases));
}

function toSuite(name: string, cases: RobotCase[]): RobotSuite {
  const count = (status: RobotCase['status']) =>
    cases.filter(each => each.status === status).length;
  return {
    name,
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    unknown: count('unknown'),
    cases: [...cases].sort((a, b) => rank(a) - rank(b)).slice(0, MAX_CASES),
  };
}

function rank({ status, isCritical }: RobotCase): number {
  if (status === 'failed' && isCritical) return 0;
  const order = { failed: 1, unknown: 2, skipped: 3, passed: 4 };
  return order[status];
}
