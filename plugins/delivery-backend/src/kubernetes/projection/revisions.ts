import { z } from 'zod';
import {
  isOfDeployment,
  metadataSchema,
  projectMetadata,
  revisionNumber,
} from './objectSchema';
import { maskCredentials } from './quotedText';
import type { RevisionRecord } from './records';
import { projectTemplate, templateSchema } from './template';

const CHANGE_CAUSE = 'kubernetes.io/change-cause';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';

const replicaSetSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    replicas: z.number().int().default(1),
    template: templateSchema,
  }),
  status: z.object({ readyReplicas: z.number().int().default(0) }).prefault({}),
});

const controllerRevisionSchema = z.object({
  metadata: metadataSchema,
  revision: z.number().int(),
  data: z.object({ spec: z.object({ template: templateSchema }) }),
});

export function projectReplicaSet(object: unknown): RevisionRecord {
  const { metadata, spec, status } = replicaSetSchema.parse(object);
  return {
    kind: 'ReplicaSet',
    ...projectMetadata(metadata),
    number: revisionNumber(metadata),
    earlierNumbers: isOfDeployment(metadata)
      ? readNumbers(metadata.annotations[REVISION_HISTORY])
      : [],
    template: projectTemplate(spec.template, metadata),
    changeCause: changeCauseOf(metadata.annotations),
    replicas: { desired: spec.replicas, ready: status.readyReplicas },
  };
}

export function projectControllerRevision(object: unknown): RevisionRecord {
  const { metadata, revision, data } = controllerRevisionSchema.parse(object);
  return {
    kind: 'ControllerRevision',
    ...projectMetadata(metadata),
    number: revision,
    earlierNumbers: [],
    template: projectTemplate(data.spec.template, metadata),
    changeCause: changeCauseOf(metadata.annotations),
  };
}

/** It may be a command line of kubectl. */
function changeCauseOf(
  annotations: Record<string, string>,
): string | undefined {
  const cause = annotations[CHANGE_CAUSE];
  return cause === undefined ? undefined : maskCredentials(cause);
}

function readNumbers(text: string | undefined): number[] {
  return (text ?? '').split(',').filter(Boolean).map(Number);
}
