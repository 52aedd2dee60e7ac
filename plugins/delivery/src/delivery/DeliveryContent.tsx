import { EmptyState } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useEntity } from '@backstage/plugin-catalog-react';
import { environmentKey } from '@fairway/backstage-plugin-delivery-common';
import type {
  Delivery,
  ServicePipelines,
} from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import { memo } from 'react';
import type { LiveState } from '../api/DeliveryApi';
import { ChangesPanel } from './changes/ChangesPanel';
import { HistoryPanel } from './history/HistoryPanel';
import { deliveryTranslationRef } from '../translation/ref';
import { useDelivery } from './useDelivery';
import { ConnectionStatus } from '../components/ConnectionStatus';
import { ErrorState } from '../components/ErrorState';
import { EnvironmentColumn } from './EnvironmentColumn';
import { rankByTrouble } from './rankByTrouble';
import { WorkloadDrawer } from './drawer/WorkloadDrawer';
import { usePipelines } from '../pipelines/usePipelines';
import { StatusSummary } from './status/StatusSummary';

const useStyles = makeStyles(
  theme => ({
    columns: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 300px), 1fr))',
      gap: theme.spacing(2),
      alignItems: 'start',
    },
  }),
  { name: 'FairwayDeliveryContent' },
);

// React renders it only for a new state; see useLive.
const DeliveryState = memo(DeliveryStateContent);

/** Delivery tab of a service: its environments side by side, updated live. */
export function DeliveryContent() {
  const { entity } = useEntity();
  const { state, retry } = useDelivery(entity);
  // Followed together, both take one request.
  const { state: pipelines } = usePipelines(entity);
  return <DeliveryState state={state} pipelines={pipelines} retry={retry} />;
}

function DeliveryStateContent(props: {
  state: LiveState<Delivery>;
  pipelines: LiveState<ServicePipelines>;
  retry: () => void;
}) {
  const { state, pipelines, retry } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);

  if (state.status === 'loading') {
    return (
      <div aria-busy aria-label={t('loading')}>
        <Skeleton variant="rect" height={48} style={{ marginBottom: 16 }} />
        <div className={classes.columns}>
          {[0, 1, 2].map(column => (
            <Skeleton key={column} variant="rect" height={320} />
          ))}
        </div>
      </div>
    );
  }
  if (!('value' in state)) {
    return <ErrorState state={state} retry={retry} />;
  }
  const { value: delivery } = state;
  if (!delivery.environments.length) {
    return <EmptyState missing="content" title={t('noEnvironments')} />;
  }
  const ranks = rankByTrouble(delivery.environments);
  return (
    <>
      <StatusSummary
        delivery={delivery}
        pipelines={pipelines}
        connection={<ConnectionStatus state={state} retry={retry} />}
      />
      <div className={classes.columns}>
        {delivery.environments.map((environment, index) => (
          <EnvironmentColumn
            key={environmentKey(environment)}
            environments={delivery.environments}
            index={index}
            rank={ranks.get(environment) ?? 0}
          />
        ))}
      </div>
      <ChangesPanel delivery={delivery} />
      <HistoryPanel delivery={delivery} />
      <WorkloadDrawer delivery={delivery} />
    </>
  );
}
