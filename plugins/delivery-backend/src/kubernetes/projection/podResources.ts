import type {
  PodResources,
  ResourceAmounts,
} from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import { parseQuantity } from './quantity';

const quantities = z
  .object({ cpu: z.string().optional(), memory: z.string().optional() })
  .prefault({});

/** Resources of a container. */
export const containerResourcesSchema = z
  .object({ requests: quantities, limits: quantities })
  .prefault({});

type ContainerResources = z.infer<typeof containerResourcesSchema>;

const names = ['cpu', 'memory'] as const;

// From quantities to thousandths of a core and bytes; without those that are not a quantity.
function amountsOf(quantity: {
  cpu?: string;
  memory?: string;
}): ResourceAmounts {
  const cpu = parseQuantity(quantity.cpu ?? '');
  const memory = parseQuantity(quantity.memory ?? '');
  return {
    ...(cpu !== undefined && { cpu: cpu * 1000 }),
    ...(memory !== undefined && { memory }),
  };
}

/**
 * Requests and limits of a pod, over the containers that run all the time;
 * undefined where no container has any.
 *
 * The request of a container defaults to its limit. A pod with a container without
 * a limit has no limit. Requests and limits of the pod itself replace those of its
 * containers.
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export function podResources(
  containers: ContainerResources[],
  ofPod?: ContainerResources,
): PodResources | undefined {
  const requests: ResourceAmounts = {};
  const limits: ResourceAmounts = {};
  const amounts = containers.map(container => ({
    requests: amountsOf({ ...container.limits, ...container.requests }),
    limits: amountsOf(container.limits),
  }));
  const own = {
    requests: amountsOf(ofPod?.requests ?? {}),
    limits: amountsOf(ofPod?.limits ?? {}),
  };
  for (const name of names) {
    const asked = amounts.flatMap(each => each.requests[name] ?? []);
    const allowed = amounts.flatMap(each => each.limits[name] ?? []);
    if (asked.length) requests[name] = sum(asked);
    if (allowed.length && allowed.length === containers.length) {
      limits[name] = sum(allowed);
    }
    const limit = own.limits[name];
    const request = own.requests[name] ?? requests[name] ?? limit;
    if (limit !== undefined) limits[name] = limit;
    if (request !== undefined) requests[name] = request;
  }
  const saysNothing = names.every(
    name => requests[name] === undefined && limits[name] === undefined,
  );
  return saysNothing ? undefined : { requests, limits };
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
