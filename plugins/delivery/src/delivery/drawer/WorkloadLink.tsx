import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  EnvironmentHeader,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import { useSearchParams } from 'react-router-dom';
import { deliveryTranslationRef } from '../../translation/ref';
import { workloadKey, writeWorkloadAddress } from './workloadAddress';

/** A workload's name, which opens its detail. */
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
      // What was looked at stays where it was behind the detail.
      preventScrollReset
    >
      {workload.name}
    </Link>
  );
}
