import { z } from 'zod';
import { changeInEnvironmentSchema } from './change';
import { pipelineSchema, parameterDefinitionSchema } from './pipeline';
import { commitSchema, runSchema, testCountsSchema } from './run';

/** What a run was told; a password has no value. @public */
export const runParameterSchema = z.object({
  name: z.string(),
  /** Absent for what is not to be shown, or has no text */
  value: z.union([z.string(), z.boolean()]).optional(),
});

/** What a run was told; a password has no value. @public */
export type RunParameter = z.infer<typeof runParameterSchema>;

/** A question that a run waits with. @public */
export const runInputSchema = z.object({
  /** Within the run */
  id: z.string(),
  message: z.string(),
  /** What to call a yes: `Proceed` where the pipeline does not say */
  proceed: z.string(),
  parameters: z.array(parameterDefinitionSchema),
  /** Names of the people and groups who may answer; absent where anybody may who may approve */
  submitters: z.array(z.string()).optional(),
});

/** A question that a run waits with. @public */
export type RunInput = z.infer<typeof runInputSchema>;

/** A file that a run left. @public */
export const artifactSchema = z.object({
  /** Its path among the run's artifacts */
  path: z.string(),
  /** Its last part */
  name: z.string(),
});

/** A file that a run left. @public */
export type Artifact = z.infer<typeof artifactSchema>;

/** A commit that a run was the first to build. @public */
export const runChangeSchema = commitSchema.extend({
  /** Paths, sorted; at most 100 */
  files: z.array(z.string()),
});

/** A commit that a run was the first to build. @public */
export type RunChange = z.infer<typeof runChangeSchema>;

/** Why a run failed, as far as its stages and log tell. @public */
export const runFailureSchema = z.object({
  /** Of the stage, where one is to blame */
  stageId: z.string().optional(),
  stageName: z.string().optional(),
  /** The exception, in the server's words */
  error: z.string().optional(),
  /** Of the stage's own log, or of the run's */
  lastLines: z.array(z.string()),
});

/** Why a run failed, as far as its stages and log tell. @public */
export type RunFailure = z.infer<typeof runFailureSchema>;

/** Everything of a run but its log and reports. @public */
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
  /** `jenkins`, and the configured name of the server */
  server: z.object({ provider: z.string(), name: z.string() }),
  parameters: z.array(runParameterSchema),
  /** Those that it waits with now */
  inputs: z.array(runInputSchema),
  /** Newest first */
  changes: z.array(runChangeSchema),
  artifacts: z.array(artifactSchema),
  /** Names of stages that it can be begun again from; empty where it cannot */
  restartableStages: z.array(z.string()),
  /** Present where it failed or is unstable */
  failure: runFailureSchema.optional(),
  /** Where its commit is; empty where it has none */
  places: z.array(changeInEnvironmentSchema),
});

/** Everything of a run but its log and reports. @public */
export type RunDetail = z.infer<typeof runDetailSchema>;

/** One test. @public */
export const testCaseSchema = z.object({
  suite: z.string(),
  /** Class or file; empty where there is none */
  className: z.string(),
  name: z.string(),
  /** `fixed`: passed, and had failed in the run before */
  status: z.enum(['passed', 'failed', 'skipped', 'fixed']),
  durationMs: z.number().optional(),
  /** Number of the run that it has failed since; that of this run where it is new */
  failedSince: z.number().int().optional(),
  /** Whether it did not fail in the run before */
  isNew: z.boolean(),
  message: z.string().optional(),
  stackTrace: z.string().optional(),
});

/** One test. @public */
export type TestCase = z.infer<typeof testCaseSchema>;

/** One suite or case of Robot Framework. @public */
export const robotSuiteSchema = z.object({
  name: z.string(),
  passed: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int(),
  /** Those that failed first */
  cases: z.array(
    z.object({
      name: z.string(),
      status: z.enum(['passed', 'failed', 'skipped']),
      isCritical: z.boolean(),
      tags: z.array(z.string()),
      durationMs: z.number().optional(),
      failedSince: z.number().int().optional(),
      isNew: z.boolean(),
      message: z.string().optional(),
    }),
  ),
});

/** One suite or case of Robot Framework. @public */
export type RobotSuite = z.infer<typeof robotSuiteSchema>;

/** What the tests of a run said. @public */
export const testReportSchema = z.object({
  counts: testCountsSchema,
  /** The failed, new ones first, then the fixed, the skipped, the passed; at most 2,000 */
  cases: z.array(testCaseSchema),
  /** Present where Robot Framework ran */
  robot: z.array(robotSuiteSchema).optional(),
  /** What could not be read, and why */
  problems: z.array(z.string()),
});

/** What the tests of a run said. @public */
export type TestReport = z.infer<typeof testReportSchema>;

/** What a quality gate, coverage and warnings say of a run. @public */
export const gateReportSchema = z.object({
  /** Present where the run was analysed */
  sonarqube: z
    .object({
      /** http(s) address of its page */
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
      /** By SonarQube's metric key: `bugs`, `coverage`... */
      measures: z.record(z.string(), z.string()),
      /** Why less is known than could be, and what to do */
      message: z.string().optional(),
    })
    .optional(),
  /** By metric: `line`, `branch`...; percent from 0 to 100 */
  coverage: z.record(z.string(), z.number()).optional(),
  /** One for each tool */
  warnings: z.array(
    z.object({
      tool: z.string(),
      total: z.number().int(),
      newOnes: z.number().int().optional(),
      fixed: z.number().int().optional(),
    }),
  ),
  /** What could not be read, and why */
  problems: z.array(z.string()),
});

/** What a quality gate, coverage and warnings say of a run. @public */
export type GateReport = z.infer<typeof gateReportSchema>;

/** A part of a log. @public */
export const logPartSchema = z.object({
  text: z.string(),
  /** Where the text begins, in bytes of the whole */
  start: z.number().int(),
  /** Where the next part begins */
  end: z.number().int(),
  /** Bytes that there are now */
  size: z.number().int(),
  /** Whether more may come: the run goes on */
  isGrowing: z.boolean(),
});

/** A part of a log. @public */
export type LogPart = z.infer<typeof logPartSchema>;
