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
    version: {
      fontFamily: 'monospace',
      fontWeight: 'bold',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
    commit: { fontFamily: 'monospace', fontSize: '0.75rem' },
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
        <HealthIcon status={cell.health.status} />
        <span className={classes.version} title={cell.images.join('\n')}>
          {cell.version?.value ?? t('unknownVersion')}
        </span>
        {cell.commit && (
          <span className={`${classes.commit} ${classes.secondary}`}>
            {cell.commit.slice(0, 7)}
          </span>
        )}
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

function CellHealth({ cell }: { cell: FleetCell }) {
  const { health, workloads } = cell;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const sentence = useHealthSentence(health);
  const word = t(`healthStatus.${health.status}`);
  const text = health.status === 'healthy' ? word : `${word} – ${sentence}`;
  return (
    <Typography
      variant="caption"
      component="div"
      noWrap
      className={classes.health}
      title={sentence}
    >
      {text}
      {workloads > 1 &&
        ` · ${t('fleet.workloads', { number: String(workloads) })}`}
    </Typography>
  );
}
