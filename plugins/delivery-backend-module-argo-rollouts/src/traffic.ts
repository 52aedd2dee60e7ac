import { clusterProblem } from '@fairway/backstage-plugin-delivery-common';
import type {
  Rollout,
  TrafficRoute,
} from '@fairway/backstage-plugin-delivery-common';
import type { RolloutInput } from '@fairway/backstage-plugin-delivery-node';
import type { AnalysisRun } from './analysisRun';
import type { ArgoRollout } from './rolloutObject';
import type { VirtualService } from './virtualService';

/** Where the traffic goes: by the router's object where it is read, else as the controller reports. */
export function trafficOf(
  input: RolloutInput<ArgoRollout, AnalysisRun | VirtualService>,
): Rollout['traffic'] {
  const { data } = input.workload.record;
  if (!data.router) return undefined;
  const [name] = data.router.virtualServices;
  if (name === undefined) return reportedTraffic(data, data.router.kind);
  const common = { router: data.router.kind, object: `VirtualService ${name}` };
  const object = input.context.find(
    other => other.kind === 'VirtualService' && other.name === name,
  );
  if (object?.data.type === 'routes') {
    return {
      ...common,
      routes: object.data.routes.map(route => ({
        name: route.name,
        matches: route.matches,
        to: route.to.map(to => destination(data, to)),
      })),
    };
  }
  return {
    ...common,
    routes: [],
    problem:
      input.unread.get('virtualservices') ??
      clusterProblem('virtualServiceMissing', {
        name,
        namespace: input.workload.namespace,
      }),
  };
}

function reportedTraffic(
  { weights, stableService = '', newService = '' }: ArgoRollout,
  router: string,
): Rollout['traffic'] {
  return {
    router,
    object: router,
    routes: weights
      ? [
          {
            matches: [],
            to: [
              {
                revision: 'stable',
                service: stableService,
                percent: weights.stable,
              },
              { revision: 'new', service: newService, percent: weights.new },
            ],
          },
        ]
      : [],
  };
}

function destination(
  { stableService, newService, router }: ArgoRollout,
  to: VirtualService['routes'][number]['to'][number],
): TrafficRoute['to'][number] {
  // A host may be the Service's short name or its whole one in the cluster.
  const isHost = (service: string | undefined) =>
    service !== undefined &&
    (to.host === service || to.host.startsWith(`${service}.`));
  const isSubset = (subset: string | undefined) =>
    subset !== undefined && to.subset === subset;
  const revisionOf = () => {
    if (isSubset(router?.newSubset) || isHost(newService)) return 'new';
    if (isSubset(router?.stableSubset) || isHost(stableService)) {
      return 'stable';
    }
    return 'other';
  };
  return { revision: revisionOf(), service: to.host, percent: to.percent };
}
