import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { FleetJob } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { Age } from '../components/Age';
import { HealthIcon } from '../components/HealthIcon';
import { deliveryTranslationRef } from '../translation/ref';
import { jobRunHealth } from '../components/jobRunHealth';

const useStyles = makeStyles(
  theme => ({
    first: {
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(0.75),
      minWidth: 0,
    },
    version: { fontFamily: 'monospace', fontWeight: 'bold' },
    commit: { fontFamily: 'monospace', fontSize: '0.75rem' },
    secondary: { color: theme.palette.text.secondary, whiteSpace: 'nowrap' },
    age: { marginLeft: 'auto' },
    second: { [theme.breakpoints.down('xs')]: { paddingLeft: 90 } },
  }),
  { name: 'FairwayFleetJobCell' },
);

/** Cell of a service with jobs only: their version and the last run. */
export function FleetJobCell(props: {
  /** Name of the environment, for screens without columns */
  name: JSX.Element;
  job: FleetJob;
}) {
  const { name, job } = props;
  const { version, commit, lastRun } = job;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  return (
    <>
      <div className={classes.first}>
        {name}
        {lastRun && <HealthIcon status={jobRunHealth[lastRun.state]} />}
        <span className={classes.version}>
          {version?.value ?? t('unknownVersion')}
        </span>
        {commit && (
          <span className={`${classes.commit} ${classes.secondary}`}>
            {commit.slice(0, 7)}
          </span>
        )}
        {lastRun && (
          <Typography
            variant="caption"
            className={`${classes.secondary} ${classes.age}`}
          >
            <Age time={lastRun.startedAt} />
          </Typography>
        )}
      </div>
      <Typography
        variant="caption"
        component="div"
        noWrap
        className={classes.second}
        title={job.name}
      >
        {lastRun
          ? t('fleet.lastRun', { state: t(`runState.${lastRun.state}`) })
          : t('job.noRuns')}
        {job.jobs > 1 && ` · ${t('fleet.jobs', { number: String(job.jobs) })}`}
      </Typography>
    </>
  );
}
