import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { FleetEnvironment } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import CloudOffIcon from '@material-ui/icons/CloudOff';
import { deliveryTranslationRef } from '../translation/ref';
import { useAge } from '../format/useAge';
import { useCodedText } from '../format/useCodedText';
import { columnCountStyle, useColumns } from './useColumns';

const useStyles = makeStyles(
  theme => ({
    header: {
      position: 'sticky',
      top: 0,
      zIndex: 1,
      minWidth: 'min-content',
      backgroundColor: theme.palette.background.paper,
      borderBottom: `1px solid ${theme.palette.divider}`,
    },
    // On a phone, each cell names its environment; the header shows only sync problems.
    service: { [theme.breakpoints.down('xs')]: { display: 'none' } },
    synced: { [theme.breakpoints.down('xs')]: { display: 'none' } },
    name: { fontWeight: 'bold' },
    sync: { display: 'flex', alignItems: 'center', gap: theme.spacing(0.5) },
    icon: { color: theme.palette.status.warning },
  }),
  { name: 'FairwayFleetHeader' },
);

/** Header row with the environments and their sync problems. */
export function FleetHeader(props: { environments: FleetEnvironment[] }) {
  const { environments } = props;
  const classes = useStyles();
  const columns = useColumns();
  const { t } = useTranslationRef(deliveryTranslationRef);
  return (
    <div
      role="row"
      aria-rowindex={1}
      className={`${columns.row} ${classes.header}`}
      style={columnCountStyle(environments)}
    >
      <div role="columnheader" className={`${columns.cell} ${classes.service}`}>
        <Typography variant="body2" className={classes.name}>
          {t('fleet.service')}
        </Typography>
      </div>
      <div role="columnheader" className={`${columns.cell} ${classes.service}`}>
        <Typography variant="body2" className={classes.name}>
          {t('pipelines.lastRun')}
        </Typography>
      </div>
      {environments.map(environment => (
        <div
          key={environment.name}
          role="columnheader"
          className={`${columns.cell} ${
            environment.sync.state === 'synced' ? classes.synced : ''
          }`}
        >
          <Typography variant="body2" className={classes.name}>
            {environment.name}
          </Typography>
          <EnvironmentSync environment={environment} />
        </div>
      ))}
    </div>
  );
}

function EnvironmentSync(props: { environment: FleetEnvironment }) {
  const { sync, cluster } = props.environment;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const age = useAge(sync.since);
  const problemText = useCodedText('problem');
  if (sync.state === 'synced') return null;
  return (
    <Typography
      variant="caption"
      className={classes.sync}
      title={sync.problem && problemText(sync.problem)}
    >
      <CloudOffIcon fontSize="inherit" className={classes.icon} aria-hidden />
      {t(`sync.${sync.state}`, { age, cluster })}
    </Typography>
  );
}
