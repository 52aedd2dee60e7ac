import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import type {
  Refusal,
  RefusalCode,
} from '@fairway/backstage-plugin-delivery-common';

/** Codes that say that the request is wrong; all others conflict with the current state. */
const INVALID: ReadonlySet<string> = new Set<RefusalCode>([
  'reasonMissing',
  'parameterUnknown',
  'parameterUnsupported',
  'parameterNotBoolean',
  'parameterNotText',
  'parameterNotChoice',
  'stageNotRestartable',
  'noRestartableStage',
  'jobAnnotationInvalid',
  'jobNotNamed',
  'severalJobsNamed',
  'pipelineCreationUnsupported',
  'sourceLocationMissing',
]);
const FORBIDDEN: ReadonlySet<string> = new Set<RefusalCode>([
  'forbidden',
  'notSubmitter',
  'environmentRequiresPermission',
  'environmentRequiresSubmitter',
  'restartNeedsPermission',
  'restartNotSubmitter',
  'jobNotOwned',
  'namespaceOfOther',
  'repositoryNotOwn',
  'catalogFileElsewhere',
]);

/**
 * The error of a refused action. Its `refusals` are in the response, so that a page
 * can show them in the viewer's language.
 */
export function rejection(refusals: Refusal[]): Error {
  const message = refusals
    .map(({ object, message: text }) => (object ? `${object}: ${text}` : text))
    .join('; ');
  return Object.assign(errorOf(refusals, message), { refusals });
}

function errorOf(refusals: Refusal[], message: string): Error {
  if (refusals.some(({ code }) => FORBIDDEN.has(code))) {
    return new NotAllowedError(message);
  }
  return refusals.some(({ code }) => INVALID.has(code))
    ? new InputError(message)
    : new ConflictError(message);
}
