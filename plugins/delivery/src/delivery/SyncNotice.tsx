import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Sync } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import CloudOffIcon from '@material-ui/icons/CloudOff';
import LockIcon from '@material-ui/icons/Lock';
import { deliveryTranslationRef } from '../translation/ref';
import { useAge } from '../format/useAge';
import { useCodedText } from '../format/useCodedText';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      gap: theme.spacing(1),
      padding: theme.spacing(1, 2),
      borderTop: `1px solid ${theme.palette.divider}`,
      borderLeft: `4px solid ${theme.palette.status.warning}`,
      overflowWrap: 'anywhere',
    },
    failed: { borderLeftColor: theme.palette.status.error },
    title: { fontWeight: 'bold' },
  }),
  { name: 'FairwaySyncNotice' },
);

/** Reason why an environment is not up to date. */
export function SyncNotice({ cluster, sync }: { cluster: string; sync: Sync }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const age = useAge(sync.since);
  const problemText = useCodedText('problem');
  if (sync.state === 'synced') return null;
  const isFailed = sync.state === 'failed';
  return (
    <div className={`${classes.root} ${isFailed ? classes.failed : ''}`}>
      {sync.state === 'forbidden' ? (
        <LockIcon fontSize="small" aria-hidden />
      ) : (
        <CloudOffIcon fontSize="small" aria-hidden />
      )}
      <div>
        <Typography variant="body2" className={classes.title}>
          {t(`sync.${sync.state}`, { age, cluster })}
        </Typography>
        {sync.problem && (
          <Typography variant="caption">{problemText(sync.problem)}</Typography>
        )}
      </div>
    </div>
  );
}
