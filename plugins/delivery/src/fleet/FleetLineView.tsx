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
import { driftOf } from './drift';
import { FleetCellView } from './FleetCellView';
import type { FleetLine } from './fleetGroups';
import { FleetLastRun } from './FleetLastRun';
import { shortRef } from './shortRef';
import { columnCount, useColumns } from './useColumns';

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
  { name: 'FairwayFleetLine' },
);

// A row that did not change is the same object: it is not drawn again.
const ServiceLine = memo(ServiceLineOf);

/** One line of the fleet. */
export function FleetLineView(props: {
  line: FleetLine;
  environments: FleetEnvironment[];
  rowIndex: number;
}) {
  const { line, environments, rowIndex } = props;
  return line.type === 'group' ? (
    <GroupLine line={line} rowIndex={rowIndex} />
  ) : (
    <ServiceLine
      row={line.row}
      environments={environments}
      rowIndex={rowIndex}
    />
  );
}

function GroupLine(props: {
  line: Extract<FleetLine, { type: 'group' }>;
  rowIndex: number;
}) {
  const { line, rowIndex } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  return (
    <div role="row" aria-rowindex={rowIndex} className={classes.group}>
      <Typography variant="subtitle2" role="rowheader">
        {line.entityRef ? shortRef(line.entityRef) : t('fleet.ungrouped')}{' '}
        <span className={classes.owner}>({line.size})</span>
      </Typography>
    </div>
  );
}

function ServiceLineOf(props: {
  row: FleetRow;
  environments: FleetEnvironment[];
  rowIndex: number;
}) {
  const { row, environments, rowIndex } = props;
  const classes = useStyles();
  const columns = useColumns();
  const entityRoute = useRouteRef(entityRouteRef);
  const { kind, namespace, name } = parseEntityRef(row.entityRef);
  const service = entityRoute({ kind, namespace, name });
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      className={`${columns.row} ${classes.row}`}
      style={columnCount(environments)}
    >
      <div role="rowheader" className={columns.cell}>
        <Link to={`${service}/delivery`} className={classes.name}>
          {row.title}
        </Link>
        <Typography
          variant="caption"
          component="div"
          className={classes.owner}
          noWrap
        >
          {row.owners.map(shortRef).join(', ')}
        </Typography>
      </div>
      <div role="gridcell" className={columns.cell}>
        <FleetLastRun run={row.lastRun} service={service} />
      </div>
      {environments.map((environment, index) => (
        <div key={environment.name} role="gridcell" className={columns.cell}>
          <FleetCellView
            environment={environment}
            cell={row.cells[environment.name]}
            job={row.jobs?.[environment.name]}
            drift={driftOf(environments, row, index)}
          />
        </div>
      ))}
    </div>
  );
}
