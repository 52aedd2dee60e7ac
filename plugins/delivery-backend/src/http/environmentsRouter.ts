import type {
  HttpAuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type {
  EnvironmentTarget,
  QuotaUsage,
} from '@fairway/backstage-plugin-delivery-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { parseQuantity } from '../kubernetes';
import type { ClusterCaches, ClusterWriter } from '../kubernetes';
import type { EnvironmentConfig } from '../config';
import type { DeliveryAuthorizer } from './permissions/DeliveryAuthorizer';

/** What the route of environments needs. */
export interface EnvironmentsRouterOptions {
  httpAuth: HttpAuthService;
  userInfo: UserInfoService;
  authorizer: DeliveryAuthorizer;
  writer: Pick<ClusterWriter, 'isEnabled'>;
  clusters: ClusterCaches;
  environments: EnvironmentConfig[];
}

/**
 * Where who asks may have a service of their own, and what is left there:
 * `/v1/environments`. An environment that they may not see is left out.
 */
export function createEnvironmentsRouter(
  options: EnvironmentsRouterOptions,
): Router {
  const { httpAuth, userInfo, authorizer, writer } = options;
  const router = PromiseRouter();
  router.get('/v1/environments', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const { ownershipEntityRefs } = await userInfo.getUserInfo(credentials);
    const [readable, applicable] = await authorizer.environmentsForOwners(
      ownershipEntityRefs,
      credentials,
    );
    const environments = options.environments
      .filter(({ name }) => readable.includes(name))
      .map((environment): EnvironmentTarget => ({
        ...environment,
        isWritable: writer.isEnabled(environment.cluster),
        canApply: applicable.includes(environment.name),
        quotas: quotasOf(options.clusters, environment),
      }));
    res.json({ environments });
  });
  return router;
}

function quotasOf(
  clusters: ClusterCaches,
  { cluster, namespaces }: EnvironmentConfig,
): QuotaUsage[] {
  const cache = clusters.cache(cluster);
  return namespaces
    .filter(namespace => !namespace.includes('*'))
    .flatMap(namespace => cache.quotas(namespace))
    .flatMap(({ namespace, name: quota, hard, used }) =>
      Object.entries(hard).flatMap(([resource, text]) => {
        const most = parseQuantity(text);
        if (most === undefined) return [];
        const now = parseQuantity(used[resource] ?? '0') ?? 0;
        return [{ namespace, quota, resource, used: now, hard: most }];
      }),
    );
}
