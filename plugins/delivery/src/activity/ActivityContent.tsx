import { EmptyState } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import Skeleton from '@material-ui/lab/Skeleton';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import useDebounce from 'react-use/esm/useDebounce';
import { ConnectionStatus } from '../components/ConnectionStatus';
import { useFleet } from '../fleet/useFleet';
import { useOwnRefs } from '../fleet/useOwnRefs';
import { useCodedText } from '../format/useCodedText';
import { deliveryTranslationRef } from '../translation/ref';
import { ActivityFilters } from './ActivityFilters';
import { ActivityList } from './ActivityList';
import { readActivityFilter, writeActivityFilter } from './activityFilter';
import type { ActivityFilter } from './activityFilter';
import { fleetRefreshKey } from './fleetRefreshKey';
import { useActivity } from './useActivity';

const TYPING_MS = 300;

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
    problem: { marginBottom: theme.spacing(1.5) },
  }),
  { name: 'FairwayActivityContent' },
);

/** What changed in all services, newest first, updated live. */
export function ActivityContent() {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  const [query, setQuery] = useSearchParams();
  const filter = useMemo(() => readActivityFilter(query), [query]);
  const setFilter = (change: Partial<ActivityFilter>) =>
    setQuery(
      before =>
        writeActivityFilter({ ...readActivityFilter(before), ...change }),
      { replace: true },
    );
  const selection = useSelection(filter);
  const { state, retry } = useFleet();
  const fleet = 'value' in state ? state.value : undefined;
  const refreshKey = useMemo(() => fleetRefreshKey(fleet), [fleet]);
  const activity = useActivity(selection, refreshKey);
  const { loaded, problem } = activity;
  const isFiltered = writeActivityFilter(filter).size > 0;
  return (
    <>
      <div className={classes.top}>
        <Typography variant="body2">{t('activity.hint')}</Typography>
        {(state.status === 'live' || state.status === 'reconnecting') && (
          <ConnectionStatus state={state} retry={retry} />
        )}
      </div>
      <ActivityFilters
        filter={filter}
        environments={fleet?.environments.map(({ name }) => name) ?? []}
        onChange={setFilter}
      />
      {problem && (
        <Alert
          className={classes.problem}
          severity="warning"
          action={
            <Button color="inherit" size="small" onClick={activity.retry}>
              {t('retry')}
            </Button>
          }
        >
          {t(loaded ? 'activity.refreshFailed' : 'activity.failed', {
            message: problemText(problem),
          })}
        </Alert>
      )}
      {!loaded && !problem && (
        <div aria-busy aria-label={t('loading')}>
          <Skeleton variant="rect" height={480} />
        </div>
      )}
      {loaded && !loaded.items.length && !isFiltered && (
        <EmptyState missing="content" title={t('activity.empty')} />
      )}
      {loaded && !loaded.items.length && isFiltered && (
        <Typography>{t('activity.noMatches')}</Typography>
      )}
      {loaded && loaded.items.length > 0 && (
        <ActivityList items={loaded.items} />
      )}
      {loaded?.nextCursor && (
        <Button
          size="small"
          variant="outlined"
          disabled={activity.isLoading}
          onClick={activity.loadMore}
        >
          {t('activity.showOlder')}
        </Button>
      )}
    </>
  );
}

/** Selection of a filter, a moment after the last typed character; undefined until the viewer's groups are known if they are needed. */
function useSelection(filter: ActivityFilter) {
  const ownRefs = useOwnRefs();
  const [text, setText] = useState(filter.text);
  useDebounce(() => setText(filter.text), TYPING_MS, [filter.text]);
  const { mine, kind, environment } = filter;
  return useMemo(
    () =>
      mine && !ownRefs.length
        ? undefined
        : {
            kinds: kind && [kind],
            text: text.trim() || undefined,
            environment,
            owners: mine ? ownRefs : undefined,
          },
    [mine, ownRefs, kind, text, environment],
  );
}
