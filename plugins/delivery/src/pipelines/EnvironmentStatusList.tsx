import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ChangeInEnvironment } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../translation/ref';
import { EnvironmentStatus } from '../components/EnvironmentStatus';

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(220px, 1fr))',
      gap: theme.spacing(2),
      listStyle: 'none',
      margin: 0,
      padding: 0,
    },
  }),
  { name: 'FairwayEnvironmentStatusList' },
);

/** Environments that the commit of a run was deployed to. */
export function EnvironmentStatusList({
  environments,
}: {
  environments: ChangeInEnvironment[];
}) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (!environments.length)
    return <Typography>{t('pipelines.deploymentUnknown')}</Typography>;
  return (
    <ul className={classes.list}>
      {environments.map(status => (
        <li key={status.environment}>
          <Typography variant="subtitle2">{status.environment}</Typography>
          <EnvironmentStatus status={status} />
        </li>
      ))}
    </ul>
  );
}
