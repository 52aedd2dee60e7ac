import type {
  HttpAuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type {
  EnvironmentTarget,
  QuotaUsage,
} from '@fairway/backstage-plugin-delivery-common';
import { deliveryRoutes } from '@fairway/backstage-plugin-delivery-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { parseQuantity } from '../kubernetes';
import type { ClusterCaches, ClusterWriter } from '../kubernetes';
import { isSubmitter } from '../config';
import type { EnvironmentConfig } from '../config';
import type { DeliveryAuthorizer } from './permissions/DeliveryAuthorizer';

/** Dependencies of the route for environments. */
export interface EnvironmentsRouterOptions {
  httpAuth: HttpAuthService;
  userInfo: UserInfoService;
  authorizer: DeliveryAuthorizer;
  writer: Pick<ClusterWriter, 'isEnabled'>;
  clusters: ClusterCaches;
  environments: EnvironmentConfig[];
}

/**
 * Serves the environments for the services of the signed-in user, with their
 * quotas: `/v1/environments`. It leaves out those that the user may not see.
 */
export function createEnvironmentsRouter(
  options: EnvironmentsRouterOptions,
): Router {
  const { httpAuth, userInfo, authorizer, writer } = options;
  const router = PromiseRouter();
  router.get(deliveryRoutes.getEnvironments.path, async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const { ownershipEntityRefs } = await userInfo.getUserInfo(credentials);
    const [readable, applicable] = await authorizer.environmentsForOwners(
      ownershipEntityRefs,
      credentials,
    );
    const environments = options.environments
      .filter(({ name }) => readable.includes(name))
      .map((environment): EnvironmentTarget => ({
        name: environment.name,
        cluster: environment.cluster,
        namespaces: environment.namespaces,
        production: environment.production,
        isWritable: writer.isEnabled(environment.cluster),
        canApply:
          applicable.includes(environment.name) &&
          isSubmitter(environment.requires, ownershipEntityRefs),
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
