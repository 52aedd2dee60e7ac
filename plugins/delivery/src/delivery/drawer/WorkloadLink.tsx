import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  EnvironmentHeader,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import { useSearchParams } from 'react-router-dom';
import { deliveryTranslationRef } from '../../translation/ref';
import { workloadKey, writeWorkloadAddress } from './workloadAddress';

/** Name of a workload, as a link that opens the workload drawer. */
export function WorkloadLink(props: {
  environment: EnvironmentHeader;
  workload: Workload;
}) {
  const { environment, workload } = props;
  const [query] = useSearchParams();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const address = writeWorkloadAddress(query, {
    workload: workloadKey(environment, workload),
    view: 'pods',
  });
  return (
    <Link
      to={`?${address}`}
      title={t('detail.open')}
      // The page behind the drawer keeps its scroll position.
      preventScrollReset
    >
      {workload.name}
    </Link>
  );
}
