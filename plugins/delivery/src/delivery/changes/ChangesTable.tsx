import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Change } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import { deliveryTranslationRef } from '../../translation/ref';
import { ChangeRow } from './ChangeRow';

const useStyles = makeStyles(
  theme => ({
    table: {
      width: '100%',
      borderCollapse: 'collapse',
      tableLayout: 'fixed',
      ...theme.typography.body2,
      '& th, & td': {
        textAlign: 'left',
        verticalAlign: 'top',
        fontWeight: 'inherit',
        padding: theme.spacing(1, 2, 1, 0),
        borderTop: `1px solid ${theme.palette.divider}`,
        overflowWrap: 'anywhere',
      },
      '& thead th': {
        ...theme.typography.caption,
        color: theme.palette.text.secondary,
        borderTop: 0,
      },
      [theme.breakpoints.down('sm')]: {
        '& thead': { display: 'none' },
        '&, & tbody, & tr, & th, & td': { display: 'block' },
        '& th, & td': { padding: theme.spacing(0.5, 0) },
        '& td': { borderTop: 0 },
      },
    },
    change: { width: '40%' },
  }),
  { name: 'FairwayChangesTable' },
);

/** Changes by environment: the environments are named once. */
export function ChangesTable({ changes }: { changes: Change[] }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  return (
    <table className={classes.table} aria-label={t('changes.title')}>
      <thead>
        <tr>
          <th scope="col" className={classes.change}>
            {t('changes.change')}
          </th>
          {changes[0].environments.map(({ environment }) => (
            <th scope="col" key={environment}>
              {environment}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {changes.map(change => (
          <ChangeRow key={change.commit.hash} change={change} />
        ))}
      </tbody>
    </table>
  );
}
