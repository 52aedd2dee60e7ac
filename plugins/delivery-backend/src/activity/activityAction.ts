import type {
  ActionRecord,
  ActivityAction,
} from '@fairway/backstage-plugin-delivery-common';
import { userOf } from './releaseAuthorOf';

/**
 * An action as all viewers of its service see it: without its parameters, and without
 * the reason, which a person wrote for the audit log.
 *
 * @param runNames - display names of stored runs, by id
 */
export function activityAction(
  record: ActionRecord,
  runNames: ReadonlyMap<string, string>,
): ActivityAction {
  const { id, action, actor, state, target } = record;
  const runId = typeof action.runId === 'string' ? action.runId : record.runId;
  const name = runId === undefined ? undefined : runNames.get(runId);
  const environment =
    target.type === 'service' ? target.environment : undefined;
  const { decision } = action;
  return {
    id,
    kind: action.kind,
    state,
    person: userOf(actor),
    ...(environment !== undefined && { environment }),
    ...((decision === 'proceed' || decision === 'abort') && { decision }),
    ...(runId !== undefined && {
      run: { id: runId, ...(name !== undefined && { name }) },
    }),
  };
}
