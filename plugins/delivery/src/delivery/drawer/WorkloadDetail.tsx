import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { getCompoundEntityRef } from '@backstage/catalog-model';
import {
  entityRouteParams,
  entityRouteRef,
  useEntity,
} from '@backstage/plugin-catalog-react';
import type { Delivery } from '@fairway/backstage-plugin-delivery-common';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import Typography from '@material-ui/core/Typography';
import CloseIcon from '@material-ui/icons/Close';
import { HealthIcon } from '../../components/HealthIcon';
import { ProductionBadge } from '../../components/ProductionBadge';
import { deliveryTranslationRef } from '../../translation/ref';
import { findWorkload } from './workloadAddress';
import type { WorkloadAddress } from './workloadAddress';
import { workloadTabs } from './workloadTabs';
import type { WorkloadTabId } from './workloadTabs';

const useStyles = makeStyles(
  theme => ({
    header: {
      display: 'flex',
      alignItems: 'flex-start',
      padding: theme.spacing(2, 1, 0, 2),
    },
    title: { flex: 1, minWidth: 0, overflowWrap: 'anywhere' },
    name: { margin: 0, lineHeight: 1.3 },
    facts: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0, 1),
      color: theme.palette.text.secondary,
    },
    tabs: { borderBottom: `1px solid ${theme.palette.divider}` },
    content: { padding: theme.spacing(2), overflow: 'auto', flex: 1 },
  }),
  { name: 'FairwayWorkloadDetail' },
);

/** Header and tabs of one workload. */
export function WorkloadDetail(props: {
  delivery: Delivery;
  address: WorkloadAddress;
  titleId: string;
  onAddressChange: (address: WorkloadAddress) => void;
  onClose: () => void;
}) {
  const { delivery, address, titleId, onAddressChange, onClose } = props;
  const { entity } = useEntity();
  const service = getCompoundEntityRef(entity);
  const entityRoute = useRouteRef(entityRouteRef);
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const found = findWorkload(delivery, address);
  const { environment, workload } = found ?? {};
  const tabs = workloadTabs.filter(
    ({ isVisible }) => found && isVisible(found),
  );
  const tab = tabs.find(({ id }) => id === address.view) ?? tabs.at(0);
  return (
    <>
      <header className={classes.header}>
        <div className={classes.title}>
          <Typography
            variant="h5"
            component="h2"
            id={titleId}
            className={classes.name}
          >
            {workload
              ? `${workload.kind} ${workload.name}`
              : address.workload.split('/').slice(-2).join(' ')}
          </Typography>
          {environment && workload && (
            <Typography
              variant="body2"
              component="div"
              className={classes.facts}
            >
              <HealthIcon status={workload.health.status} />
              {t(`healthStatus.${workload.health.status}`)}
              <span>{environment.name}</span>
              {environment.production && (
                <ProductionBadge name={environment.name} />
              )}
              <span>
                {t('clusterNamespace', {
                  cluster: environment.cluster,
                  namespace: environment.namespace,
                })}
              </span>
              <Link to={`${entityRoute(entityRouteParams(entity))}/kubernetes`}>
                {t('detail.kubernetes')}
              </Link>
            </Typography>
          )}
        </div>
        <IconButton aria-label={t('detail.close')} onClick={onClose}>
          <CloseIcon />
        </IconButton>
      </header>
      {!workload && (
        <Typography className={classes.content}>
          {t('detail.notFound')}
        </Typography>
      )}
      {found && tab && (
        <>
          <Tabs
            className={classes.tabs}
            value={tab.id}
            onChange={(_, view: WorkloadTabId) =>
              onAddressChange({ workload: address.workload, view })
            }
            indicatorColor="primary"
            variant="fullWidth"
            aria-labelledby={titleId}
          >
            {tabs.map(({ id, title }) => (
              <Tab
                key={id}
                value={id}
                id={`${titleId}-${id}`}
                aria-controls={`${titleId}-panel`}
                label={t(title)}
              />
            ))}
          </Tabs>
          <div
            role="tabpanel"
            id={`${titleId}-panel`}
            aria-labelledby={`${titleId}-${tab.id}`}
            className={classes.content}
          >
            <tab.component
              service={service}
              environment={found.environment}
              workload={found.workload}
              revisionRange={address}
              onRevisionRangeChange={({ from, to }) =>
                onAddressChange({ ...address, from, to })
              }
            />
          </div>
        </>
      )}
    </>
  );
}
