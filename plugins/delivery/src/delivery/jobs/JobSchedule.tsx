import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { JobSeries } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../../translation/ref';
import { useAge } from '../../format/useAge';
import { useTimeUntil } from '../../format/useTimeUntil';

const useStyles = makeStyles(
  theme => ({
    schedule: { fontFamily: 'monospace', color: theme.palette.text.primary },
  }),
  { name: 'FairwayJobSchedule' },
);

/** When a CronJob runs: as somebody wrote it, the next time, the last success. */
export function JobSchedule(props: { series: JobSeries; schedule: string }) {
  const { series, schedule } = props;
  const { timeZone, suspended, nextRunAt, lastSuccessAt } = series;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  return (
    <Typography variant="caption" component="div" color="textSecondary">
      <span className={classes.schedule} title={t('job.schedule')}>
        {schedule}
      </span>
      {timeZone && ` (${timeZone})`}
      {suspended && ` · ${t('job.suspended')}`}
      {nextRunAt && (
        <>
          {' · '}
          <NextRun at={nextRunAt} />
        </>
      )}
      {lastSuccessAt && (
        <>
          {' · '}
          <LastSuccess at={lastSuccessAt} />
        </>
      )}
    </Typography>
  );
}

function NextRun({ at }: { at: string }) {
  const time = useTimeUntil(at);
  const { t } = useTranslationRef(deliveryTranslationRef);
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {time ? t('job.nextRun', { time }) : t('job.due')}
    </time>
  );
}

function LastSuccess({ at }: { at: string }) {
  const age = useAge(at);
  const { t } = useTranslationRef(deliveryTranslationRef);
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {t('job.lastSuccess', { age })}
    </time>
  );
}
