import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Fleet } from '@fairway/backstage-plugin-delivery-common';
import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import AutorenewIcon from '@material-ui/icons/Autorenew';
import CloudOffIcon from '@material-ui/icons/CloudOff';
import { useMemo } from 'react';
import { OutcomeIcon } from '../components/OutcomeIcon';
import { HealthIcon } from '../components/HealthIcon';
import { deliveryTranslationRef } from '../translation/ref';
import { rowStatuses } from './fleetFilter';
import type { FleetFilter, FleetStatus } from './fleetFilter';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
    number: { fontWeight: 'bold' },
    // Space for the focus outline, which some themes cut off
    chip: { margin: 0 },
  }),
  { name: 'FairwayFleetSummary' },
);

const summaryStatuses = [
  'degraded',
  'warning',
  'rolling',
  'waiting',
  'stale',
] as const;

const icons: Record<(typeof summaryStatuses)[number], JSX.Element> = {
  degraded: <HealthIcon status="degraded" />,
  warning: <OutcomeIcon outcome="unstable" />,
  rolling: <AutorenewIcon fontSize="small" aria-hidden />,
  waiting: <HealthIcon status="suspended" />,
  stale: <CloudOffIcon fontSize="small" aria-hidden />,
};

/** Number of services by status. Each number is a filter. */
export function FleetSummary(props: {
  fleet: Fleet;
  filter: FleetFilter;
  onChange: (change: Partial<FleetFilter>) => void;
}) {
  const { fleet, filter, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const counts = useMemo(() => {
    const counted = new Map<FleetStatus, number>();
    for (const row of fleet.rows) {
      for (const status of rowStatuses(fleet, row, filter.environment)) {
        counted.set(status, (counted.get(status) ?? 0) + 1);
      }
    }
    return counted;
  }, [fleet, filter.environment]);
  return (
    <div className={classes.root} role="group" aria-label={t('statusSummary')}>
      {summaryStatuses.map(status => {
        const isSelected = filter.status === status;
        return (
          <Chip
            key={status}
            className={classes.chip}
            icon={icons[status]}
            variant={isSelected ? 'default' : 'outlined'}
            color={isSelected ? 'primary' : 'default'}
            aria-pressed={isSelected}
            disabled={!counts.get(status) && !isSelected}
            onClick={() =>
              onChange({ status: isSelected ? undefined : status })
            }
            label={
              <>
                <span className={classes.number}>
                  {counts.get(status) ?? 0}
                </span>{' '}
                {t(`fleet.status.${status}`)}
              </>
            }
          />
        );
      })}
    </div>
  );
}
