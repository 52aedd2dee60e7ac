import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { environmentKey } from '@fairway/backstage-plugin-delivery-common';
import type { Delivery } from '@fairway/backstage-plugin-delivery-common';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { deliveryTranslationRef } from '../../translation/ref';
import { situationOf } from './situation';
import { HealthIcon } from '../../components/HealthIcon';
import { FailedRunLine, FindingLine, StatusRow, UnreadLine } from './StatusRow';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      justifyContent: 'space-between',
      alignItems: 'flex-start',
      flexWrap: 'wrap',
      gap: theme.spacing(0.5, 2),
      padding: theme.spacing(1.5, 2),
      marginBottom: theme.spacing(2),
      borderLeftWidth: 4,
    },
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      flex: '1 1 300px',
      minWidth: 0,
    },
    healthy: { borderLeftColor: theme.palette.status.ok },
    progressing: { borderLeftColor: theme.palette.status.running },
    degraded: { borderLeftColor: theme.palette.status.error },
    suspended: { borderLeftColor: theme.palette.status.aborted },
    unknown: { borderLeftColor: theme.palette.status.warning },
  }),
  { name: 'FairwaySituationStrip' },
);

/** What is wrong, where and since when, before everything else. */
export function StatusSummary(props: {
  delivery: Delivery;
  /** Whether the page is live */
  connection: ReactNode;
}) {
  const { delivery, connection } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const { wrong, failedRuns, unread, moving, syncing, deployed, status } =
    situationOf(delivery);
  const isQuiet = ![wrong, failedRuns, unread, moving, syncing].some(
    list => list.length,
  );
  return (
    <Paper
      variant="outlined"
      className={`${classes.root} ${status ? classes[status] : ''}`}
    >
      <ul className={classes.list} aria-label={t('situation')}>
        {wrong.map(finding => (
          <FindingLine key={finding.key} finding={finding} />
        ))}
        {failedRuns.map(failedRun => (
          <FailedRunLine key={failedRun.key} failedRun={failedRun} />
        ))}
        {unread.map(environment => (
          <UnreadLine
            key={environmentKey(environment)}
            environment={environment}
          />
        ))}
        {moving.map(finding => (
          <FindingLine key={finding.key} finding={finding} />
        ))}
        {syncing.map(environment => (
          <StatusRow
            key={environmentKey(environment)}
            icon={<HealthIcon status="progressing" />}
            place={environment.name}
            text={t('sync.syncing', { cluster: environment.cluster })}
          />
        ))}
        {isQuiet && (
          <StatusRow
            icon={<HealthIcon status={deployed[0] ? 'healthy' : 'suspended'} />}
            text={
              deployed.length
                ? t('allWell', { environments: deployed.join(', ') })
                : t('nothingRuns')
            }
          />
        )}
      </ul>
      {connection}
    </Paper>
  );
}
