import { makeStyles } from '@material-ui/core/styles';

/** Columns of the fleet table: service, last run, environments. One below the other on a phone. */
export const useColumns = makeStyles(
  theme => ({
    row: {
      display: 'grid',
      gridTemplateColumns:
        'minmax(150px, 1fr) minmax(96px, 0.6fr) repeat(var(--environments), minmax(200px, 1.2fr))',
      [theme.breakpoints.down('xs')]: { gridTemplateColumns: '1fr' },
    },
    cell: {
      minWidth: 0,
      padding: theme.spacing(0.75, 1.5),
      [theme.breakpoints.down('xs')]: { padding: theme.spacing(0.5, 1.5) },
    },
  }),
  { name: 'FairwayFleetColumns' },
);

/** Style with the number of environment columns. */
export function columnCountStyle(environments: unknown[]) {
  return { '--environments': environments.length } as Record<string, number>;
}
