import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { WaitingItem } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { Time } from '../components/Time';
import { OutcomeIcon } from '../components/OutcomeIcon';
import { useAge } from '../format/useAge';
import { deliveryTranslationRef } from '../translation/ref';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      gap: theme.spacing(1),
      padding: theme.spacing(0.75, 0),
    },
    // The list is beside text, so that colour alone would not show a link.
    link: { fontWeight: 'bold', textDecoration: 'underline' },
    text: { minWidth: 0, overflowWrap: 'anywhere' },
  }),
  { name: 'FairwayWaitingListItem' },
);

/** A rollout or run that waits: what waits, since when, who may approve it, and a link to the page to approve it on. */
export function WaitingListItem({ item }: { item: WaitingItem }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const entityRoute = useRouteRef(entityRouteRef);
  const { kind, namespace, name } = parseEntityRef(item.entityRef);
  const title = useTitle(item);
  const approvers = useApprovers(item);
  const servicePath = entityRoute({ kind, namespace, name });
  const to =
    item.type === 'run'
      ? `${servicePath}/pipelines/runs/${item.runId}`
      : `${servicePath}/delivery`;
  return (
    <li className={classes.root}>
      <OutcomeIcon outcome="waiting" />
      <div className={classes.text}>
        <Link to={to} className={classes.link}>
          {title}
        </Link>
        <Typography variant="body2" color="textSecondary" component="div">
          {item.type === 'run'
            ? t('waiting.run', { run: item.name, pipeline: item.pipeline })
            : t('waiting.rollout', {
                workload: item.name,
                environment: item.environment,
              })}
          {item.since !== undefined && (
            <>
              {' · '}
              <Since time={item.since} />
            </>
          )}
        </Typography>
        {!item.mayApprove && (
          <Typography variant="body2" color="textSecondary">
            {approvers}
          </Typography>
        )}
      </div>
    </li>
  );
}

function useTitle(item: WaitingItem): string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const { title } = item;
  if (item.type === 'run') {
    return `${title}${t('labelSeparator')}${item.message}`;
  }
  const { environment, version } = item;
  const question = version
    ? t('waiting.confirmVersion', { version: version.value, environment })
    : t('waiting.confirm', { environment });
  return `${title}${t('labelSeparator')}${question}`;
}

/** Who may approve an item that the viewer may not approve. */
function useApprovers(item: WaitingItem): string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const { permission } = item;
  return item.type === 'run' && item.submitters.length
    ? t('pipelines.approvers', {
        names: item.submitters.join(t('listSeparator')),
      })
    : t('waiting.needsPermission', { permission });
}

function Since({ time }: { time: string }) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const age = useAge(time);
  return <Time time={time}>{t('waiting.since', { age })}</Time>;
}
