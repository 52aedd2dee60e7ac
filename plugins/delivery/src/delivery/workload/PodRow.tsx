import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Pod } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../../translation/ref';
import { formatQuantity } from '../../format/formatQuantity';
import { Age } from '../../components/Age';
import { PodStatusIcon } from './PodStatusIcon';

const useStyles = makeStyles(
  theme => ({
    pod: {
      display: 'grid',
      gridTemplateColumns: '12px minmax(0, 1fr) auto',
      columnGap: theme.spacing(1),
      alignItems: 'center',
      padding: theme.spacing(0.25, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
      '& > *': { lineHeight: '18px' },
    },
    name: {
      fontFamily: 'monospace',
      fontSize: theme.typography.caption.fontSize,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      // Shows the end of the name, which differs between pods of a workload.
      direction: 'rtl',
      textAlign: 'left',
    },
    secondary: { color: theme.palette.text.secondary },
    right: { textAlign: 'right', whiteSpace: 'nowrap' },
    status: { gridColumn: 2 },
    reason: { fontWeight: 'bold' },
    message: { gridColumn: '2 / -1', overflowWrap: 'anywhere' },
  }),
  { name: 'FairwayPodRow' },
);

/** One pod: its status with the reason, and its node. */
export function PodRow({ pod }: { pod: Pod }) {
  const { name, status, reason, node, restarts, usage, createdAt } = pod;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const exitText = useExitText();
  const isHealthy = status === 'ready' || status === 'succeeded';
  const message = pod.exit ? exitText(pod.exit) : pod.message;
  return (
    <li className={classes.pod}>
      <PodStatusIcon status={status} />
      <span className={classes.name} title={name}>
        <bdi>{name}</bdi>
      </span>
      <Typography
        variant="caption"
        className={`${classes.right} ${classes.secondary}`}
      >
        <Age time={createdAt} />
      </Typography>
      <Typography variant="caption" className={classes.status}>
        {t(`podStatus.${status}`)}
        {reason && !isHealthy && (
          <>
            {' · '}
            <span className={classes.reason}>{reason}</span>
          </>
        )}
        {restarts > 0 && ` · ${t('restarts', { number: String(restarts) })}`}
        {usage &&
          ` · ${formatQuantity('cpu', usage.cpu)} · ${formatQuantity('memory', usage.memory)}`}
      </Typography>
      <Typography
        variant="caption"
        className={`${classes.right} ${classes.secondary}`}
      >
        {node}
      </Typography>
      {message && !isHealthy && (
        <Typography
          variant="caption"
          className={`${classes.message} ${classes.secondary}`}
        >
          {message}
        </Typography>
      )}
    </li>
  );
}

/** Puts the end of a container into words. */
function useExitText(): (exit: NonNullable<Pod['exit']>) => string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  return ({ container, exitCode, reason, message }) => {
    const code = t('event.exitCode', { code: String(exitCode) });
    const how = [reason, code].filter(Boolean).join(t('listSeparator'));
    return message
      ? t('containerExitOutput', { container, how, output: message })
      : t('containerExit', { container, how });
  };
}
