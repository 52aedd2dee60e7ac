import type { EmulatedTest } from '../model.ts';
import { taskIdOf } from './analysis.ts';
import type { Recipe } from './recipe.ts';

/** Tests of a run, one for each feature of the service. The newest fail on request. */
export function testsOf(
  { service, behaviours, mishap }: Recipe,
  number: number,
  failing: { name: string; since: number }[],
): EmulatedTest[] {
  const className = `example.harbour.${pascal(service)}Test`;
  return behaviours.flatMap((behaviour, index) => {
    const isLast = index === behaviours.length - 1;
    const isBroken = mishap === 'unit tests' && isLast;
    const name = camel(behaviour);
    const before = failing.find(each => each.name === name);
    const broken = isBroken
      ? {
          status: before ? ('FAILED' as const) : ('REGRESSION' as const),
          age: number - (before?.since ?? number) + 1,
          failedSince: before?.since ?? number,
          errorDetails: `expected: <true> but was: <false> — ${behaviour}`,
          errorStackTrace: [
            `org.opentest4j.AssertionFailedError: expected: <true> but was: <false>`,
            `\tat org.junit.jupiter.api.AssertionUtils.fail(AssertionUtils.java:55)`,
            `\tat ${className}.${name}(${pascal(service)}Test.java:${40 + index * 12})`,
          ].join('\n'),
        }
      : { status: before ? ('FIXED' as const) : ('PASSED' as const) };
    return [
      {
        suite: className,
        className,
        name,
        duration: 0.02 + index * 0.013,
        ...broken,
      },
      {
        suite: className,
        className,
        name: `${name}AtMidnight`,
        status: index % 7 === 5 ? ('SKIPPED' as const) : ('PASSED' as const),
        duration: 0.01 + index * 0.007,
      },
    ];
  });
}

/** Robot Framework's output of the smoke tests. */
export function robotOutput({ service, mishap }: Recipe, at: number): string {
  const start = new Date(at).toISOString().replace('Z', '000');
  const cases = [
    { name: `${service} says that it is well`, tags: ['critical', 'smoke'] },
    { name: `${service} answers within a second`, tags: ['smoke'] },
    { name: `${service} refuses who is not signed in`, tags: ['security'] },
  ];
  const tests = cases.map(({ name, tags }, index) => {
    const isBroken = mishap === 'robot' && index === 1;
    return [
      `<test id="s1-s1-t${index + 1}" name="${name}">`,
      ...tags.map(tag => `<tag>${tag}</tag>`),
      isBroken
        ? `<status status="FAIL" start="${start}" elapsed="2.412">2.4 s &gt; 1 s</status>`
        : `<status status="PASS" start="${start}" elapsed="0.318"/>`,
      '</test>',
    ].join('\n');
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<robot generator="Robot 7.3 (Python 3.12 on linux)" schemaversion="5">',
    '<suite id="s1" name="Tests"><suite id="s1-s1" name="Smoke">',
    ...tests,
    '<status status="PASS"/></suite><status status="PASS"/></suite></robot>',
  ].join('\n');
}

/** Test coverage, slightly different for each commit. */
export function coverageOf({ commit }: Recipe): Record<string, string> {
  const wobble = Number.parseInt(commit.hash.slice(0, 2), 16) / 16;
  return {
    line: `${(78 + wobble).toFixed(2)}%`,
    branch: `${(64 + wobble).toFixed(2)}%`,
  };
}

const commands: Record<Recipe['language'], Record<string, string>> = {
  java: { Build: 'mvn -B package -DskipTests', 'Unit tests': 'mvn -B verify' },
  go: { Build: 'go build ./...', 'Unit tests': 'go test ./...' },
  nodejs: { Build: 'npm ci && npm run build', 'Unit tests': 'npm test' },
  python: { Build: 'pip install .', 'Unit tests': 'pytest' },
};

const RED = '\u001b[31m';
const GREEN = '\u001b[32m';
const BOLD = '\u001b[1m';
const PLAIN = '\u001b[0m';

/** Log lines of a successful stage. */
export function stageLines(
  recipe: Recipe,
  stage: string,
  number: number,
): string[] {
  const { service, language, commit, behaviours, tag } = recipe;
  const image = `registry.harbour.example/harbour/${service}:${tag}`;
  const command = commands[language][stage];
  const task = taskIdOf(recipe, number);
  switch (stage) {
    case 'Checkout':
      return [
        `Cloning repository harbour/${service}`,
        ` > git fetch --tags --force --progress -- origin +refs/heads/${recipe.branch}`,
        `Checking out Revision ${commit.hash} (${recipe.branch})`,
        ` > git checkout -f ${commit.hash}`,
        `Commit message: "${commit.message}"`,
      ];
    case 'Build':
      return [
        `+ ${command}`,
        ...(language === 'java'
          ? [
              `[${BOLD}INFO${PLAIN}] Scanning for projects...`,
              `[${BOLD}INFO${PLAIN}] Building ${service}`,
              ...behaviours.map(
                text => `[INFO] Compiling ${pascal(text)}.java`,
              ),
              `[${BOLD}INFO${PLAIN}] ${GREEN}BUILD SUCCESS${PLAIN}`,
            ]
          : behaviours.map(text => `compiled ${camel(text)}`)),
      ];
    case 'Unit tests':
      return [
        `+ ${command}`,
        ...behaviours.map(text => `${GREEN}ok${PLAIN}   ${camel(text)}`),
        `Tests run: ${behaviours.length * 2}`,
        'Recording test results',
      ];
    case 'SonarQube':
      return [
        'Injecting SonarQube environment variables using the configuration: harbour',
        '+ sonar-scanner',
        'INFO: ANALYSIS SUCCESSFUL',
        `Checking status of SonarQube task '${task}' on server 'harbour'`,
        `SonarQube task '${task}' status is 'SUCCESS'`,
        ...(recipe.mishap === 'gate'
          ? []
          : [`SonarQube task '${task}' completed. Quality gate is 'OK'`]),
      ];
    case 'Robot Framework':
      return [
        '+ robot --outputdir robot tests',
        `Tests.Smoke`,
        `${service} says that it is well | ${GREEN}PASS${PLAIN} |`,
        '3 tests, 3 passed, 0 failed',
      ];
    case 'Image':
      return [
        `+ docker build -t ${image} .`,
        '#1 [internal] load build definition from Dockerfile',
        '#5 exporting to image',
        `#5 naming to ${image} done`,
      ];
    case 'Push':
      return [`+ docker push ${image}`, `${tag}: digest: sha256:… size: 1786`];
    default:
      return [];
  }
}

/** Last log lines of a failed stage, and Jenkins' error. */
export function mishapLines(
  recipe: Recipe,
  number: number,
): {
  lines: string[];
  error: string;
} {
  const { behaviours, service } = recipe;
  const last = behaviours.at(-1) ?? service;
  switch (recipe.mishap) {
    case 'build':
      return {
        lines: [
          `[${RED}ERROR${PLAIN}] COMPILATION ERROR :`,
          `[${RED}ERROR${PLAIN}] ${pascal(last)}.java:[17,9] cannot find symbol`,
        ],
        error: 'hudson.AbortException: script returned exit code 1',
      };
    case 'unit tests':
      return {
        lines: [
          `${RED}FAILED${PLAIN} ${camel(last)}: expected: <true> but was: <false>`,
          `[${RED}ERROR${PLAIN}] Tests run: ${behaviours.length * 2}, Failures: 1`,
          'Recording test results',
        ],
        error: 'hudson.AbortException: script returned exit code 1',
      };
    case 'gate':
      return {
        lines: [
          `SonarQube task '${taskIdOf(recipe, number)}' completed. Quality gate is 'ERROR'`,
        ],
        error:
          'org.jenkinsci.plugins.workflow.steps.FlowInterruptedException: Pipeline aborted due to quality gate failure: ERROR',
      };
    default:
      return {
        lines: [`3 tests, 2 passed, ${RED}1 failed${PLAIN}`],
        error: 'hudson.AbortException: script returned exit code 1',
      };
  }
}

function camel(text: string): string {
  const name = pascal(text);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function pascal(text: string): string {
  return text
    .replace(/[^A-Za-z0-9 -]/g, '')
    .split(/[ -]+/)
    .filter(Boolean)
    .map(word => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
