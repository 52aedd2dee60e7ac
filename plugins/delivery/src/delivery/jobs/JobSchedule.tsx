import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { JobSeries } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { Time } from '../../components/Time';
import { deliveryTranslationRef } from '../../translation/ref';
import { useAge } from '../../format/useAge';
import { useTimeUntil } from '../../format/useTimeUntil';

const useStyles = makeStyles(
  theme => ({
    schedule: { fontFamily: 'monospace', color: theme.palette.text.primary },
  }),
  { name: 'FairwayJobSchedule' },
);

/** Schedule of a CronJob, with the next run and the last success. */
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
    <Time time={at}>{time ? t('job.nextRun', { time }) : t('job.due')}</Time>
  );
}

function LastSuccess({ at }: { at: string }) {
  const age = useAge(at);
  const { t } = useTranslationRef(deliveryTranslationRef);
  return <Time time={at}>{t('job.lastSuccess', { age })}</Time>;
}
