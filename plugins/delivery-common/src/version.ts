import { z } from 'zod';

/** The version that a pod template runs, and how it is known. @public */
export const versionSchema = z.object({
  /** As in the label, else the image's tag, else the start of its digest */
  value: z.string(),
  from: z.enum(['label', 'tag', 'digest']),
});

/** The version that a pod template runs, and how it is known. @public */
export type Version = z.infer<typeof versionSchema>;
