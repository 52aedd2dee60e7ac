import { EmptyState } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Fleet } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import { memo, useMemo } from 'react';
import type { LiveState } from '../api/DeliveryApi';
import { ConnectionStatus } from '../components/ConnectionStatus';
import { ErrorState } from '../components/ErrorState';
import { deliveryTranslationRef } from '../translation/ref';
import { CommitResults } from './CommitResults';
import { filterRows } from './fleetFilter';
import { FleetFilters } from './FleetFilters';
import { groupRows } from './groupRows';
import { FleetSummary } from './FleetSummary';
import { FleetTable } from './FleetTable';
import { isCommitOrVersion, useCommitSearch } from './useCommitSearch';
import type { CommitSearchState } from './useCommitSearch';
import { useFleet } from './useFleet';
import { useFleetFilter } from './useFleetFilter';
import { useOwnRefs } from './useOwnRefs';
import { useWaiting } from '../waiting/useWaiting';
import { WaitingChip } from '../waiting/WaitingChip';
import { waitingForViewer } from '../waiting/waitingItems';
import { WaitingList } from '../waiting/WaitingList';

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
    summary: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
  }),
  { name: 'FairwayFleetContent' },
);

// React renders it only for a new state; see useLive.
const FleetState = memo(FleetStateContent);

/** All services by environment, updated live. */
export function FleetContent() {
  const { state, retry } = useFleet();
  return <FleetState state={state} retry={retry} />;
}

function FleetStateContent(props: {
  state: LiveState<Fleet>;
  retry: () => void;
}) {
  const { state, retry } = props;
  const { filter, setFilter } = useFleetFilter();
  const ownRefs = useOwnRefs();
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const fleet = 'value' in state ? state.value : undefined;
  const { state: waitingState, retry: retryWaiting } = useWaiting(fleet);
  const waiting = 'value' in waitingState ? waitingState.value : undefined;
  const shown = useMemo(
    () =>
      fleet && filter.waitingForMe ? waitingForViewer(fleet, waiting) : fleet,
    [fleet, filter.waitingForMe, waiting],
  );
  const rows = useMemo(
    () => shown && groupRows(filterRows(shown, filter, ownRefs), filter.group),
    [shown, filter, ownRefs],
  );
  // The same array after an update, so that unchanged rows do not render again.
  const allEnvironments = fleet?.environments;
  const environments = useMemo(
    () =>
      allEnvironments?.filter(
        ({ name }) => !filter.environment || name === filter.environment,
      ),
    [allEnvironments, filter.environment],
  );

  // A text that matches no service may be an older commit: the table knows only current ones.
  const commits = useCommitSearch(
    filter.text,
    rows !== undefined && (!rows.length || isCommitOrVersion(filter.text)),
  );

  // The table says that no service matches, which must be known.
  const isTableKnown =
    (waiting !== undefined || !filter.waitingForMe) &&
    (rows?.length || isWithoutMatches(commits.state));

  if (state.status === 'loading') {
    return (
      <div aria-busy aria-label={t('loading')}>
        <Skeleton variant="rect" height={40} style={{ marginBottom: 12 }} />
        <Skeleton variant="rect" height={480} />
      </div>
    );
  }
  if (!('value' in state) || !fleet || !rows || !environments) {
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
        <div className={classes.summary}>
          <FleetSummary fleet={fleet} filter={filter} onChange={setFilter} />
          <WaitingChip
            state={waitingState}
            isSelected={filter.waitingForMe}
            onChange={waitingForMe => setFilter({ waitingForMe })}
          />
        </div>
        <ConnectionStatus state={state} retry={retry} />
      </div>
      <FleetFilters fleet={fleet} filter={filter} onChange={setFilter} />
      {(filter.waitingForMe || filter.status === 'waiting') && (
        <WaitingList
          state={waitingState}
          retry={retryWaiting}
          withOthers={!filter.waitingForMe}
        />
      )}
      <CommitResults state={commits.state} retry={commits.retry} />
      {isTableKnown && <FleetTable environments={environments} rows={rows} />}
    </>
  );
}

/** Whether no recorded commit matches, so that the page can say that nothing does. */
function isWithoutMatches(state: CommitSearchState): boolean {
  return (
    state.status === 'none' ||
    (state.status === 'done' && !state.value.matches.length)
  );
}
