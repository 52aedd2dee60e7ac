import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { JobRun } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../../translation/ref';
import { formatDuration } from '../../format/formatDuration';
import { jobRunHealth } from '../../components/jobRunHealth';
import { useLanguage } from '../../format/useLanguage';
import { Age } from '../../components/Age';
import { HealthIcon } from '../../components/HealthIcon';
import { JobRunChart } from './JobRunChart';

/** Number of runs that are not collapsed. */
const SHOWN_RUNS = 3;

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    run: {
      display: 'grid',
      gridTemplateColumns: '20px minmax(0, 1fr) auto',
      columnGap: theme.spacing(0.5),
      alignItems: 'center',
      padding: theme.spacing(0.25, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
    },
    secondary: { color: theme.palette.text.secondary },
    message: { gridColumn: '2 / -1' },
    reason: { fontWeight: 'bold', color: theme.palette.text.primary },
    summary: {
      cursor: 'pointer',
      color: theme.palette.text.secondary,
      ...theme.typography.caption,
      lineHeight: '24px',
    },
  }),
  { name: 'FairwayJobRuns' },
);

/** Recent runs of a job: a chart, and a list of the newest runs. */
export function JobRuns({ runs }: { runs: JobRun[] }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (!runs.length) {
    return (
      <Typography variant="caption" color="textSecondary">
        {t('job.noRuns')}
      </Typography>
    );
  }
  const earlier = runs.slice(SHOWN_RUNS);
  return (
    <>
      {runs.length > 1 && <JobRunChart runs={runs} />}
      <ol className={classes.list} aria-label={t('job.runs')}>
        {runs.slice(0, SHOWN_RUNS).map(run => (
          <Run key={run.uid} run={run} />
        ))}
      </ol>
      {earlier.length > 0 && (
        <details>
          <summary className={classes.summary}>
            {t('job.earlier', { number: String(earlier.length) })}
          </summary>
          <ol className={classes.list} aria-label={t('job.earlierRuns')}>
            {earlier.map(run => (
              <Run key={run.uid} run={run} />
            ))}
          </ol>
        </details>
      )}
    </>
  );
}

function Run({ run }: { run: JobRun }) {
  const { state, durationSeconds, failedPods, reason, message, queue } = run;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const language = useLanguage();
  const parts = [
    t(`runState.${state}`),
    ...(durationSeconds === undefined
      ? []
      : [formatDuration(durationSeconds, language)]),
    ...(failedPods > 0
      ? [t('job.failedPods', { number: String(failedPods) })]
      : []),
    ...(queue === undefined ? [] : [t('job.queue', { queue })]),
  ];
  return (
    <li className={classes.run}>
      <HealthIcon status={jobRunHealth[state]} />
      <Typography variant="caption" title={run.name}>
        {parts.join(' · ')}
      </Typography>
      <Typography variant="caption" className={classes.secondary}>
        <Age time={run.startedAt} />
      </Typography>
      {(reason || message) && (
        <Typography
          variant="caption"
          className={`${classes.message} ${classes.secondary}`}
        >
          <span className={classes.reason}>{reason}</span> {message}
        </Typography>
      )}
    </li>
  );
}
