import { z } from 'zod';
import { changeInEnvironmentSchema } from './change';
import { commitSchema } from './run';

/** When and where a commit or version was released. @public */
export const commitReleaseSchema = z.object({
  /** Name of the environment */
  environment: z.string(),
  /** ID of the newest release of the commit or version in the environment */
  releaseId: z.string(),
  /** ISO time at which that release started */
  startedAt: z.string(),
  /** State of its outcome */
  state: z.enum([
    'in-progress',
    'completed',
    'failed',
    'superseded',
    'unknown',
  ]),
});

/** When and where a commit or version was released. @public */
export type CommitRelease = z.infer<typeof commitReleaseSchema>;

/** A commit or version of one service that matches a search. @public */
export const commitMatchSchema = z.object({
  /** Entity ref of the service, such as `component:default/name` */
  entityRef: z.string(),
  /** Display name of the service */
  title: z.string(),
  /** Absent if the releases of the version name no commit */
  commit: commitSchema.optional(),
  /** Version, from its newest release; absent if it was never released or has none */
  version: z.string().optional(),
  /** State of the commit in each environment now, in the order of promotion; absent if the search has not determined it */
  environments: z.array(changeInEnvironmentSchema).optional(),
  /** Its newest release in each environment, newest first */
  releases: z.array(commitReleaseSchema),
  /** Newest run that built the commit; absent if none is stored or the viewer may not see it */
  run: z
    .object({
      id: z.string(),
      /** Display name of the run, such as `#41` */
      name: z.string(),
    })
    .optional(),
});

/** A commit or version of one service that matches a search. @public */
export type CommitMatch = z.infer<typeof commitMatchSchema>;

/** Recorded commits and versions that match a search, newest first. @public */
export const commitSearchSchema = z.object({
  matches: z.array(commitMatchSchema),
  /** Whether there are more matches than these */
  isTruncated: z.boolean(),
});

/** Recorded commits and versions that match a search. @public */
export type CommitSearch = z.infer<typeof commitSearchSchema>;
