import type { Entity } from '@backstage/catalog-model';
import { useApiHolder } from '@backstage/core-plugin-api';
import { scmIntegrationsApiRef } from '@backstage/integration-react';
import type { RunDetail } from '@fairway/backstage-plugin-delivery-common';
import { useMemo } from 'react';
import { commitUrl } from './commitUrl';

/**
 * A run with the URL of its commit, from the repository of the entity. Other changes of
 * the run may be of other repositories, such as a shared library, so they have none.
 */
export function useCommitLink(detail: RunDetail, entity: Entity): RunDetail {
  const integrations = useApiHolder().get(scmIntegrationsApiRef);
  return useMemo(() => {
    const { commit } = detail;
    const location =
      entity.metadata.annotations?.['backstage.io/source-location'] ?? '';
    const source = location.replace(/^url:/, '');
    const type = integrations?.byUrl(source)?.type;
    if (!commit || commit.url || type === undefined) return detail;
    const url = commitUrl(source, type, commit.hash);
    if (url === undefined) return detail;
    return {
      ...detail,
      commit: { ...commit, url },
      changes: detail.changes.map(change =>
        change.hash === commit.hash ? { ...change, url } : change,
      ),
    };
  }, [detail, entity, integrations]);
}
