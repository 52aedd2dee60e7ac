import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { runOutcome } from '@fairway/backstage-plugin-delivery-common';
import type {
  Environment,
  PipelineSource,
  Run,
} from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import CloudOffIcon from '@material-ui/icons/CloudOff';
import type { ReactNode } from 'react';
import { deliveryTranslationRef } from '../../translation/ref';
import type {
  DeployedWorkload,
  FailedJobRun,
  WarnedWorkload,
} from './summarizeDelivery';
import { useAge } from '../../format/useAge';
import { useHealthSentence } from '../../format/useHealthSentence';
import { useServingTexts } from '../../format/useServingTexts';
import { useCodedText } from '../../format/useCodedText';
import { HealthIcon } from '../../components/HealthIcon';
import { OutcomeIcon } from '../../components/OutcomeIcon';
import { usePipelinesPath } from '../../pipelines/usePipelinesPath';
import { useFindingText } from '../workload/useFindingText';

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
  text: ReactNode;
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
  const { line } = useServingTexts();
  return (
    <StatusRow
      icon={<HealthIcon status={workload.health.status} />}
      subject={`${environment.name} · ${workload.name}`}
      text={useHealthSentence(workload.health)}
      detail={`${line(workload)}${t('clauseSeparator')}${t('deployed', { age })}`}
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

/** Workload that works, with a finding that may change that. */
export function WarningStatusRow({ warned }: { warned: WarnedWorkload }) {
  const { environment, workload, finding } = warned;
  const { t } = useTranslationRef(deliveryTranslationRef);
  const findingText = useFindingText();
  const age = useAge(finding.since ?? workload.deployedAt);
  return (
    <StatusRow
      icon={<OutcomeIcon outcome="unstable" />}
      subject={`${environment.name} · ${workload.name}`}
      text={findingText(finding).sentence}
      detail={finding.since ? t('since', { age }) : undefined}
    />
  );
}

/** Run that waits for approval, or that failed. */
export function RunStatusRow({ run }: { run: Run }) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const outcome = runOutcome(run);
  const path = usePipelinesPath();
  const end =
    run.status.state === 'finished' ? run.status.endedAt : run.startedAt;
  const age = useAge(end);
  const message = run.status.state === 'waiting' ? run.status.message : '';
  return (
    <StatusRow
      icon={<OutcomeIcon outcome={outcome} />}
      text={
        <>
          <Link to={`${path}/runs/${run.id}`} underline="always">
            {t('pipelines.runNamed', { name: run.name })}
          </Link>{' '}
          {t(`pipelines.outcome.${outcome}`)}
          {message && `${t('labelSeparator')}${message}`}
        </>
      }
      detail={t(outcome === 'waiting' ? 'since' : 'ago', { age })}
    />
  );
}

/** Job of a CI server that cannot be read. */
export function SourceStatusRow({ source }: { source: PipelineSource }) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  const { problem } = source.sync;
  return (
    <StatusRow
      icon={<CloudOffIcon fontSize="small" aria-hidden />}
      subject={source.job}
      text={problem ? problemText(problem) : t('pipelines.unreadable')}
    />
  );
}
