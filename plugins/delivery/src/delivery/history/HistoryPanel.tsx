import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { Delivery } from '@fairway/backstage-plugin-delivery-common';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useMemo } from 'react';
import { deliveryTranslationRef } from '../../translation/ref';
import { HistoryList } from './HistoryList';
import { historyRefreshKey } from './historyRefreshKey';
import { useHistory } from './useHistory';

const useStyles = makeStyles(
  theme => ({
    root: { marginTop: theme.spacing(2), padding: theme.spacing(1.5, 2) },
  }),
  { name: 'FairwayHistoryPanel' },
);

/** Releases and events of a service in all environments, newest first. */
export function HistoryPanel({ delivery }: { delivery: Delivery }) {
  const { entity } = useEntity();
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const history = useHistory(
    entity,
    useMemo(
      () => historyRefreshKey(delivery.environments.flatMap(e => e.workloads)),
      [delivery],
    ),
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
      <HistoryList history={history} />
    </Paper>
  );
}
