import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Workload } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import WarningIcon from '@material-ui/icons/Warning';
import { deliveryTranslationRef } from '../../translation/ref';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      gap: theme.spacing(0.5),
      marginTop: theme.spacing(0.5),
    },
    icon: { color: theme.palette.status.warning },
    secondary: { color: theme.palette.text.secondary },
  }),
  { name: 'FairwayOwnershipNotice' },
);

/** Notice about a workload that several services claim, or that only a selector matches. */
export function OwnershipNotice({ workload }: { workload: Workload }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (workload.claim === 'consented') return null;
  if (workload.claim === 'selected') {
    return (
      <Typography
        variant="caption"
        component="div"
        className={classes.secondary}
      >
        {t('matchedBySelector')}
      </Typography>
    );
  }
  return (
    <div className={classes.root}>
      <WarningIcon fontSize="small" className={classes.icon} aria-hidden />
      <Typography variant="caption">
        {t('conflictingOwners', {
          claimants: workload.claimants?.join(t('listSeparator')) ?? '',
        })}
      </Typography>
    </div>
  );
}
