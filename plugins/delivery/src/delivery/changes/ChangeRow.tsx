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
    runs: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0.75),
    },
    // On a phone, the cells are below each other and need their own names.
    environment: {
      display: 'none',
      color: theme.palette.text.secondary,
      [theme.breakpoints.down('sm')]: { display: 'block' },
    },
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
  const isVersionCommit = version && commit.hash.startsWith(version.value);
  return (
    <tr>
      <th scope="row">
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
          {version && !isVersionCommit && (
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
      </th>
      {environments.map(each => (
        <td key={each.environment}>
          <Typography variant="caption" className={classes.environment}>
            {each.environment}
          </Typography>
          <EnvironmentStatus status={each} />
        </td>
      ))}
    </tr>
  );
}
