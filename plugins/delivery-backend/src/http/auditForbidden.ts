import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';

/**
 * Runs a step of a request that creates no audit event of its own. If the step is
 * forbidden, the audit log gets a failed event.
 *
 * @throws the error of the step
 */
export async function auditForbidden<T>(
  auditor: AuditorService,
  options: AuditorServiceCreateEventOptions,
  step: () => Promise<T>,
): Promise<T> {
  try {
    return await step();
  } catch (thrown) {
    const error = toError(thrown);
    if (error.name === 'NotAllowedError') {
      const event = await auditor.createEvent(options);
      await event.fail({ error });
    }
    throw error;
  }
}
