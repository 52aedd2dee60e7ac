import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Environment } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import CloudOffIcon from '@material-ui/icons/CloudOff';
import type { ReactNode } from 'react';
import { deliveryTranslationRef } from '../../translation/ref';
import type { DeployedWorkload, FailedJobRun } from './summarizeDelivery';
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
    detail: { color: theme.palette.text.secondary },
  }),
  { name: 'FairwayStatusRow' },
);

/** One row of the status summary. */
export function StatusRow(props: {
  icon: ReactNode;
  /** Environment, with the workload or job */
  subject?: string;
  text: string;
  detail?: string;
}) {
  const { icon, subject, text, detail } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  return (
    <li className={classes.line}>
      <span className={classes.icon}>{icon}</span>
      <Typography variant="body2" component="div">
        {subject && (
          <strong>
            {subject}
            {t('labelSeparator')}
          </strong>
        )}
        {text} {detail && <span className={classes.detail}>{detail}</span>}
      </Typography>
    </li>
  );
}

/** Status of a workload that is unhealthy or rolling out. */
export function WorkloadStatusRow({
  deployed,
}: {
  deployed: DeployedWorkload;
}) {
  const { environment, workload } = deployed;
  const { t } = useTranslationRef(deliveryTranslationRef);
  const age = useAge(workload.deployedAt);
  const version = workload.version?.value ?? t('unknownVersion');
  return (
    <StatusRow
      icon={<HealthIcon status={workload.health.status} />}
      subject={`${environment.name} · ${workload.name}`}
      text={useHealthSentence(workload.health)}
      detail={`${version}${t('clauseSeparator')}${t('deployed', { age })}`}
    />
  );
}

/** Job whose last run failed. */
export function FailedJobStatusRow({ failedRun }: { failedRun: FailedJobRun }) {
  const { environment, series, run } = failedRun;
  const { t } = useTranslationRef(deliveryTranslationRef);
  const age = useAge(run.endedAt ?? run.startedAt);
  return (
    <StatusRow
      icon={<HealthIcon status="degraded" />}
      subject={`${environment.name} · ${series.name}`}
      text={t('job.lastRunFailed', { age })}
      detail={run.message ?? run.reason}
    />
  );
}

/** Environment whose cluster cannot be read. */
export function UnavailableStatusRow({
  environment,
}: {
  environment: Environment;
}) {
  const { name, cluster, sync } = environment;
  const { t } = useTranslationRef(deliveryTranslationRef);
  const age = useAge(sync.since);
  return (
    <StatusRow
      icon={<CloudOffIcon fontSize="small" aria-hidden />}
      subject={name}
      text={t('sync.failed', { cluster })}
      detail={sync.state === 'stale' ? t('sync.stale', { age }) : undefined}
    />
  );
}
