import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  pipelineReadPermission,
  rolloutConfirmPermission,
  runAnswerPermission,
  sortWaitingItems,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Waiting,
  WaitingItem,
} from '@fairway/backstage-plugin-delivery-common';
import type { Actor } from '@fairway/backstage-plugin-delivery-node';
import { isAllowedSubmitter } from '../actions';
import type { WaitingRun, WaitingRunReader } from '../pipelines';
import type {
  FleetHub,
  Service,
  ServiceCatalog,
  WaitingRollout,
} from '../services';
import type { DeliveryAuthorizer } from './permissions/DeliveryAuthorizer';
import type { ServiceAuthorizer } from './permissions/ServiceAuthorizer';

/** Dependencies of {@link waitingOf}. */
export interface WaitingOptions {
  authorizer: Pick<DeliveryAuthorizer, 'readableBy' | 'allowedBy'>;
  serviceAuthorizer: Pick<ServiceAuthorizer, 'allowedBy'>;
  services: Pick<ServiceCatalog, 'visibleTo' | 'index'>;
  fleet: Pick<FleetHub, 'waitingRollouts'>;
  waitingRuns: Pick<WaitingRunReader, 'read'>;
}

/**
 * Rollouts and runs that wait for a person, of the services that the catalog shows to
 * the caller. The number of requests to the catalog and to the permission backend does
 * not depend on the number of services.
 */
export async function waitingOf(
  options: WaitingOptions,
  credentials: BackstageCredentials,
  actor: Actor,
): Promise<Waiting> {
  const { authorizer, serviceAuthorizer, services, fleet } = options;
  const [visible, readableOf, confirmableOf, mayReadRuns, maySubmit] =
    await Promise.all([
      services.visibleTo(credentials),
      authorizer.readableBy(credentials),
      authorizer.allowedBy(rolloutConfirmPermission, credentials),
      serviceAuthorizer.allowedBy(pipelineReadPermission, credentials),
      serviceAuthorizer.allowedBy(runAnswerPermission, credentials),
    ]);
  const known = visible.flatMap(subject => {
    const service = services.index().get(subject.entityRef);
    return service ? [{ subject, service }] : [];
  });
  const rollouts = fleet.waitingRollouts();
  const runs = await options.waitingRuns.read(
    known
      .filter(({ subject }) => mayReadRuns(subject))
      .map(({ service }) => service),
  );
  const items = known.flatMap(({ subject, service }) => {
    const { entityRef } = subject;
    const readable = readableOf(subject);
    const confirmable = confirmableOf(subject);
    const canSubmit = maySubmit(subject);
    return [
      ...(rollouts.get(entityRef) ?? [])
        .filter(({ environment }) => readable.includes(environment))
        .map(rollout => rolloutItem(service, rollout, confirmable)),
      ...(runs.get(entityRef) ?? []).map(run =>
        runItem(service, run, canSubmit, actor),
      ),
    ];
  });
  return { items: sortWaitingItems(items) };
}

function rolloutItem(
  { head: { entityRef, title } }: Service,
  { canAct, ...rollout }: WaitingRollout,
  confirmable: string[],
): WaitingItem {
  return {
    type: 'rollout',
    entityRef,
    title,
    ...rollout,
    mayApprove: canAct && confirmable.includes(rollout.environment),
    permission: rolloutConfirmPermission.name,
  };
}

/** The item of a run, with the input that the caller may submit, or else the first one. */
function runItem(
  { head: { entityRef, title } }: Service,
  { inputs, ...run }: WaitingRun,
  canSubmit: boolean,
  actor: Actor,
): WaitingItem {
  const own = inputs.find(({ submitters }) =>
    isAllowedSubmitter(actor, submitters),
  );
  const { message, submitters = [] } = own ?? inputs[0];
  return {
    type: 'run',
    entityRef,
    title,
    ...run,
    message,
    submitters,
    mayApprove: canSubmit && own !== undefined,
    permission: runAnswerPermission.name,
  };
}
