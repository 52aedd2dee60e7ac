import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { makeStyles } from '@material-ui/core/styles';
import { deliveryTranslationRef } from '../translation/ref';

const useStyles = makeStyles(
  theme => ({
    badge: {
      border: `1px solid ${theme.palette.text.secondary}`,
      borderRadius: 3,
      padding: theme.spacing(0, 0.5),
      fontSize: 11,
      lineHeight: '16px',
      fontWeight: 'bold',
      color: theme.palette.text.secondary,
      whiteSpace: 'nowrap',
    },
  }),
  { name: 'FairwayProductionBadge' },
);

/** Badge of a production environment whose name does not say so. */
export function ProductionBadge({ name }: { name: string }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (/^prod(uction)?$/i.test(name)) return null;
  return <span className={classes.badge}>{t('production')}</span>;
}
