import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { Delivery } from '@fairway/backstage-plugin-delivery-common';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { useMemo } from 'react';
import { deliveryTranslationRef } from '../translation/ref';
import { historyItems } from './historyItems';
import { HistoryLine } from './HistoryLine';
import { useHistory } from './useHistory';

const useStyles = makeStyles(
  theme => ({
    root: { marginTop: theme.spacing(2), padding: theme.spacing(1.5, 2) },
    list: { listStyle: 'none', margin: 0, padding: 0 },
  }),
  { name: 'FairwayHistoryPanel' },
);

/** What happened to a service, in all environments, newest first. */
export function HistoryPanel({ delivery }: { delivery: Delivery }) {
  const { entity } = useEntity();
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const history = useHistory(
    entity,
    useMemo(() => movedTo(delivery), [delivery]),
  );
  const { items, hasMore } = useMemo(
    () => historyItems(history.pages ?? { releases: [], timeline: [] }),
    [history.pages],
  );
  return (
    <Paper
      variant="outlined"
      component="section"
      className={classes.root}
      aria-label={t('history.title')}
    >
      <Typography variant="h6" component="h2">
        {t('history.title')}
      </Typography>
      {history.problem !== undefined && (
        <Typography variant="body2" role="alert">
          {t('history.problem', { message: history.problem })}{' '}
          <Button size="small" variant="outlined" onClick={history.retry}>
            {t('retry')}
          </Button>
        </Typography>
      )}
      {!history.pages && history.isLoading && <Skeleton height={120} />}
      {history.pages && !items.length && (
        <Typography variant="body2">{t('history.empty')}</Typography>
      )}
      <ol className={classes.list}>
        {items.map(item => (
          <HistoryLine key={item.key} item={item} />
        ))}
      </ol>
      {hasMore && (
        <Button
          size="small"
          disabled={history.isLoading}
          onClick={history.loadMore}
        >
          {t('history.more')}
        </Button>
      )}
    </Paper>
  );
}

/** Differs when the service has moved in a way that leaves a record. */
function movedTo({ environments }: Delivery): string {
  return environments
    .flatMap(environment => environment.workloads)
    .map(({ uid, rollout, health, replicas, pods }) =>
      [
        uid,
        rollout.desired,
        rollout.state,
        health.status,
        replicas.desired,
        pods.reduce((sum, pod) => sum + pod.restarts, 0),
      ].join(' '),
    )
    .join();
}
