import {
  discoveryApiRef,
  fetchApiRef,
  useApi,
} from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { previewSchema } from '@fairway/backstage-plugin-delivery-common';
import type { ApplyPreview } from '@fairway/backstage-plugin-delivery-common';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { AsyncContent } from '../components/AsyncContent';
import { PreviewFiles } from './PreviewFiles';
import { ApplyPreviewView } from './ApplyPreviewView';

/** Preview of the files and objects that a template would write and apply for the form values. */
export function ReviewField({
  formContext,
  uiSchema,
}: FieldExtensionComponentProps<object, { template: string }>) {
  const fetchApi = useApi(fetchApiRef);
  const discoveryApi = useApi(discoveryApiRef);
  const templateRef = uiSchema['ui:options']?.template;
  const values = JSON.stringify(formContext?.formData ?? {});
  const result = useAsyncRetry(async () => {
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
    <AsyncContent result={result}>
      {({ files, previews }) => (
        <>
          {distinct(previews).map((preview, index) => (
            <ApplyPreviewView key={index} preview={preview} />
          ))}
          <PreviewFiles files={files} />
        </>
      )}
    </AsyncContent>
  );
}

/** Removes duplicates: an unreachable cluster gives the same answer for each step. */
function distinct(previews: ApplyPreview[]): ApplyPreview[] {
  return [
    ...new Map(
      previews.map(preview => [JSON.stringify(preview), preview]),
    ).values(),
  ];
}
