import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { FleetRun } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { Age } from '../components/Age';
import { OutcomeIcon } from '../components/OutcomeIcon';
import { deliveryTranslationRef } from '../translation/ref';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', alignItems: 'center', gap: theme.spacing(0.5) },
    secondary: { color: theme.palette.text.secondary },
    age: { whiteSpace: 'nowrap' },
  }),
  { name: 'FairwayFleetLastRun' },
);

/** Last run of the default branch of a service. */
export function FleetLastRun(props: {
  run: FleetRun | undefined;
  /** Path of the page of the service */
  servicePath: string;
}) {
  const { run, servicePath } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (!run) {
    return (
      <Typography variant="caption" className={classes.secondary}>
        –
      </Typography>
    );
  }
  return (
    <>
      <div className={classes.root}>
        <OutcomeIcon outcome={run.outcome} />
        <Link to={`${servicePath}/pipelines/runs/${run.id}`}>{run.name}</Link>
      </div>
      <Typography
        variant="caption"
        component="div"
        className={classes.secondary}
      >
        {t(`pipelines.outcome.${run.outcome}`)}{' '}
        <span className={classes.age}>
          · <Age time={run.startedAt} />
        </span>
      </Typography>
    </>
  );
}
