import { clusterProblem } from '@fairway/backstage-plugin-delivery-common';
import type {
  Rollout,
  TrafficRoute,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  EngineObject,
  RolloutInput,
} from '@fairway/backstage-plugin-delivery-node';
import type { AnalysisRun } from './analysisRun';
import type { ArgoRollout } from './rolloutObject';
import { virtualServiceRef } from './virtualService';
import type { VirtualService } from './virtualService';

type Input = RolloutInput<ArgoRollout, AnalysisRun | VirtualService>;
type Traffic = NonNullable<Rollout['traffic']>;

/**
 * Where the traffic goes: by the objects of the router where they can be read,
 * otherwise as the controller reports it.
 */
export function trafficOf(input: Input): Rollout['traffic'] {
  const { data } = input.workload.record;
  const { router } = data;
  if (!router) return undefined;
  const names = router.virtualServices;
  if (!names.length) {
    return {
      router: router.kind,
      object: router.kind,
      routes: reportedRoutes(data),
    };
  }
  const objects = names.map(name => ({
    name,
    object: findVirtualService(input, name),
  }));
  const routes = objects.flatMap(({ name, object }) =>
    object
      ? routesOf(input, object).map(route =>
          names.length > 1
            ? { ...route, object: `VirtualService ${name}` }
            : route,
        )
      : [],
  );
  const missing = objects.find(({ object }) => !object)?.name;
  return {
    router: router.kind,
    object: names.map(name => `VirtualService ${name}`).join(', '),
    routes: routes.length ? routes : reportedRoutes(data),
    ...(missing !== undefined && { problem: problemOf(input, missing) }),
  };
}

type RoutesObject = EngineObject<VirtualService>;

function findVirtualService(
  { workload, context }: Input,
  reference: string,
): RoutesObject | undefined {
  const { namespace, name } = virtualServiceRef(reference, workload.namespace);
  return context.find(
    (other): other is RoutesObject =>
      other.data.type === 'routes' &&
      other.name === name &&
      other.namespace === namespace,
  );
}

function problemOf({ workload, unread }: Input, reference: string) {
  const ref = virtualServiceRef(reference, workload.namespace);
  return (
    unread.get('virtualservices') ??
    clusterProblem('virtualServiceMissing', ref)
  );
}

function routesOf(
  { workload }: Input,
  { namespace, data }: RoutesObject,
): TrafficRoute[] {
  return data.routes.map(({ name, matches, to }) => ({
    name,
    matches,
    to: to.map(each => ({
      revision: revisionOf(workload, each, namespace),
      service: each.host,
      percent: each.percent,
    })),
  }));
}

function reportedRoutes({
  weights,
  stableService = '',
  newService = '',
}: ArgoRollout): Traffic['routes'] {
  if (!weights) return [];
  return [
    {
      matches: [],
      to: [
        { revision: 'stable', service: stableService, percent: weights.stable },
        { revision: 'new', service: newService, percent: weights.new },
      ],
    },
  ];
}

function revisionOf(
  { namespace, record }: Input['workload'],
  to: VirtualService['routes'][number]['to'][number],
  ownNamespace: string,
): TrafficRoute['to'][number]['revision'] {
  const { stableService, newService, router } = record.data;
  // A short host is a Service in the namespace of the VirtualService.
  const [service, serviceNamespace = ownNamespace] = to.host.split('.');
  const isHost = (name: string | undefined) =>
    name !== undefined && service === name && serviceNamespace === namespace;
  const isSubset = (subset: string | undefined) =>
    subset !== undefined && to.subset === subset;
  if (isSubset(router?.newSubset) || isHost(newService)) return 'new';
  if (isSubset(router?.stableSubset) || isHost(stableService)) return 'stable';
  return 'other';
}
