import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ReleaseState } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import FlashOnIcon from '@material-ui/icons/FlashOn';
import { Age } from '../../components/Age';
import { HealthIcon } from '../../components/HealthIcon';
import { deliveryTranslationRef } from '../../translation/ref';
import type { HistoryItem } from './historyItems';
import { useTimelineEventText } from './useTimelineEventText';
import { useReleaseText } from './useReleaseText';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gridTemplateColumns: '92px 110px 20px minmax(0, 1fr)',
      gap: theme.spacing(1),
      alignItems: 'start',
      padding: theme.spacing(0.75, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
      [theme.breakpoints.down('xs')]: {
        gridTemplateColumns: '20px minmax(0, 1fr)',
      },
    },
    when: {
      color: theme.palette.text.secondary,
      [theme.breakpoints.down('xs')]: { gridColumn: '1 / -1' },
    },
    where: {
      fontWeight: 'bold',
      overflowWrap: 'anywhere',
      [theme.breakpoints.down('xs')]: { gridColumn: '1 / -1' },
    },
    more: { color: theme.palette.text.secondary, overflowWrap: 'anywhere' },
    event: { color: theme.palette.text.secondary },
  }),
  { name: 'FairwayHistoryRow' },
);

const healthOf: Record<
  ReleaseState,
  Parameters<typeof HealthIcon>[0]['status']
> = {
  'in-progress': 'progressing',
  completed: 'healthy',
  failed: 'degraded',
  superseded: 'suspended',
  unknown: 'unknown',
};

/** One release or event: its time, environment and text. */
export function HistoryRow({ item }: { item: HistoryItem }) {
  const classes = useStyles();
  const { environment } = item.type === 'release' ? item.release : item.entry;
  return (
    <li className={classes.root}>
      <Typography variant="caption" className={classes.when}>
        <Age time={item.at} />
      </Typography>
      <Typography variant="caption" className={classes.where}>
        {environment}
      </Typography>
      {item.type === 'release' ? (
        <HealthIcon status={healthOf[item.release.outcome.state]} />
      ) : (
        <FlashOnIcon className={classes.event} fontSize="small" aria-hidden />
      )}
      {item.type === 'release' ? (
        <ReleaseText item={item} />
      ) : (
        <TimelineEventText item={item} />
      )}
    </li>
  );
}

function ReleaseText(props: {
  item: Extract<HistoryItem, { type: 'release' }>;
}) {
  const { release } = props.item;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const { title, outcome, cause } = useReleaseText(release);
  const notes = [
    cause,
    release.changeCause,
    release.reconstructed ? t('history.reconstructed') : undefined,
  ].filter(Boolean);
  return (
    <div>
      <Typography variant="body2">
        <strong>{title}</strong> – {outcome}
      </Typography>
      <Typography
        variant="caption"
        component="div"
        className={classes.more}
        title={release.images.map(({ image }) => image).join('\n')}
      >
        {notes.join(' · ')}
      </Typography>
    </div>
  );
}

function TimelineEventText(props: {
  item: Extract<HistoryItem, { type: 'event' }>;
}) {
  const { entry } = props.item;
  const classes = useStyles();
  const { title, more } = useTimelineEventText(entry);
  return (
    <div>
      <Typography variant="body2">{title}</Typography>
      <Typography variant="caption" component="div" className={classes.more}>
        {more}
      </Typography>
    </div>
  );
}
