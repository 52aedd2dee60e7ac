import { z } from 'zod';

/** Version of a pod template, and its source. @public */
export const versionSchema = z.object({
  /** Value of the version label, otherwise the image's tag, otherwise the start of its digest */
  value: z.string(),
  from: z.enum(['label', 'tag', 'digest']),
});

/** Version of a pod template, and its source. @public */
export type Version = z.infer<typeof versionSchema>;
