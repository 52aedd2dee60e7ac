import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { parseEntityRef } from '@backstage/catalog-model';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type {
  FleetEnvironment,
  FleetRow,
} from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { memo } from 'react';
import { deliveryTranslationRef } from '../translation/ref';
import { versionDrift } from './versionDrift';
import { FleetCellView } from './FleetCellView';
import type { FleetTableRow } from './groupRows';
import { FleetLastRun } from './FleetLastRun';
import { shortRef } from './shortRef';
import { columnCountStyle, useColumns } from './useColumns';

const useStyles = makeStyles(
  theme => ({
    row: {
      borderBottom: `1px solid ${theme.palette.divider}`,
      '&:hover, &:focus-within': {
        backgroundColor: theme.palette.action.hover,
      },
    },
    name: { fontWeight: 'bold', overflowWrap: 'anywhere' },
    owner: { color: theme.palette.text.secondary },
    group: {
      padding: theme.spacing(1, 1.5, 0.5),
      borderBottom: `1px solid ${theme.palette.divider}`,
      backgroundColor: theme.palette.background.default,
    },
  }),
  { name: 'FairwayFleetRowView' },
);

// An unchanged row is the same object, so it does not render again.
const ServiceRow = memo(ServiceRowContent);

/** One row of the fleet table: a service, or the heading of a group. */
export function FleetRowView(props: {
  row: FleetTableRow;
  environments: FleetEnvironment[];
  rowIndex: number;
}) {
  const { row, environments, rowIndex } = props;
  return row.type === 'group' ? (
    <GroupRow group={row} rowIndex={rowIndex} />
  ) : (
    <ServiceRow
      service={row.service}
      environments={environments}
      rowIndex={rowIndex}
    />
  );
}

function GroupRow(props: {
  group: Extract<FleetTableRow, { type: 'group' }>;
  rowIndex: number;
}) {
  const { group, rowIndex } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  return (
    <div role="row" aria-rowindex={rowIndex} className={classes.group}>
      <Typography variant="subtitle2" component="div" role="rowheader">
        {group.entityRef ? shortRef(group.entityRef) : t(group.missingKey)}{' '}
        <span className={classes.owner}>({group.size})</span>
      </Typography>
    </div>
  );
}

function ServiceRowContent(props: {
  service: FleetRow;
  environments: FleetEnvironment[];
  rowIndex: number;
}) {
  const { service, environments, rowIndex } = props;
  const classes = useStyles();
  const columns = useColumns();
  const entityRoute = useRouteRef(entityRouteRef);
  const { kind, namespace, name } = parseEntityRef(service.entityRef);
  const servicePath = entityRoute({ kind, namespace, name });
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      className={`${columns.row} ${classes.row}`}
      style={columnCountStyle(environments)}
    >
      <div role="rowheader" className={columns.cell}>
        <Link to={`${servicePath}/delivery`} className={classes.name}>
          {service.title}
        </Link>
        <Typography
          variant="caption"
          component="div"
          className={classes.owner}
          noWrap
        >
          {service.owners.map(shortRef).join(', ')}
        </Typography>
      </div>
      <div role="gridcell" className={columns.cell}>
        <FleetLastRun run={service.lastRun} servicePath={servicePath} />
      </div>
      {environments.map((environment, index) => (
        <div key={environment.name} role="gridcell" className={columns.cell}>
          <FleetCellView
            environment={environment}
            cell={service.cells[environment.name]}
            job={service.jobs?.[environment.name]}
            drift={versionDrift(environments, service, index)}
          />
        </div>
      ))}
    </div>
  );
}
