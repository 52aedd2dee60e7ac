import { z } from 'zod';
import { applyPlanSchema } from './apply';

/** What an API server says of what a template would apply, or why it says nothing. @public */
export const applyPreviewSchema = z.union([
  z.object({ plan: applyPlanSchema }),
  z.object({
    /** Its name */
    environment: z.string(),
    problem: z.string(),
  }),
]);

/** What an API server says of what a template would apply; see {@link applyPreviewSchema}. @public */
export type ApplyPreview = z.infer<typeof applyPreviewSchema>;

/** What a template would write and apply: the answer of `POST /api/scaffolder/delivery/preview`. @public */
export const previewSchema = z.object({
  /** By path; without content where it is large */
  files: z.array(
    z.object({ path: z.string(), content: z.string().optional() }),
  ),
  /** One for each time that something would be applied, in that order */
  previews: z.array(applyPreviewSchema),
});

/** What a template would write and apply; see {@link previewSchema}. @public */
export type Preview = z.infer<typeof previewSchema>;
