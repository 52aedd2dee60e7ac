import { EmptyState } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import { useMemo } from 'react';
import { ConnectionStatus } from '../components/ConnectionStatus';
import { ErrorState } from '../components/ErrorState';
import { deliveryTranslationRef } from '../translation/ref';
import { filterRows } from './fleetFilter';
import { FleetFilters } from './FleetFilters';
import { groupRows } from './groupRows';
import { FleetSummary } from './FleetSummary';
import { FleetTable } from './FleetTable';
import { useFleet } from './useFleet';
import { useFleetFilter } from './useFleetFilter';
import { useOwnRefs } from './useOwnRefs';

const useStyles = makeStyles(
  theme => ({
    top: {
      display: 'flex',
      flexWrap: 'wrap',
      justifyContent: 'space-between',
      alignItems: 'center',
      gap: theme.spacing(1, 2),
      marginBottom: theme.spacing(1.5),
    },
  }),
  { name: 'FairwayFleetContent' },
);

/** All services by environment, updated live. */
export function FleetContent() {
  const { state, retry } = useFleet();
  const { filter, setFilter } = useFleetFilter();
  const ownRefs = useOwnRefs();
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const fleet = 'value' in state ? state.value : undefined;
  const rows = useMemo(
    () => fleet && groupRows(filterRows(fleet, filter, ownRefs), filter.group),
    [fleet, filter, ownRefs],
  );

  if (state.status === 'loading') {
    return (
      <div aria-busy aria-label={t('loading')}>
        <Skeleton variant="rect" height={40} style={{ marginBottom: 12 }} />
        <Skeleton variant="rect" height={480} />
      </div>
    );
  }
  if (!('value' in state) || !fleet || !rows) {
    return 'value' in state ? null : <ErrorState state={state} retry={retry} />;
  }
  if (!fleet.rows.length) {
    return (
      <EmptyState
        missing="content"
        title={t('fleet.empty')}
        description={t('fleet.emptyHint')}
      />
    );
  }
  return (
    <>
      <div className={classes.top}>
        <FleetSummary fleet={fleet} filter={filter} onChange={setFilter} />
        <ConnectionStatus state={state} retry={retry} />
      </div>
      <FleetFilters fleet={fleet} filter={filter} onChange={setFilter} />
      <FleetTable
        environments={fleet.environments.filter(
          ({ name }) => !filter.environment || name === filter.environment,
        )}
        rows={rows}
      />
    </>
  );
}
