import { z } from 'zod';
import { activityKindSchema } from '../activity';
import { withoutNull } from '../text';

/** Query of a route that takes no query parameters. */
export const noQuery = z.object({});

/** Query of the routes for releases and timeline events. */
export const historyQuery = z.object({
  environment: withoutNull(z.string().max(100))
    .optional()
    .describe('Limits the page to an environment'),
  namespace: withoutNull(z.string().max(63))
    .optional()
    .describe('Limits the page to a namespace'),
  workload: z
    .string()
    .regex(
      /^(?:[A-Za-z]{1,63}\/)?[A-Za-z0-9.-]{1,253}$/,
      'Give the name of a workload, or its kind and name, such as Deployment/orders',
    )
    .transform(text => {
      const [name, kind] = text.split('/').reverse();
      return { name, kind };
    })
    .optional()
    .describe(
      'Limits the page to a workload: `orders`, or `Deployment/orders` if several kinds share the name',
    ),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(50)
    .describe('Maximum number of entries on the page'),
  cursor: z
    .string()
    .max(1000)
    .optional()
    .describe('`nextCursor` of the page before; absent for the newest page'),
});

/** Query of the route for changes. */
export const changesQuery = z.object({
  commit: z
    .string()
    .regex(/^[0-9a-f]{4,64}$/i, 'a commit hash, or the beginning of one')
    .optional()
    .describe('Hash of a commit, or the beginning of one; replaces `search`'),
  search: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('A commit hash, a version, or words of a commit message'),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(20)
    .describe('Maximum number of changes'),
});

const ref = z.string().max(300);

/** Query of the route for changes of all services. */
export const activityQuery = z.object({
  kind: z
    .union([
      activityKindSchema.transform(kind => [kind]),
      z.array(activityKindSchema).max(10),
    ])
    .optional()
    .describe('Kinds of changes; all if it is absent'),
  text: withoutNull(z.string().max(200))
    .optional()
    .describe(
      'Words in the name or the tags of a service; also the beginning of the commit or the version of a release',
    ),
  environment: withoutNull(z.string().max(100))
    .optional()
    .describe('Limits the page to an environment'),
  owner: z
    .union([ref.transform(one => [one]), z.array(ref).max(200)])
    .optional()
    .describe('Entity refs of owners: only services of one of them'),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(50)
    .describe('Maximum number of changes before equal events are merged'),
  cursor: z
    .string()
    .max(1000)
    .optional()
    .describe('`nextCursor` of the page before; absent for the newest page'),
});

/** Query of the route that searches recorded commits. */
export const commitsQuery = z.object({
  search: withoutNull(z.string().trim().min(3).max(200)).describe(
    'Beginning of a commit hash (at least 4 characters) or of a version, or words of a commit message',
  ),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(50)
    .default(10)
    .describe('Maximum number of matches'),
});

/** Query of the route for a part of a run's log. */
export const runLogQuery = z.object({
  start: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe('Offset of the first byte; absent for the last part'),
  maxBytes: z.coerce
    .number()
    .int()
    .min(1024)
    .max(1024 * 1024)
    .default(256 * 1024)
    .describe('Maximum length in bytes'),
  stageId: z
    .string()
    .max(200)
    .optional()
    .describe('ID of a stage, to read the log of that stage only'),
});

/** Query of the route that downloads an artifact. */
export const artifactQuery = z.object({
  path: z.string().min(1).describe('Path of the artifact, as the run lists it'),
});

/** Maximum number of topics in one event stream. @public */
export const MAX_TOPICS = 20;

/** Query of the route for several topics over one event stream. */
export const topicsQuery = z.object({
  topic: z
    .union([z.string().transform(topic => [topic]), z.array(z.string())])
    .pipe(z.array(z.string()).min(1).max(MAX_TOPICS))
    .describe(
      `Path of a topic, such as \`services/component/default/orders\`, and the ID of the last received event, as \`PATH@ID\`; at most ${MAX_TOPICS} topics`,
    ),
});
