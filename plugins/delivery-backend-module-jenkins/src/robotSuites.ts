import type {
  RobotSuite,
  TestCounts,
} from '@fairway/backstage-plugin-delivery-common';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

const MAX_CASES = 2_000;
const PATH = ' » ';

type RobotCase = RobotSuite['cases'][number];

/** As an XML parser gives an element: alone, several, or none. */
function many<T extends z.ZodType>(schema: T) {
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
  tag: many(text),
  tags: z.union([z.object({ tag: many(text) }), z.string()]).optional(),
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
    suite: many(suiteSchema),
    test: many(testSchema),
  }),
);

const outputSchema = z.object({
  robot: z.object({ suite: many(suiteSchema) }),
});

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  parseTagValue: false,
  processEntities: true,
  // Keywords are most of a report, and nothing that is shown.
  stopNodes: ['*.kw', '*.for', '*.if', '*.errors', '*.statistics'],
});

const statuses: Record<string, RobotCase['status']> = {
  PASS: 'passed',
  FAIL: 'failed',
};

/**
 * The suites of Robot Framework's output.xml, each with its own cases.
 *
 * @see https://github.com/robotframework/robotframework/blob/master/doc/schema/README.rst
 * @throws an error when it is none
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
        cases: cases.sort((a, b) => rank(a) - rank(b)).slice(0, MAX_CASES),
      });
    }
    suite.forEach(child => add(child, path));
  };
  robot.suite.forEach(suite => add(suite, []));
  return suites;
}

/** Suites with the failures that had not failed before. */
export function withNew(
  suites: RobotSuite[],
  failedBefore: ReadonlySet<string>,
): RobotSuite[] {
  return suites.map(suite => ({
    ...suite,
    cases: suite.cases.map(each => {
      // Jenkins' plugin joins names by dots
      const name = `${suite.name.replaceAll(PATH, '.')}.${each.name}`;
      const isNew = each.status === 'failed' && !failedBefore.has(name);
      return { ...each, isNew };
    }),
  }));
}

/** Cases of suites, counted. */
export function robotCounts(suites: RobotSuite[]): TestCounts {
  const sum = (of: 'passed' | 'failed' | 'skipped') =>
    suites.reduce((total, suite) => total + suite[of], 0);
  const failed = sum('failed');
  const skipped = sum('skipped');
  return { total: sum('passed') + failed + skipped, failed, skipped };
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
    status: statuses[word] ?? 'skipped',
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
  if (status === 'failed') return isCritical ? 0 : 1;
  return status === 'skipped' ? 2 : 3;
}
