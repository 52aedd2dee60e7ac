import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import type {
  Manifest,
  RevisionDiff,
} from '@fairway/backstage-plugin-delivery-common';
import {
  FAIRWAY_ENTITY,
  deliveryConfigReadPermission,
  deliveryRoutes,
} from '@fairway/backstage-plugin-delivery-common';
import type { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import {
  claimOf,
  diffTemplates,
  readableManifest,
  templateOf,
  templateYaml,
} from '../services';
import type {
  DeliveryReader,
  FoundWorkload,
  ObjectReader,
  ServiceQuery,
} from '../services';
import type { RevisionRecord } from '../kubernetes';
import type { OwnershipResolver } from '../actions/OwnershipResolver';
import { abortOnClose } from './abortOnClose';
import { serviceOf } from './viewOf';
import type { ViewOptions } from './viewOf';

/** Dependencies of the routes for a workload's configuration. */
export interface ManifestRouterOptions extends ViewOptions {
  httpAuth: HttpAuthService;
  reader: DeliveryReader;
  objects: ObjectReader;
  claims: OwnershipResolver;
}

const numbersSchema = z.object({
  from: z.coerce.number().int(),
  to: z.coerce.number().int(),
});

/** The workload of a request, and whether the caller may see its configuration. */
interface RequestedWorkload {
  found: FoundWorkload;
  /** Reason why the configuration is withheld */
  withheld: string | undefined;
}

/**
 * Serves the manifest of a workload, and the differences between two of its
 * revisions, read from the cluster on request. A request names a UID; the cache
 * says which object of which cluster that is, never the request.
 */
export function createManifestRouter(options: ManifestRouterOptions): Router {
  const { objects } = options;
  const router = PromiseRouter();

  router.get(deliveryRoutes.getManifest.path, async (req, res) => {
    const { found, withheld } = await workloadOf(options, req);
    if (withheld !== undefined) throw new NotAllowedError(withheld);
    const { cluster } = found;
    const object = await objects.read(
      cluster,
      found.workload,
      abortOnClose(res),
    );
    const manifest: Manifest = readableManifest(object);
    res.set('cache-control', 'no-store').json(manifest);
  });

  router.get(deliveryRoutes.getRevisionDiff.path, async (req, res) => {
    const numbers = numbersSchema.safeParse(req.params);
    if (!numbers.success) {
      throw new InputError(
        'The revisions in the path must be integers, such as 3/diff/4',
      );
    }
    const { from, to } = numbers.data;
    const { found, withheld } = await workloadOf(options, req);
    const signal = abortOnClose(res);
    // Find both before reading the first.
    const revisions = [from, to].map(number => revisionOf(found, number));
    const [before, after] = await Promise.all(
      revisions.map(async revision => {
        const object = await objects.read(found.cluster, revision, signal);
        return templateOf(revision.kind, object);
      }),
    );
    const diff: RevisionDiff = {
      from,
      to,
      changes: diffTemplates(before, after, {
        withValues: withheld === undefined,
      }),
      templates:
        withheld === undefined
          ? {
              state: 'shown',
              from: templateYaml(before),
              to: templateYaml(after),
            }
          : { state: 'withheld', message: withheld },
    };
    res.set('cache-control', 'no-store').json(diff);
  });

  return router;
}

async function workloadOf(
  options: ManifestRouterOptions,
  req: Request,
): Promise<RequestedWorkload> {
  const credentials = await options.httpAuth.credentials(req);
  const { entity, view } = await serviceOf(options, req.params, credentials);
  const found = options.reader.find(view, req.params.uid);
  if (!found) {
    throw new NotFoundError(
      `${view.query.entityRef} has no workload with the UID '${req.params.uid}' in an environment that you may see. It may have been deleted or created again`,
    );
  }
  const readable = await options.authorizer.configurationReadable(
    entity,
    credentials,
  );
  return {
    found,
    withheld:
      unclaimed(view.query, found) ??
      (await conflict(options.claims, entity, found)) ??
      (readable.includes(found.environment)
        ? undefined
        : `You may not see the configuration of ${view.query.entityRef} in '${found.environment}'. Ask an administrator of the portal for the permission ${deliveryConfigReadPermission.name}`),
  };
}

/** An ID in a catalog file must not open a configuration that another entity claims. */
async function conflict(
  claims: OwnershipResolver,
  entity: Entity,
  { workload }: FoundWorkload,
): Promise<string | undefined> {
  const ref = stringifyEntityRef(entity);
  if (workload.entity === ref) return undefined;
  const conflictingOwners = await claims.findConflictingOwners(entity);
  return conflictingOwners.length
    ? `${workload.kind} ${workload.name} is claimed by ${[ref, ...conflictingOwners].join(' and ')}, so its configuration is not shown; let it name one by the annotation ${FAIRWAY_ENTITY}`
    : undefined;
}

/** A selector in a catalog file must not open the configuration of another service. */
function unclaimed(
  query: ServiceQuery,
  { workload }: FoundWorkload,
): string | undefined {
  const { claim, claimants = [] } = claimOf(query, workload);
  const what = `${workload.kind} ${workload.name}`;
  switch (claim) {
    case 'consented':
      return undefined;
    case 'selected':
      return `${what} does not name ${query.entityRef} itself, so its configuration is not shown here; label it with backstage.io/kubernetes-id`;
    case 'contested':
      return `${what} is claimed by ${claimants.join(' and ')}, so its configuration is not shown; let its labels name one`;
    default:
      return claim satisfies never;
  }
}

function revisionOf(
  { workload, revisions }: FoundWorkload,
  number: number,
): RevisionRecord {
  const revision = revisions.find(r => r.number === number);
  if (revision) return revision;
  const known = revisions.map(r => r.number).sort((a, b) => a - b);
  throw new NotFoundError(
    `${workload.kind} ${workload.name} has no revision ${number} any more; the cluster keeps ${known.join(', ') || 'none'}`,
  );
}
