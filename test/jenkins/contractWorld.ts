import type { SonarQubeEmulator } from '../sonarqube/SonarQubeEmulator.ts';
import { JenkinsEmulator } from './JenkinsEmulator.ts';
import { TextLog, endlessLog, newBuild } from './model.ts';
import type { EmulatedBuild, EmulatedItem } from './model.ts';

/** Account of the clients in {@link contractWorld}. */
const contractUser = { name: 'portal', token: 'token-of-the-portal' };

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 10, 2, 12);
/** Task id of the analysis of the failed run. */
const TASK = 'AX1';
const HASH = 'c83ae02076382670e286ac2474b7a7327fc28cde';

/**
 * Creates an emulator with one example of each case that a client must support.
 *
 * @param sonarqube - server with the analysis of the failed run
 */
export function contractWorld(sonarqube: SonarQubeEmulator): JenkinsEmulator {
  sonarqube.submit({
    taskId: TASK,
    analysisId: 'AX9',
    project: 'orders',
    branch: 'main',
    at: NOON,
    conditions: [
      {
        metricKey: 'new_coverage',
        comparator: 'LT',
        errorThreshold: '80',
        actualValue: '71.2',
      },
      {
        metricKey: 'new_violations',
        comparator: 'GT',
        errorThreshold: '0',
        actualValue: '0',
      },
    ],
    measures: { bugs: '3', coverage: '78.4', ncloc: '1234' },
  });
  const emulator = JenkinsEmulator.create({
    users: [
      { ...contractUser, mayRead: true, mayAct: true },
      {
        name: 'reader',
        token: 'token-of-a-reader',
        mayRead: true,
        mayAct: false,
      },
    ],
  });
  emulator.root.items.push(
    folder('harbour', [
      {
        kind: 'multibranch',
        name: 'orders',
        builds: [],
        items: [
          job('main', [waiting(12), failed(11, sonarqube.url), succeeded(10)]),
          job('feature%2Fx', [running(1)]),
          job('修复%2F码头', [succeeded(2)]),
          job('PR-7', []),
        ],
      },
      {
        ...job('nightly', [succeeded(3)]),
        kind: 'freestyle',
        parameters: [
          { type: 'String', name: 'VERSION', default: '1.0' },
          { type: 'Boolean', name: 'DRY_RUN', default: true },
          { type: 'Choice', name: 'SIZE', choices: ['small', 'large'] },
          { type: 'Text', name: 'NOTES', default: 'none' },
          { type: 'Password', name: 'TOKEN' },
          { type: 'File', name: 'DATA' },
        ],
      },
      { ...job('closed', []), isDisabled: true },
    ]),
    folder('A b', [job('100% #1', [succeeded(1)])]),
    folder('weather', [
      { ...job('rain-gauge-nightly', [ofRainGauge(9)]), kind: 'freestyle' },
      folder('stations', [
        {
          ...folder('rain-gauge', [
            job('PR-1', []),
            job('main', [ofRainGauge(4)]),
          ]),
          kind: 'multibranch',
        },
      ]),
    ]),
    job('long', [
      newBuild(1, NOON, {
        result: 'SUCCESS',
        duration: MINUTE,
        log: endlessLog(
          '[INFO] The same line again and again',
          200 * 1024 ** 2,
        ),
      }),
    ]),
    job(
      'old',
      Array.from({ length: 10_000 }, (_, index) => succeeded(10_000 - index)),
    ),
  );
  emulator.wishes = {
    onQueued(item) {
      const placed = emulator.find(item.fullName);
      if (!placed) return;
      const number = (placed.item.builds.at(0)?.number ?? 0) + 1;
      placed.item.builds.unshift(running(number));
      item.executable = number;
    },
    onStop: (_, build) => {
      build.result = 'ABORTED';
      build.duration = MINUTE;
    },
    onInput: (_, build, { id, isProceed }) => {
      build.inputs = build.inputs.filter(input => input.id !== id);
      build.result = isProceed ? 'SUCCESS' : 'ABORTED';
      build.duration = MINUTE;
    },
    onIndex: ({ item }) => {
      if (!item.items.length) item.items.push(job('main', [running(1)]));
    },
    onRestart: ({ item }) => {
      item.builds.unshift(running((item.builds.at(0)?.number ?? 0) + 1));
    },
  };
  return emulator;
}

function folder(name: string, items: EmulatedItem[]): EmulatedItem {
  return { kind: 'folder', name, builds: [], items };
}

function job(name: string, builds: EmulatedBuild[]): EmulatedItem {
  return { kind: 'pipeline', name, builds, items: [] };
}

function common(number: number): Partial<EmulatedBuild> {
  return {
    estimatedDuration: 3 * MINUTE,
    causes: [
      {
        _class: 'jenkins.branch.BranchEventCause',
        shortDescription: 'Push event to branch main',
      },
    ],
    revision: {
      hash: HASH,
      branch: 'main',
      remoteUrl: 'https://git.harbour.example/harbour/orders.git',
    },
    changes: [
      {
        commitId: HASH,
        message: 'Count containers twice',
        author: 'Maren Visser',
        email: 'maren.visser@harbour.example',
        timestamp: NOON,
        paths: ['src/main/java/Orders.java', 'pom.xml'],
      },
    ],
    queueId: number,
  };
}

/** A build of another repository, cloned by SSH. */
function ofRainGauge(number: number): EmulatedBuild {
  return {
    ...succeeded(number),
    revision: {
      hash: HASH,
      branch: 'main',
      remoteUrl: 'git@git.harbour.example:weather/Rain-Gauge.git',
    },
  };
}

function succeeded(number: number): EmulatedBuild {
  return newBuild(number, NOON + number * MINUTE, {
    ...common(number),
    result: 'SUCCESS',
    duration: 2 * MINUTE,
    log: TextLog.of('Started by a push\nFinished: SUCCESS\n'),
    stages: [
      stage('6', 'Build', 'success'),
      {
        ...stage('11', 'Tests', 'success'),
        isParallel: true,
        children: [
          stage('13', 'Unit', 'success'),
          stage('14', 'Acceptance', 'success'),
        ],
      },
    ],
    restartableStages: ['Build', 'Tests'],
    artifacts: [
      { path: 'target/orders.jar', content: Buffer.from('not really a jar') },
      { path: 'report/<b>.html', content: Buffer.from('<script>1</script>') },
    ],
  });
}

function failed(number: number, sonarqube: string): EmulatedBuild {
  return {
    ...succeeded(number),
    result: 'FAILURE',
    stages: [
      stage('6', 'Build', 'success'),
      {
        ...stage('11', 'Unit tests', 'failure'),
        log: '[ERROR] Tests run: 3, Failures: 2\n',
        error: 'hudson.AbortException: script returned exit code 1\n',
      },
      { id: '20', name: 'Deploy to dev', state: 'skipped' },
    ],
    tests: [
      test('counts', 'PASSED'),
      {
        ...test('countsTwice', 'REGRESSION'),
        age: 1,
        failedSince: number,
        errorDetails: 'expected: <2> but was: <1>',
        errorStackTrace:
          'org.opentest4j.AssertionFailedError\n\tat Orders.java:12',
      },
      { ...test('remembers', 'FAILED'), age: 4, failedSince: number - 3 },
      test('forgets', 'SKIPPED'),
    ],
    robot: `<?xml version="1.0" encoding="UTF-8"?>
<robot generator="Robot 7.3" schemaversion="5">
<suite id="s1" name="Tests"><suite id="s1-s1" name="Smoke">
<test id="s1-s1-t1" name="orders says that it is well"><kw name="GET" owner="RequestsLibrary"><msg level="INFO">GET /health &lt;200&gt;</msg><status status="PASS" elapsed="0.1"/></kw><tag>critical</tag><tag>smoke</tag><status status="PASS" start="2026-11-02T12:00:00" elapsed="0.201"/></test>
<test id="s1-s1-t2" name="orders answers in time"><tag>slow</tag><status status="FAIL" start="2026-11-02T12:00:01" elapsed="2.5">2.5 s &gt; 1 s</status></test>
<status status="FAIL"/></suite><status status="FAIL"/></suite></robot>`,
    coverage: { line: '81.25%', branch: '70.00%', loc: '1234' },
    warnings: [
      {
        id: 'checkstyle',
        name: 'CheckStyle',
        size: 12,
        newSize: 2,
        fixedSize: 1,
      },
    ],
    sonarqube: {
      dashboard: `${sonarqube}/dashboard?id=orders`,
      taskId: TASK,
    },
    parameters: [{ name: 'CLEAN', value: true }],
  };
}

function running(number: number): EmulatedBuild {
  return newBuild(number, Date.now() - MINUTE, {
    ...common(number),
    stages: [stage('6', 'Build', 'running')],
    log: TextLog.of('Started\n[INFO] half a li'),
  });
}

function waiting(number: number): EmulatedBuild {
  return {
    ...running(number),
    stages: [stage('6', 'Build', 'success'), stage('9', 'Approve', 'paused')],
    inputs: [
      {
        id: 'Staging',
        message: 'Deploy to staging?',
        ok: 'Deploy',
        submitter: 'releases, maren.visser',
        parameters: [{ type: 'Choice', name: 'SHARE', choices: ['25', '100'] }],
      },
    ],
  };
}

function stage(
  id: string,
  name: string,
  state: 'success' | 'failure' | 'running' | 'paused',
): EmulatedBuild['stages'][number] {
  const isOver = state === 'success' || state === 'failure';
  return {
    id,
    name,
    state,
    startTimeMillis: NOON,
    ...(isOver && { totalDurationMillis: MINUTE }),
    log: `[${name}] hello\n`,
  };
}

function test(
  name: string,
  status: 'PASSED' | 'FAILED' | 'REGRESSION' | 'SKIPPED',
): NonNullable<EmulatedBuild['tests']>[number] {
  return {
    suite: 'OrdersTest',
    className: 'example.harbour.OrdersTest',
    name,
    status,
    duration: 0.01,
  };
}
