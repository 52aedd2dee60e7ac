import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Delivery } from '@fairway/backstage-plugin-delivery-common';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { ReactNode } from 'react';
import { deliveryTranslationRef } from '../translation/ref';
import { situationOf } from '../view/situation';
import type { Finding } from '../view/situation';
import { useAge } from '../view/useAge';
import { useHealthSentence } from '../view/useHealthSentence';
import { HealthIcon } from './HealthIcon';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      justifyContent: 'space-between',
      alignItems: 'flex-start',
      flexWrap: 'wrap',
      gap: theme.spacing(1),
      padding: theme.spacing(1.5, 2),
      marginBottom: theme.spacing(2),
    },
    list: { listStyle: 'none', margin: 0, padding: 0, minWidth: 0, flex: 1 },
    line: {
      display: 'flex',
      gap: theme.spacing(1),
      alignItems: 'flex-start',
      padding: theme.spacing(0.25, 0),
      overflowWrap: 'anywhere',
    },
    secondary: { color: theme.palette.text.secondary },
  }),
  { name: 'FairwaySituationStrip' },
);

/** What is wrong, where and since when, before everything else. */
export function SituationStrip(props: {
  delivery: Delivery;
  /** Whether the page is live */
  connection: ReactNode;
}) {
  const { delivery, connection } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const { wrong, moving, isComplete, deployed } = situationOf(delivery);
  const findings = [...wrong, ...moving];
  return (
    <Paper variant="outlined" className={classes.root}>
      <ul
        className={classes.list}
        aria-label={wrong.length ? t('attention') : t('moving')}
        aria-live="polite"
      >
        {findings.map(finding => (
          <FindingLine key={finding.key} finding={finding} />
        ))}
        {!isComplete && (
          <li className={classes.line}>
            <HealthIcon status="unknown" />
            <Typography variant="body2">{t('notReadNow')}</Typography>
          </li>
        )}
        {isComplete && !findings.length && (
          <li className={classes.line}>
            <HealthIcon status={deployed.length ? 'healthy' : 'suspended'} />
            <Typography variant="body2">
              {deployed.length
                ? t('allWell', { environments: deployed.join(', ') })
                : t('nothingRuns')}
            </Typography>
          </li>
        )}
      </ul>
      {connection}
    </Paper>
  );
}

function FindingLine({ finding }: { finding: Finding }) {
  const { environment, workload } = finding;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const age = useAge(workload.deployedAt);
  return (
    <li className={classes.line}>
      <HealthIcon status={workload.health.status} />
      <Typography variant="body2" component="div">
        <strong>
          {environment.name} · {workload.name}
        </strong>
        {' – '}
        {useHealthSentence(workload.health)}{' '}
        <span className={classes.secondary}>
          {workload.version?.value ?? t('unknownVersion')},{' '}
          {t('deployed', { age })}
        </span>
      </Typography>
    </li>
  );
}
