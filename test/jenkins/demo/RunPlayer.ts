import type { EmulatedAnalysis } from '../../sonarqube/SonarQubeEmulator.ts';
import type { EmulatedBuild, EmulatedStage } from '../model.ts';
import { TextLog } from '../model.ts';
import { analysisOf, dashboardOf } from './analysis.ts';
import type { Mishap, Recipe } from './recipe.ts';
import {
  coverageOf,
  mishapLines,
  robotOutput,
  stageLines,
  testsOf,
} from './reports.ts';

/** Duration of stages in seconds. */
const seconds: Record<string, number> = {
  Checkout: 4,
  Build: 48,
  'Unit tests': 62,
  SonarQube: 35,
  'Robot Framework': 41,
  Image: 28,
  Push: 12,
  'Deploy to dev': 33,
  'Deploy to staging': 36,
};

/** Stage of each failure. */
const mishapStages: Record<Mishap, string> = {
  build: 'Build',
  'unit tests': 'Unit tests',
  gate: 'SonarQube',
  robot: 'Robot Framework',
};

/** Dependencies of a run. */
export interface PlayerWorld {
  now(): number;
  /** Resolves after a delay, or at once when the run is stopped */
  delay(milliseconds: number): Promise<void>;
  /** Whether a user stopped it */
  isStopped(): boolean;
  /**
   * Changes the cluster and returns a log of the changes.
   * @throws Error if the rollout fails
   */
  deploy(environment: string, printLine: (line: string) => void): Promise<void>;
  /** Runs all in parallel */
  together(works: (() => Promise<void>)[]): Promise<void>;
  /** SonarQube's URL, and the function that receives an analysis */
  sonarqube: { url: string; submit(analysis: EmulatedAnalysis): void };
  /** Resolves with the approver; undefined for a rejection */
  approval(build: EmulatedBuild): Promise<string | undefined>;
  /** Factor by which it is faster than a real run */
  pace: number;
  /** Called after every change */
  onChange(): void;
}

/** Plays a run, stage by stage, on a new build. */
export async function playRun(
  build: EmulatedBuild,
  recipe: Recipe,
  world: PlayerWorld,
  options: {
    /** First stage to run; earlier stages are skipped */
    from?: string;
    failing: { name: string; since: number }[];
  },
): Promise<void> {
  const log = TextLog.of('');
  build.log = log;
  const write = (line: string) => {
    log.add(`[${new Date(world.now()).toISOString()}] ${line}\n`);
    world.onChange();
  };
  build.causes.forEach(({ shortDescription }) => write(shortDescription));
  write('[Pipeline] Start of Pipeline');
  const names = recipe.stages.map(({ name }) => name);
  const skipped = options.from ? names.indexOf(options.from) : 0;
  build.stages = recipe.stages.map(({ name, parallel }, index) => {
    const id = 6 + index * 10;
    const state = index < skipped ? ('skipped' as const) : ('queued' as const);
    const children = parallel?.map((child, place) => ({
      id: String(id + 1 + place),
      name: child,
      state,
    }));
    const stage: EmulatedStage = { id: String(id), name, state };
    return children ? { ...stage, children, isParallel: true } : stage;
  });
  let result: EmulatedBuild['result'] = 'SUCCESS';
  for (const stage of build.stages.slice(skipped)) {
    const outcome = await playStage(
      stage,
      build,
      recipe,
      world,
      options,
      write,
    );
    if (outcome === 'SUCCESS') continue;
    result = outcome;
    write(`[Pipeline] // stage`);
    break;
  }
  // Jenkins leaves out the stages that it skipped for a failure, but not those that a
  // condition or a restart skipped. See getRestartableStages in
  // https://github.com/jenkinsci/pipeline-model-definition-plugin/blob/master/pipeline-model-definition/src/main/java/org/jenkinsci/plugins/pipeline/modeldefinition/actions/RestartDeclarativePipelineAction.java
  build.restartableStages = build.stages
    .filter(({ state }) => state !== 'queued')
    .map(({ name }) => name);
  for (const stage of build.stages.flatMap(each => [
    each,
    ...(each.children ?? []),
  ])) {
    if (stage.state === 'queued') stage.state = 'skipped';
  }
  write('[Pipeline] End of Pipeline');
  if (result === 'FAILURE') write('ERROR: script returned exit code 1');
  write(`Finished: ${result}`);
  build.inputs = [];
  build.duration = world.now() - build.timestamp;
  build.result = result;
  world.onChange();
}

async function playStage(
  stage: EmulatedStage,
  build: EmulatedBuild,
  recipe: Recipe,
  world: PlayerWorld,
  options: { failing: { name: string; since: number }[] },
  write: (line: string) => void,
): Promise<NonNullable<EmulatedBuild['result']>> {
  const begun = world.now();
  stage.state = 'running';
  stage.startTimeMillis = begun;
  const printLine = (line: string) => {
    stage.log = `${stage.log ?? ''}${line}\n`;
    write(line);
  };
  const end = (
    state: EmulatedStage['state'],
    result: NonNullable<EmulatedBuild['result']>,
  ) => {
    stage.state = state;
    stage.totalDurationMillis = Math.round(world.now() - begun);
    world.onChange();
    return result;
  };
  write(`[Pipeline] { (${stage.name})`);
  world.onChange();
  if (stage.children) {
    const outcomes: NonNullable<EmulatedBuild['result']>[] = [];
    await world.together(
      stage.children.map(child => async () => {
        outcomes.push(
          await playStage(child, build, recipe, world, options, write),
        );
      }),
    );
    const worst = outcomes.find(outcome => outcome !== 'SUCCESS');
    if (!worst) return end('success', 'SUCCESS');
    return end(worst === 'ABORTED' ? 'aborted' : 'failure', worst);
  }
  const environment = /^Deploy to ([\w-]+)$/.exec(stage.name)?.[1];
  const [isAsked, asked = 'staging'] =
    /^Approve(?: ([\w-]+))?$/.exec(stage.name) ?? [];
  if ((environment || isAsked) && !recipe.isDeployed) {
    write(`Stage "${stage.name}" skipped due to when conditional`);
    return end('skipped', 'SUCCESS');
  }
  const isBroken = recipe.mishap && mishapStages[recipe.mishap] === stage.name;
  const lines = stageLines(recipe, stage.name, build.number);
  const length = ((seconds[stage.name] ?? 5) * 1000) / world.pace;
  if (!environment && !isAsked) {
    for (const line of lines) {
      printLine(line);
      await world.delay(length / Math.max(1, lines.length));
      if (world.isStopped()) return end('aborted', 'ABORTED');
    }
  }
  record(stage.name, build, recipe, world, options.failing);
  if (isBroken) {
    const { lines: words, error } = mishapLines(recipe, build.number);
    words.forEach(printLine);
    stage.error = error;
    write(error);
    return end('failure', 'FAILURE');
  }
  if (isAsked) {
    stage.state = 'paused';
    build.inputs = [
      {
        id: `${asked[0].toUpperCase()}${asked.slice(1)}`,
        message: `Deploy to ${asked}?`,
        ok: 'Deploy',
        submitter: 'maren.visser,ingrid.solberg,tomasz.nowak',
        parameters: [
          {
            type: 'Text',
            name: 'NOTE',
            description: 'What testers should look at',
            default: '',
          },
        ],
      },
    ];
    printLine(`Deploy to ${asked}?`);
    const by = await world.approval(build);
    build.inputs = [];
    stage.pauseDurationMillis = Math.round(world.now() - begun);
    if (by === undefined) {
      printLine('Rejected');
      return end('aborted', 'ABORTED');
    }
    printLine(`Approved by ${by}`);
    return end('success', 'SUCCESS');
  }
  if (environment) {
    try {
      await world.deploy(environment, printLine);
    } catch (error) {
      stage.error = error instanceof Error ? error.message : String(error);
      printLine(`ERROR: ${stage.error}`);
      return end('failure', 'FAILURE');
    }
  }
  return world.isStopped()
    ? end('aborted', 'ABORTED')
    : end('success', 'SUCCESS');
}

/** Results of a stage. */
function record(
  stage: string,
  build: EmulatedBuild,
  recipe: Recipe,
  world: PlayerWorld,
  failing: { name: string; since: number }[],
): void {
  if (stage === 'Unit tests') {
    build.tests = testsOf(recipe, build.number, failing);
    build.coverage = coverageOf(recipe);
    build.artifacts.push({
      path: 'target/surefire-reports.txt',
      content: Buffer.from(
        build.tests.map(({ name, status }) => `${status} ${name}\n`).join(''),
      ),
    });
  }
  if (stage === 'SonarQube') {
    const analysis = analysisOf(recipe, build.number, world.now());
    world.sonarqube.submit(analysis);
    build.sonarqube = {
      dashboard: dashboardOf(world.sonarqube.url, analysis),
      taskId: analysis.taskId,
    };
    build.warnings = [
      {
        id: 'checkstyle',
        name: 'CheckStyle',
        size: 9,
        newSize: 1,
        fixedSize: 0,
      },
    ];
  }
  if (stage === 'Robot Framework')
    build.robot = robotOutput(recipe, world.now());
}
