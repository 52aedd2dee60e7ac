import { z } from 'zod';
import { codedMessageSchema } from './codedMessage';
import { changeInEnvironmentSchema } from './change';
import { pipelineSchema, parameterDefinitionSchema } from './pipeline';
import {
  commitSchema,
  runOutcomeSchema,
  runSchema,
  testCountsSchema,
} from './run';

/** A parameter of a run; a password has no value. @public */
export const runParameterSchema = z.object({
  name: z.string(),
  /** Value of the parameter; absent for secrets, and for types without a text value */
  value: z.union([z.string(), z.boolean()]).optional(),
});

/** A parameter of a run; a password has no value. @public */
export type RunParameter = z.infer<typeof runParameterSchema>;

/** An input that a run waits for. @public */
export const runInputSchema = z.object({
  /** Id of the input, unique within the run */
  id: z.string(),
  message: z.string(),
  /** Label of the button that lets the run proceed; `Proceed` if the pipeline does not set one */
  proceedLabel: z.string(),
  parameters: z.array(parameterDefinitionSchema),
  /** Names of the users and groups who may submit the input; absent if the pipeline does not restrict them */
  submitters: z.array(z.string()).optional(),
});

/** An input that a run waits for. @public */
export type RunInput = z.infer<typeof runInputSchema>;

/** An artifact of a run. @public */
export const artifactSchema = z.object({
  /** Path of the file, relative to the run's artifacts */
  path: z.string(),
  /** File name */
  name: z.string(),
});

/** An artifact of a run. @public */
export type Artifact = z.infer<typeof artifactSchema>;

/** One of the runs that a run consists of: a cell of a matrix, or a job of a phase. @public */
export const subRunSchema = z.object({
  /** Axis values of the cell, or name of the job: `nodes=debian9-64` */
  name: z.string(),
  /** Number that the CI server gave the run */
  number: z.number().int().optional(),
  /** http(s) URL of the run's page on the CI server */
  url: z.string().optional(),
  outcome: runOutcomeSchema,
});

/** One of the runs that a run consists of. @public */
export type SubRun = z.infer<typeof subRunSchema>;

/** A commit that a run was the first to build. @public */
export const runChangeSchema = commitSchema.extend({
  /** Paths of changed files, sorted, at most 100 */
  files: z.array(z.string()),
});

/** A commit that a run was the first to build. @public */
export type RunChange = z.infer<typeof runChangeSchema>;

/** Cause of a run's failure, from its stages and log. @public */
export const runFailureSchema = z.object({
  /** Id of the failed stage; absent if no stage failed */
  stageId: z.string().optional(),
  stageName: z.string().optional(),
  /** Exception or first error: a quotation, in the CI server's words */
  error: z.string().optional(),
  /** Last lines of the stage's log, otherwise of the run's log until it failed */
  lastLines: z.array(z.string()),
  /** Why the log could not be read */
  problem: codedMessageSchema.optional(),
});

/** Cause of a run's failure, from its stages and log. @public */
export type RunFailure = z.infer<typeof runFailureSchema>;

/** A run with all its details except its log and reports. @public */
export const runDetailSchema = runSchema.extend({
  pipeline: pipelineSchema.pick({
    id: true,
    name: true,
    fullName: true,
    kind: true,
    url: true,
    isDefault: true,
    isBuildable: true,
  }),
  /** Name of the provider, such as `jenkins`, and configured name of the CI server */
  server: z.object({ provider: z.string(), name: z.string() }),
  parameters: z.array(runParameterSchema),
  /** Inputs that the run waits for now */
  inputs: z.array(runInputSchema),
  /** Commits that the run was the first to build, newest first */
  changes: z.array(runChangeSchema),
  artifacts: z.array(artifactSchema),
  /** Names of the stages that the run can be restarted from */
  restartableStages: z.array(z.string()),
  /** Cause of the failure; present if the run failed or is unstable */
  failure: runFailureSchema.optional(),
  /** Runs that this run consists of, failed ones first; empty unless the job is a matrix or the like */
  subRuns: z.array(subRunSchema).default([]),
  /** Parts that could not be read, and why. The part is empty, or absent if it may be absent */
  problems: z.array(codedMessageSchema).default([]),
  /** State of the run's commit in each environment; empty if the run has no commit */
  environments: z.array(changeInEnvironmentSchema),
});

/** A run with all its details except its log and reports. @public */
export type RunDetail = z.infer<typeof runDetailSchema>;

/** A test case of a run. @public */
export const testCaseSchema = z.object({
  /** Where it ran, from the outside in, and the suite: `Tests » Worker 10 » api` */
  suite: z.string(),
  /** Class or file of the test; empty if there is none */
  className: z.string(),
  name: z.string(),
  /** Status of the test; `fixed` means that it passed, but failed in the previous run; `unknown` that the CI server reports a status that the portal does not know */
  status: z.enum(['passed', 'failed', 'skipped', 'fixed', 'unknown']),
  durationMs: z.number().optional(),
  /** Number of the first run in the current series of failures */
  failedSince: z.number().int().optional(),
  /** Whether it failed in this run, but not in the previous one */
  isNew: z.boolean(),
  /** Message of the failure, or why the test was skipped */
  message: z.string().optional(),
  stackTrace: z.string().optional(),
});

/** A test case of a run. @public */
export type TestCase = z.infer<typeof testCaseSchema>;

/** A test suite of Robot Framework. @public */
export const robotSuiteSchema = z.object({
  name: z.string(),
  passed: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int(),
  /** Number of tests whose status the portal does not know */
  unknown: z.number().int(),
  /** Test cases, failed ones first */
  cases: z.array(
    z.object({
      name: z.string(),
      status: z.enum(['passed', 'failed', 'skipped', 'unknown']),
      isCritical: z.boolean(),
      tags: z.array(z.string()),
      durationMs: z.number().optional(),
      failedSince: z.number().int().optional(),
      isNew: z.boolean(),
      message: z.string().optional(),
    }),
  ),
});

/** A test suite of Robot Framework. @public */
export type RobotSuite = z.infer<typeof robotSuiteSchema>;

/** Test report of a run. @public */
export const testReportSchema = z.object({
  counts: testCountsSchema,
  /** Test cases, at most 2,000: new failures first, then other failures, then those of unknown status, fixed, skipped and passed ones */
  cases: z.array(testCaseSchema),
  /** Robot Framework suites; present if the run has a Robot Framework report */
  robot: z.array(robotSuiteSchema).optional(),
  /** Reports that could not be read, and why */
  problems: z.array(codedMessageSchema),
});

/** Test report of a run. @public */
export type TestReport = z.infer<typeof testReportSchema>;

/** Quality gate, coverage and warnings of a run. @public */
export const gateReportSchema = z.object({
  /** SonarQube's quality gate; present if the run was analysed */
  sonarqube: z
    .object({
      /** http(s) URL of the project's page in SonarQube */
      url: z.string().optional(),
      status: z.enum(['passed', 'failed', 'pending', 'unknown']),
      conditions: z.array(
        z.object({
          metric: z.string(),
          isMet: z.boolean(),
          actual: z.string().optional(),
          threshold: z.string().optional(),
        }),
      ),
      /** Values by SonarQube metric key: `bugs`, `coverage`... */
      measures: z.record(z.string(), z.string()),
      /** Why some of the data is missing or may be of another run, and what to do */
      problem: codedMessageSchema.optional(),
    })
    .optional(),
  /** Coverage in percent, from 0 to 100, by metric: `line`, `branch`... */
  coverage: z.record(z.string(), z.number()).optional(),
  /** Numbers of warnings of each tool */
  warnings: z.array(
    z.object({
      tool: z.string(),
      total: z.number().int(),
      newOnes: z.number().int().optional(),
      fixed: z.number().int().optional(),
    }),
  ),
  /** Reports that could not be read, and why */
  problems: z.array(codedMessageSchema),
});

/** Quality gate, coverage and warnings of a run. @public */
export type GateReport = z.infer<typeof gateReportSchema>;

/** A part of a log. @public */
export const logPartSchema = z.object({
  text: z.string(),
  /** Byte offset of the text in the whole log */
  start: z.number().int(),
  /** Byte offset of the next part */
  end: z.number().int(),
  /** Current size of the whole log in bytes */
  size: z.number().int(),
  /** Whether the log can still grow because the run has not finished */
  isGrowing: z.boolean(),
});

/** A part of a log. @public */
export type LogPart = z.infer<typeof logPartSchema>;
