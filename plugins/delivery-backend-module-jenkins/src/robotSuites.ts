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
    elapsed: z.coerce.number().optional(),
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
      const cases = test.map(robotCase);
      const count = (status: RobotCase['status']) =>
        cases.filter(each => each.status === status).length;
      suites.push({
        name: path.filter(Boolean).join(PATH),
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        unknown: count('unknown'),
        cases: cases.sort((a, b) => rank(a) - rank(b)).slice(0, MAX_CASES),
      });
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
  const isCritical =
    (status.critical ?? critical) === 'yes' ||
    all.some(each => each.toLowerCase() === 'critical');
  return {
    name,
    status: statuses.get(word) ?? 'unknown',
    isCritical,
    tags: all,
    ...(status.elapsed !== undefined && {
      durationMs: Math.round(status.elapsed * 1000),
    }),
    isNew: false,
    ...(message && { message }),
  };
}

function rank({ status, isCritical }: RobotCase): number {
  if (status === 'failed' && isCritical) return 0;
  const order = { failed: 1, unknown: 2, skipped: 3, passed: 4 };
  return order[status];
}
