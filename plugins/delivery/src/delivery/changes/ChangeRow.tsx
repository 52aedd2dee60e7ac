import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Change } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { EnvironmentStatus } from '../../components/EnvironmentStatus';
import { OutcomeIcon } from '../../components/OutcomeIcon';
import { CommitLine } from '../../pipelines/CommitLine';
import { RunResults } from '../../pipelines/RunResults';
import { usePipelinesPath } from '../../pipelines/usePipelinesPath';
import { deliveryTranslationRef } from '../../translation/ref';
import { useChangeStatusText } from './useChangeStatusText';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(1.25, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
    },
    columns: {
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1.4fr) minmax(0, 2fr)',
      gap: theme.spacing(2),
      [theme.breakpoints.down('sm')]: {
        gridTemplateColumns: 'minmax(0, 1fr)',
      },
    },
    runs: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0.75),
    },
    environments: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fit, minmax(130px, 1fr))',
      gap: theme.spacing(1.5),
      listStyle: 'none',
      margin: 0,
      padding: 0,
    },
    secondary: { color: theme.palette.text.secondary },
    version: { fontFamily: 'monospace', fontWeight: 'bold' },
  }),
  { name: 'FairwayChangeRow' },
);

/** One change: its commit and run, and its state in each environment. */
export function ChangeRow({ change }: { change: Change }) {
  const { commit, version, images, runs, environments, status } = change;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const [run] = runs;
  const path = usePipelinesPath();
  return (
    <li className={classes.root}>
      <div className={classes.columns}>
        <div>
          <CommitLine commit={commit} />
          <Typography variant="body2">
            <strong>{useChangeStatusText(status)}</strong>
          </Typography>
          <div className={classes.runs}>
            {run && (
              <>
                <OutcomeIcon outcome={run.outcome} />
                <Link to={`${path}/runs/${run.id}`}>
                  {run.pipeline} {run.name}
                </Link>
                <Typography variant="caption" component="span">
                  {t(`pipelines.outcome.${run.outcome}`)}
                </Typography>
                <RunResults run={run} />
              </>
            )}
            {version && (
              <Typography
                variant="caption"
                component="span"
                className={classes.version}
                title={images.join('\n')}
              >
                {version.value}
              </Typography>
            )}
          </div>
        </div>
        <ul className={classes.environments}>
          {environments.map(each => (
            <li key={each.environment}>
              <Typography variant="caption" className={classes.secondary}>
                {each.environment}
              </Typography>
              <EnvironmentStatus status={each} />
            </li>
          ))}
        </ul>
      </div>
    </li>
  );
}
