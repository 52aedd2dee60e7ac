import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Environment } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useCodedText } from '../format/useCodedText';
import { deliveryTranslationRef } from '../translation/ref';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(0.5, 2),
      borderTop: `1px solid ${theme.palette.divider}`,
      color: theme.palette.text.secondary,
    },
  }),
  { name: 'FairwayUnavailableKindsNotice' },
);

/** Names the resources that cannot be read, so that findings may be missing. */
export function UnavailableKindsNotice({
  unavailableKinds = [],
}: Pick<Environment, 'unavailableKinds'>) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  if (!unavailableKinds.length) return null;
  return (
    <Typography
      variant="caption"
      component="div"
      className={classes.root}
      title={unavailableKinds
        .map(({ problem }) => problemText(problem))
        .join('\n')}
    >
      {t('incompleteData', {
        resources: unavailableKinds
          .map(({ resource }) => resource)
          .join(t('listSeparator')),
      })}
    </Typography>
  );
}
