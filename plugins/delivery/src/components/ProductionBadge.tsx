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

/** Badge of a production environment. */
export function ProductionBadge() {
  const { t } = useTranslationRef(deliveryTranslationRef);
  return <span className={useStyles().badge}>{t('production')}</span>;
}
