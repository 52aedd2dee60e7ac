import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Pod } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../../translation/ref';
import { amountText } from '../../format/amounts';
import { Age } from '../../components/Age';
import { PodMark } from './PodMark';

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
      // The end tells pods of one workload apart.
      direction: 'rtl',
      textAlign: 'left',
    },
    secondary: { color: theme.palette.text.secondary },
    facts: { textAlign: 'right', whiteSpace: 'nowrap' },
    status: { gridColumn: 2 },
    reason: { fontWeight: 'bold' },
    message: { gridColumn: '2 / -1', overflowWrap: 'anywhere' },
  }),
  { name: 'FairwayPodRow' },
);

/** One pod: where it runs, how it is and why. */
export function PodRow({ pod }: { pod: Pod }) {
  const { name, status, reason, message, node, restarts, usage, createdAt } =
    pod;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const isWell = status === 'ready' || status === 'succeeded';
  return (
    <li className={classes.pod}>
      <PodMark status={status} />
      <span className={classes.name} title={name}>
        <bdi>{name}</bdi>
      </span>
      <Typography
        variant="caption"
        className={`${classes.facts} ${classes.secondary}`}
      >
        <Age time={createdAt} />
      </Typography>
      <Typography variant="caption" className={classes.status}>
        {t(`podStatus.${status}`)}
        {reason && !isWell && (
          <>
            {' · '}
            <span className={classes.reason}>{reason}</span>
          </>
        )}
        {restarts > 0 && ` · ${t('restarts', { number: String(restarts) })}`}
        {usage &&
          ` · ${amountText('cpu', usage.cpu)} · ${amountText('memory', usage.memory)}`}
      </Typography>
      <Typography
        variant="caption"
        className={`${classes.facts} ${classes.secondary}`}
      >
        {node}
      </Typography>
      {message && !isWell && (
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
