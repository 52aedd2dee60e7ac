import {
  discoveryApiRef,
  fetchApiRef,
  useApi,
} from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { previewSchema } from '@fairway/backstage-plugin-delivery-common';
import type { Verdict } from '@fairway/backstage-plugin-delivery-common';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { OnDemand } from '../workload/OnDemand';
import { PreviewFiles } from './PreviewFiles';
import { VerdictView } from './VerdictView';

/** What a template would write and apply with what was filled in, by a dry run. */
export function ReviewField({
  formContext,
  uiSchema,
}: FieldExtensionComponentProps<object, { template: string }>) {
  const fetchApi = useApi(fetchApiRef);
  const discoveryApi = useApi(discoveryApiRef);
  const templateRef = uiSchema['ui:options']?.template;
  const values = JSON.stringify(formContext?.formData ?? {});
  const answer = useAsyncRetry(async () => {
    const base = await discoveryApi.getBaseUrl('scaffolder');
    const response = await fetchApi.fetch(`${base}/delivery/preview`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ templateRef, values: JSON.parse(values) }),
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return previewSchema.parse(await response.json());
  }, [fetchApi, discoveryApi, templateRef, values]);
  return (
    <OnDemand answer={answer}>
      {({ files, verdicts }) => (
        <>
          {distinct(verdicts).map((verdict, index) => (
            <VerdictView key={index} verdict={verdict} />
          ))}
          <PreviewFiles files={files} />
        </>
      )}
    </OnDemand>
  );
}

/** A cluster that is away says the same of each step. */
function distinct(verdicts: Verdict[]): Verdict[] {
  return [...new Map(verdicts.map(v => [JSON.stringify(v), v])).values()];
}
