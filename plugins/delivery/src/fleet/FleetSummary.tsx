import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Fleet } from '@fairway/backstage-plugin-delivery-common';
import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import AutorenewIcon from '@material-ui/icons/Autorenew';
import CloudOffIcon from '@material-ui/icons/CloudOff';
import { useMemo } from 'react';
import { HealthIcon } from '../components/HealthIcon';
import { deliveryTranslationRef } from '../translation/ref';
import { situationsOf } from './fleetFilter';
import type { FleetFilter, Situation } from './fleetFilter';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
    number: { fontWeight: 'bold' },
    // Room for the outline, of which the portal's themes take a part.
    chip: { margin: 0 },
  }),
  { name: 'FairwayFleetSummary' },
);

const shown = ['degraded', 'rolling', 'waiting', 'stale'] as const;

const icons: Record<(typeof shown)[number], JSX.Element> = {
  degraded: <HealthIcon status="degraded" />,
  rolling: <AutorenewIcon fontSize="small" aria-hidden />,
  waiting: <HealthIcon status="suspended" />,
  stale: <CloudOffIcon fontSize="small" aria-hidden />,
};

/** How many services are degraded, roll, wait or are stale; each a filter. */
export function FleetSummary(props: {
  fleet: Fleet;
  filter: FleetFilter;
  change: (change: Partial<FleetFilter>) => void;
}) {
  const { fleet, filter, change } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const counts = useMemo(() => {
    const counted = new Map<Situation, number>();
    for (const row of fleet.rows) {
      for (const situation of situationsOf(fleet, row, filter.environment)) {
        counted.set(situation, (counted.get(situation) ?? 0) + 1);
      }
    }
    return counted;
  }, [fleet, filter.environment]);
  return (
    <div className={classes.root} role="group" aria-label={t('situation')}>
      {shown.map(situation => {
        const isChosen = filter.situation === situation;
        return (
          <Chip
            key={situation}
            className={classes.chip}
            icon={icons[situation]}
            variant={isChosen ? 'default' : 'outlined'}
            color={isChosen ? 'primary' : 'default'}
            aria-pressed={isChosen}
            disabled={!counts.get(situation) && !isChosen}
            onClick={() =>
              change({ situation: isChosen ? undefined : situation })
            }
            label={
              <>
                <span className={classes.number}>
                  {counts.get(situation) ?? 0}
                </span>{' '}
                {t(`fleet.situation.${situation}`)}
              </>
            }
          />
        );
      })}
    </div>
  );
}
