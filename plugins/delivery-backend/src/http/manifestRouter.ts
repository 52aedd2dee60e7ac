import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import type {
  CodedMessage,
  Manifest,
  RevisionDiff,
} from '@fairway/backstage-plugin-delivery-common';
import {
  FAIRWAY_ENTITY,
  KUBERNETES_ID,
  deliveryConfigReadPermission,
  deliveryRoutes,
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import {
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
import { abortOnClose } from './abortOnClose';
import { serviceOf } from './viewOf';
import type { ViewOptions } from './viewOf';

/** Dependencies of the routes for a workload's configuration. */
export interface ManifestRouterOptions extends ViewOptions {
  httpAuth: HttpAuthService;
  reader: DeliveryReader;
  objects: ObjectReader;
}

const numbersSchema = z.object({
  from: z.coerce.number().int(),
  to: z.coerce.number().int(),
});

/** The workload of a request, and whether the caller may see its configuration. */
interface RequestedWorkload {
  found: FoundWorkload;
  /** Reason why the configuration is withheld */
  withheld: CodedMessage | undefined;
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
    if (withheld) throw problemError(NotAllowedError, withheld);
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
      throw problemError(InputError, requestProblem('revisionsInvalid'));
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
          : { state: 'withheld', problem: withheld },
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
    throw problemError(
      NotFoundError,
      requestProblem('workloadNotFound', {
        entityRef: view.query.entityRef,
        uid: req.params.uid,
      }),
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
      (readable.includes(found.environment)
        ? undefined
        : requestProblem('configForbidden', {
            entityRef: view.query.entityRef,
            environment: found.environment,
            permission: deliveryConfigReadPermission.name,
          })),
  };
}

/** A selector in a catalog file must not open the configuration of another service. */
function unclaimed(
  query: ServiceQuery,
  { workload, claim: { claim, claimants = [] } }: FoundWorkload,
): CodedMessage | undefined {
  const described = `${workload.kind} ${workload.name}`;
  switch (claim) {
    case 'consented':
      return undefined;
    case 'selected':
      return requestProblem('configNotClaimed', {
        workload: described,
        entityRef: query.entityRef,
        label: KUBERNETES_ID,
      });
    case 'contested':
      return requestProblem('configContested', {
        workload: described,
        owners: claimants.join(', '),
        annotation: FAIRWAY_ENTITY,
      });
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
  const values = { workload: `${workload.kind} ${workload.name}`, number };
  throw problemError(
    NotFoundError,
    known.length
      ? requestProblem('revisionDeleted', {
          ...values,
          revisions: known.join(', '),
        })
      : requestProblem('revisionsDeleted', values),
  );
}
