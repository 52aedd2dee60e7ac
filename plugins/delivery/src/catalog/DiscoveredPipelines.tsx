import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { PipelineCandidates } from '@fairway/backstage-plugin-delivery-common';
import Skeleton from '@material-ui/lab/Skeleton';
import type { AsyncState } from 'react-use/esm/useAsyncFn';
import { errorMessage } from '../api/errorMessage';
import { deliveryTranslationRef } from '../translation/ref';

/** The jobs that build a service's repository, a line each, and what could not be asked. */
export function DiscoveredPipelines({
  found,
}: {
  found: AsyncState<PipelineCandidates>;
}) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (found.error) {
    const problem = errorMessage(found.error);
    return <>{t('undescribed.notAsked', { problem })}</>;
  }
  if (!found.value) {
    return (
      <Skeleton width="60%" aria-busy aria-label={t('undescribed.looking')} />
    );
  }
  const { jobs, problems } = found.value;
  const problem = problems.join(' ');
  if (!jobs.length && !problem) return <>{t('undescribed.noneBuilds')}</>;
  return (
    <>
      {jobs.map(({ provider, name, url }) => (
        <div key={`${provider} ${name}`}>
          {t('undescribed.builds', {
            job: url ? <Link to={url}>{name}</Link> : name,
          })}
        </div>
      ))}
      {problem && <div>{t('undescribed.notAllAsked', { problem })}</div>}
    </>
  );
}
