import { activityKindSchema } from '@fairway/backstage-plugin-delivery-common';
import type { ActivityKind } from '@fairway/backstage-plugin-delivery-common';

/** Kinds of changes to filter by. */
export const activityKinds = activityKindSchema.options;

/** Filter of the changes of all services. The address of the page keeps it. */
export interface ActivityFilter {
  /** Words in the name or tags of a service, or the start of a version or commit */
  text: string;
  /** Only changes of services that the viewer owns */
  mine: boolean;
  kind?: ActivityKind;
  /** Name of an environment */
  environment?: string;
}

/** Reads a filter from a query. Ignores unknown values. */
export function readActivityFilter(query: URLSearchParams): ActivityFilter {
  return {
    text: query.get('text') ?? '',
    mine: query.get('mine') === 'true',
    kind: activityKinds.find(kind => kind === query.get('kind')),
    environment: query.get('environment') ?? undefined,
  };
}

/** Query of a filter, without default values. */
export function writeActivityFilter(filter: ActivityFilter): URLSearchParams {
  const { text, mine, kind, environment } = filter;
  const query = new URLSearchParams();
  if (text) query.set('text', text);
  if (mine) query.set('mine', 'true');
  if (kind) query.set('kind', kind);
  if (environment) query.set('environment', environment);
  return query;
}
