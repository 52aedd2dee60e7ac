import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type {
  ActivityItem,
  Release,
  TimelineEntry,
} from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { memo } from 'react';
import type { ReactNode } from 'react';
import { Age } from '../components/Age';
import { useReleaseText } from '../delivery/history/useReleaseText';
import { useTimelineEventText } from '../delivery/history/useTimelineEventText';
import { deliveryTranslationRef } from '../translation/ref';
import { ActivityIcon } from './ActivityIcon';
import { useActivityActionText } from './useActivityActionText';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gridTemplateColumns:
        '84px minmax(120px, 190px) minmax(80px, 120px) 20px minmax(0, 1fr)',
      gap: theme.spacing(1),
      alignItems: 'start',
      padding: theme.spacing(0.75, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
      [theme.breakpoints.down('xs')]: {
        gridTemplateColumns: '20px minmax(0, 1fr) auto',
      },
    },
    when: {
      color: theme.palette.text.secondary,
      [theme.breakpoints.down('xs')]: { order: 2 },
    },
    service: {
      fontWeight: 'bold',
      overflowWrap: 'anywhere',
      [theme.breakpoints.down('xs')]: { gridColumn: '1 / 3', order: 1 },
    },
    environment: {
      overflowWrap: 'anywhere',
      [theme.breakpoints.down('xs')]: { gridColumn: '1 / -1', order: 3 },
    },
    icon: { [theme.breakpoints.down('xs')]: { order: 4 } },
    text: {
      [theme.breakpoints.down('xs')]: { order: 5, gridColumn: '2 / -1' },
    },
    more: { color: theme.palette.text.secondary, overflowWrap: 'anywhere' },
  }),
  { name: 'FairwayActivityRow' },
);

/** One change: its time, service, environment, text and who made it. */
export const ActivityRow = memo(ActivityRowContent);

function ActivityRowContent({ item }: { item: ActivityItem }) {
  const classes = useStyles();
  const entityRoute = useRouteRef(entityRouteRef);
  const { kind, namespace, name } = parseEntityRef(item.entityRef);
  const servicePath = entityRoute({ kind, namespace, name });
  return (
    <li className={classes.root}>
      <Typography variant="caption" className={classes.when}>
        <Age time={item.at} />
      </Typography>
      <Typography variant="body2" className={classes.service}>
        <Link to={`${servicePath}/delivery`}>{item.title}</Link>
      </Typography>
      <Typography variant="caption" className={classes.environment}>
        {environmentOf(item)}
      </Typography>
      <span className={classes.icon}>
        <ActivityIcon item={item} />
      </span>
      <div className={classes.text}>
        {item.type === 'release' && <ReleaseText release={item.release} />}
        {item.type === 'event' && <EventText entry={item.entry} />}
        {item.type === 'action' && (
          <ActionText item={item} servicePath={servicePath} />
        )}
      </div>
    </li>
  );
}

function environmentOf(item: ActivityItem): string | undefined {
  switch (item.type) {
    case 'release':
      return item.release.environment;
    case 'event':
      return item.entry.environment;
    default:
      return item.action.environment;
  }
}

function ReleaseText({ release }: { release: Release }) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const { title, outcome, cause } = useReleaseText(release);
  const notes = [
    cause,
    release.changeCause,
    release.reconstructed ? t('history.reconstructed') : undefined,
  ].filter(Boolean);
  return (
    <Text more={notes.join(' · ')}>
      {title} – {outcome}
    </Text>
  );
}

function EventText({ entry }: { entry: TimelineEntry }) {
  const { title, more } = useTimelineEventText(entry);
  return <Text more={more}>{title}</Text>;
}

function ActionText(props: {
  item: Extract<ActivityItem, { type: 'action' }>;
  servicePath: string;
}) {
  const { item, servicePath } = props;
  const { run } = item.action;
  const { title, state } = useActivityActionText(item.action);
  return (
    <Text more={state}>
      {run ? (
        <Link to={`${servicePath}/pipelines/runs/${run.id}`}>{title}</Link>
      ) : (
        title
      )}
    </Text>
  );
}

function Text({ children, more }: { children: ReactNode; more?: string }) {
  const classes = useStyles();
  return (
    <>
      <Typography variant="body2">{children}</Typography>
      {more && (
        <Typography variant="caption" component="div" className={classes.more}>
          {more}
        </Typography>
      )}
    </>
  );
}
