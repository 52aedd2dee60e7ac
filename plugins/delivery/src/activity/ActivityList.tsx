import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ActivityItem } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { memo, useSyncExternalStore } from 'react';
import { pageClock } from '../format/pageClock';
import { useLanguage } from '../format/useLanguage';
import { deliveryTranslationRef } from '../translation/ref';
import { ActivityRow } from './ActivityRow';
import { groupByTime } from './groupByTime';
import type { TimeGroup } from './groupByTime';

const MINUTE_MS = 60_000;

const useStyles = makeStyles(
  theme => ({
    // On paper, the secondary colour has enough contrast.
    group: {
      marginBottom: theme.spacing(2),
      padding: theme.spacing(1.5, 2),
      backgroundColor: theme.palette.background.paper,
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
    },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    count: { color: theme.palette.text.secondary, fontWeight: 'normal' },
  }),
  { name: 'FairwayActivityList' },
);

/** Changes of all services under a heading for the last hour and for each day. */
export const ActivityList = memo(ActivityListContent);

function ActivityListContent({ items }: { items: ActivityItem[] }) {
  const classes = useStyles();
  // Changes once a minute, so that the list renders only then.
  const minute = useSyncExternalStore(pageClock.subscribe, () =>
    Math.floor(pageClock.now() / MINUTE_MS),
  );
  return (
    <>
      {groupByTime(items, minute * MINUTE_MS).map(group => (
        <section
          key={group.key}
          className={classes.group}
          aria-labelledby={`activity-${group.key}`}
        >
          <GroupHeading group={group} />
          <ol className={classes.list}>
            {group.items.map(item => (
              <ActivityRow key={item.id} item={item} />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}

function GroupHeading({ group }: { group: TimeGroup }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const language = useLanguage();
  const day = new Date(group.at).toLocaleDateString(language, {
    weekday: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
  });
  return (
    <Typography id={`activity-${group.key}`} variant="subtitle1" component="h2">
      {group.key === 'last-hour' ? t('activity.lastHour') : day}{' '}
      <span className={classes.count}>({group.items.length})</span>
    </Typography>
  );
}
