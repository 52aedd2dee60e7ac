import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { useMemo } from 'react';
import { deliveryTranslationRef } from '../../translation/ref';
import { useCodedText } from '../../format/useCodedText';
import { historyItems } from './historyItems';
import { HistoryRow } from './HistoryRow';
import type { HistoryState } from './useHistory';

const useStyles = makeStyles(
  { root: { listStyle: 'none', margin: 0, padding: 0 } },
  { name: 'FairwayHistoryList' },
);

/** Releases and events, newest first, as far as they are loaded. */
export function HistoryList({ history }: { history: HistoryState }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  const { items, hasMore } = useMemo(
    () => historyItems(history.pages ?? { releases: [], timeline: [] }),
    [history.pages],
  );
  return (
    <>
      {history.problem !== undefined && (
        <Typography variant="body2" role="alert">
          {t('history.failed', { message: problemText(history.problem) })}{' '}
          <Button size="small" variant="outlined" onClick={history.retry}>
            {t('retry')}
          </Button>
        </Typography>
      )}
      {!history.pages && history.isLoading && <Skeleton height={120} />}
      {history.pages && !items.length && (
        <Typography variant="body2">{t('history.empty')}</Typography>
      )}
      <ol className={classes.root}>
        {items.map(item => (
          <HistoryRow key={item.key} item={item} />
        ))}
      </ol>
      {hasMore && (
        <Button
          size="small"
          disabled={history.isLoading}
          onClick={history.loadMore}
        >
          {t('history.showOlder')}
        </Button>
      )}
    </>
  );
}
