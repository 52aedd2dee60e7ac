import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { PipelineCandidates } from '@fairway/backstage-plugin-delivery-common';
import Skeleton from '@material-ui/lab/Skeleton';
import type { AsyncState } from 'react-use/esm/useAsyncFn';
import { useCodedText } from '../format/useCodedText';
import { useErrorText } from '../format/useErrorText';
import { deliveryTranslationRef } from '../translation/ref';

/** Jobs that build the repository of a service, and the servers that did not answer. */
export function DiscoveredPipelines({
  candidates,
}: {
  candidates: AsyncState<PipelineCandidates>;
}) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const errorText = useErrorText();
  const problemText = useCodedText('problem');
  if (candidates.error) {
    const problem = errorText(candidates.error);
    return <>{t('discovered.searchFailed', { problem })}</>;
  }
  if (!candidates.value) {
    return (
      <Skeleton width="60%" aria-busy aria-label={t('discovered.searching')} />
    );
  }
  const { jobs, problems } = candidates.value;
  if (!jobs.length && !problems.length)
    return <>{t('discovered.noPipeline')}</>;
  return (
    <>
      {jobs.map(({ provider, name, url }) => (
        <div key={`${provider} ${name}`}>
          {t('discovered.builds', {
            job: url ? <Link to={url}>{name}</Link> : name,
          })}
        </div>
      ))}
      {problems.map(problem => (
        <div key={problem.message}>
          {t('discovered.incomplete', { problem: problemText(problem) })}
        </div>
      ))}
    </>
  );
}
