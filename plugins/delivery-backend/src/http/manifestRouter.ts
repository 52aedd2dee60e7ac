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

/** What the routes need. */
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

/** A workload that a request names, and whether its configuration may be told. */
interface NamedWorkload {
  found: FoundWorkload;
  /** Why its configuration is withheld */
  withheld: string | undefined;
}

/**
 * What is read on demand of one workload: its manifest, and what changed
 * between two of its revisions. A request names a uid; where to read is known
 * from the cache, never from the request.
 */
export function createManifestRouter(options: ManifestRouterOptions): Router {
  const { objects } = options;
  const router = PromiseRouter();
  const workload = '/v1/services/:kind/:namespace/:name/workloads/:uid';

  router.get(`${workload}/manifest`, async (req, res) => {
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

  router.get(`${workload}/revisions/:from/diff/:to`, async (req, res) => {
    const numbers = numbersSchema.safeParse(req.params);
    if (!numbers.success) {
      throw new InputError('Revisions are named by their numbers');
    }
    const { from, to } = numbers.data;
    const { found, withheld } = await workloadOf(options, req);
    const signal = abortOnClose(res);
    // Both are known before the first is asked for.
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
): Promise<NamedWorkload> {
  const credentials = await options.httpAuth.credentials(req);
  const { entity, view } = await serviceOf(options, req.params, credentials);
  const found = options.reader.find(view, req.params.uid);
  if (!found) {
    throw new NotFoundError(
      `${view.query.entityRef} has no workload with the uid '${req.params.uid}' where you may look; it may have been deleted or made anew`,
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
      (await rivalled(options.claims, entity, found)) ??
      (readable.includes(found.environment)
        ? undefined
        : `You may not see the configuration of ${view.query.entityRef} in '${found.environment}'; whoever looks after the portal's permissions can grant ${deliveryConfigReadPermission.name}`),
  };
}

// An id in a catalog file must not either, where another names it.
async function rivalled(
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

// A selector in a catalog file must not open the configuration of others.
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
