import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { JobSeries } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../../translation/ref';
import { jobRunHealth } from '../../components/jobRunHealth';
import { HealthIcon } from '../../components/HealthIcon';
import { JobRuns } from './JobRuns';
import { JobSchedule } from './JobSchedule';
import { VersionLine } from '../workload/VersionLine';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(1.5, 2),
      borderTop: `1px solid ${theme.palette.divider}`,
      overflowWrap: 'anywhere',
    },
    top: {
      display: 'flex',
      justifyContent: 'space-between',
      alignItems: 'center',
      gap: theme.spacing(1),
      color: theme.palette.text.secondary,
    },
    state: {
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      fontWeight: 'bold',
      color: theme.palette.text.primary,
      whiteSpace: 'nowrap',
    },
  }),
  { name: 'FairwayJobList' },
);

/** Jobs and CronJobs of a service in one environment. */
export function JobList({ jobs }: { jobs: JobSeries[] }) {
  return (
    <>
      {jobs.map(series => (
        <JobPanel key={series.uid} series={series} />
      ))}
    </>
  );
}

function JobPanel({ series }: { series: JobSeries }) {
  const { kind, name, runs } = series;
  const [newest] = runs;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  return (
    <section className={classes.root} aria-label={`${kind} ${name}`}>
      <div className={classes.top}>
        <Typography variant="caption">
          {kind} {name}
        </Typography>
        {newest && (
          <Typography variant="body2" component="div" className={classes.state}>
            <HealthIcon status={jobRunHealth[newest.state]} />
            {t(`runState.${newest.state}`)}
          </Typography>
        )}
      </div>
      <VersionLine software={series} />
      {series.schedule !== undefined && (
        <JobSchedule series={series} schedule={series.schedule} />
      )}
      <JobRuns runs={runs} />
    </section>
  );
}
