import { CodeSnippet, EmptyState } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useEntity } from '@backstage/plugin-catalog-react';
import { deliveryTranslationRef } from '../translation/ref';

/** Annotation to add to the catalog file, ready to copy. */
export function AnnotationHint() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const { kind, apiVersion, metadata } = entity;
  const text = [
    `apiVersion: ${apiVersion}`,
    `kind: ${kind}`,
    'metadata:',
    `  name: ${metadata.name}`,
    '  annotations:',
    `    jenkins.io/job-full-name: folder/${metadata.name}`,
    '',
  ].join('\n');
  return (
    <EmptyState
      missing="field"
      title={t('pipelines.noAnnotation')}
      description={t('pipelines.noAnnotationHint')}
      action={
        <CodeSnippet
          text={text}
          language="yaml"
          highlightedNumbers={[5, 6]}
          showCopyCodeButton
        />
      }
    />
  );
}
