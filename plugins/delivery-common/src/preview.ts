import { z } from 'zod';
import { applyPlanSchema } from './apply';
import { codedMessageSchema } from './codedMessage';

/** What a template would apply to an environment, or why that cannot be planned. @public */
export const applyPreviewSchema = z.union([
  z.object({ plan: applyPlanSchema }),
  z.object({
    /** Name of the environment */
    environment: z.string(),
    problem: codedMessageSchema,
  }),
]);

/** What a template would apply to an environment; see {@link applyPreviewSchema}. @public */
export type ApplyPreview = z.infer<typeof applyPreviewSchema>;

/** What a template would write and apply: the answer of `POST /api/scaffolder/delivery/preview`. @public */
export const previewSchema = z.object({
  /** Files by path; large ones without content */
  files: z.array(
    z.object({ path: z.string(), content: z.string().optional() }),
  ),
  /** One for each step that applies something, in the order of the steps */
  previews: z.array(applyPreviewSchema),
});

/** What a template would write and apply; see {@link previewSchema}. @public */
export type Preview = z.infer<typeof previewSchema>;
