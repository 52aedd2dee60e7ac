import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  FleetCell,
  FleetEnvironment,
  FleetJob,
} from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { Age } from '../components/Age';
import { HealthIcon } from '../components/HealthIcon';
import { OutcomeIcon } from '../components/OutcomeIcon';
import { useFindingText } from '../delivery/workload/useFindingText';
import { ServingVersions } from '../components/ServingVersions';
import { deliveryTranslationRef } from '../translation/ref';
import { useHealthSentence } from '../format/useHealthSentence';
import type { VersionDrift } from './versionDrift';
import { FleetJobCell } from './FleetJobCell';
import { FleetRollout } from './FleetRollout';

const useStyles = makeStyles(
  theme => ({
    first: {
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(0.75),
      minWidth: 0,
    },
    secondary: {
      color: theme.palette.text.secondary,
      whiteSpace: 'nowrap',
    },
    age: { marginLeft: 'auto' },
    second: {
      display: 'flex',
      gap: theme.spacing(1),
      justifyContent: 'space-between',
      [theme.breakpoints.down('xs')]: { paddingLeft: 90 },
    },
    health: { minWidth: 0 },
    environment: {
      display: 'none',
      [theme.breakpoints.down('xs')]: {
        display: 'inline',
        minWidth: 84,
        fontWeight: 'bold',
      },
    },
  }),
  { name: 'FairwayFleetCellView' },
);

/** Cell of one service in one environment. */
export function FleetCellView(props: {
  environment: FleetEnvironment;
  cell: FleetCell | null | undefined;
  /** Set where the service has only jobs in the environment */
  job: FleetJob | undefined;
  drift: VersionDrift | undefined;
}) {
  const { environment, cell, job, drift } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const name = (
    <Typography variant="caption" className={classes.environment}>
      {environment.name}
    </Typography>
  );
  if (job) return <FleetJobCell name={name} job={job} />;
  if (!cell) {
    return (
      <div className={classes.first}>
        {name}
        <Typography variant="caption" className={classes.secondary}>
          {cell === null ? t('notDeployed') : t('fleet.unknown')}
        </Typography>
      </div>
    );
  }
  return (
    <>
      <div className={classes.first}>
        {name}
        <CellIcon cell={cell} />
        <ServingVersions state={cell} />
        <Typography
          variant="caption"
          className={`${classes.secondary} ${classes.age}`}
        >
          <Age time={cell.deployedAt} />
        </Typography>
      </div>
      <div className={classes.second}>
        <CellHealth cell={cell} />
        {drift && (
          <Typography
            variant="caption"
            className={classes.secondary}
            title={t('differsFrom', {
              environment: drift.environment,
              version: drift.version ?? t('unknownVersion'),
            })}
          >
            {t('fleet.differs', { environment: drift.environment })}
          </Typography>
        )}
      </div>
      {cell.rollout && <FleetRollout cell={cell} />}
    </>
  );
}

/** Icon of the health, or of a finding about a healthy workload. */
function CellIcon({ cell: { health, finding } }: { cell: FleetCell }) {
  if (health.status !== 'healthy' || !finding) {
    return <HealthIcon status={health.status} />;
  }
  return finding.severity === 'critical' ? (
    <HealthIcon status="degraded" />
  ) : (
    <OutcomeIcon outcome="unstable" />
  );
}

function CellHealth({ cell }: { cell: FleetCell }) {
  const { health, workloads, finding } = cell;
  const findingText = useFindingText();
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const sentence = useHealthSentence(health);
  const word = t(`healthStatus.${health.status}`);
  const isWarned = health.status === 'healthy' && finding !== undefined;
  const problem = isWarned ? findingText(finding).sentence : sentence;
  const label = isWarned ? t(`severity.${finding.severity}`) : word;
  const text =
    health.status === 'healthy' && !isWarned ? word : `${label} – ${problem}`;
  return (
    <Typography
      variant="caption"
      component="div"
      noWrap
      className={classes.health}
      title={problem}
    >
      {text}
      {workloads > 1 &&
        ` · ${t('fleet.workloads', { number: String(workloads) })}`}
    </Typography>
  );
}
