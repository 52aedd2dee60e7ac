import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Environment } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import CloudOffIcon from '@material-ui/icons/CloudOff';
import type { ReactNode } from 'react';
import { deliveryTranslationRef } from '../../translation/ref';
import type { FailedRun, Finding } from './situation';
import { useAge } from '../../format/useAge';
import { useHealthSentence } from '../../format/useHealthSentence';
import { HealthIcon } from '../../components/HealthIcon';

const useStyles = makeStyles(
  theme => ({
    line: {
      display: 'flex',
      gap: theme.spacing(1),
      alignItems: 'flex-start',
      padding: theme.spacing(0.25, 0),
      overflowWrap: 'anywhere',
    },
    icon: { display: 'flex', flex: 'none' },
    aside: { color: theme.palette.text.secondary },
  }),
  { name: 'FairwaySituationLine' },
);

/** One line of the strip: where, what, and since when. */
export function StatusRow(props: {
  icon: ReactNode;
  place?: string;
  text: string;
  aside?: string;
}) {
  const { icon, place, text, aside } = props;
  const classes = useStyles();
  return (
    <li className={classes.line}>
      <span className={classes.icon}>{icon}</span>
      <Typography variant="body2" component="div">
        {place && <strong>{place}: </strong>}
        {text} {aside && <span className={classes.aside}>{aside}</span>}
      </Typography>
    </li>
  );
}

/** A workload that is not well, or on its way. */
export function FindingLine({ finding }: { finding: Finding }) {
  const { environment, workload } = finding;
  const { t } = useTranslationRef(deliveryTranslationRef);
  const age = useAge(workload.deployedAt);
  const version = workload.version?.value ?? t('unknownVersion');
  return (
    <StatusRow
      icon={<HealthIcon status={workload.health.status} />}
      place={`${environment.name} · ${workload.name}`}
      text={useHealthSentence(workload.health)}
      aside={`${version}, ${t('deployed', { age })}`}
    />
  );
}

/** A series of jobs whose last run failed. */
export function FailedRunLine({ failedRun }: { failedRun: FailedRun }) {
  const { environment, series, run } = failedRun;
  const { t } = useTranslationRef(deliveryTranslationRef);
  const age = useAge(run.endedAt ?? run.startedAt);
  return (
    <StatusRow
      icon={<HealthIcon status="degraded" />}
      place={`${environment.name} · ${series.name}`}
      text={t('job.lastRunFailed', { age })}
      aside={run.message ?? run.reason}
    />
  );
}

/** An environment whose cluster says nothing. */
export function UnreadLine({ environment }: { environment: Environment }) {
  const { name, cluster, sync } = environment;
  const { t } = useTranslationRef(deliveryTranslationRef);
  const age = useAge(sync.since);
  return (
    <StatusRow
      icon={<CloudOffIcon fontSize="small" aria-hidden />}
      place={name}
      text={t('sync.failed', { cluster })}
      aside={sync.state === 'stale' ? t('sync.stale', { age }) : undefined}
    />
  );
}
