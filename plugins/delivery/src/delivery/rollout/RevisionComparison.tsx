import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  generalRoute,
  summarizeUsage,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Pod,
  PodUsage,
  Rollout,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import { deliveryTranslationRef } from '../../translation/ref';
import { formatQuantity } from '../../format/formatQuantity';

const useStyles = makeStyles(
  theme => ({
    table: {
      width: '100%',
      borderCollapse: 'collapse',
      ...theme.typography.caption,
      '& th, & td': {
        textAlign: 'left',
        padding: theme.spacing(0.25, 1, 0.25, 0),
        fontWeight: 'normal',
      },
      '& thead th': { color: theme.palette.text.secondary },
    },
    version: { fontFamily: 'monospace', fontWeight: 'bold' },
  }),
  { name: 'FairwayRevisionComparison' },
);

/** Pods of the new and of the stable revision, while both run. */
export function RevisionComparison({ workload }: { workload: Workload }) {
  const { rollout } = workload;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (rollout.stable === undefined || rollout.stable === rollout.desired) {
    return null;
  }
  const isMeasured = workload.pods.some(({ usage }) => usage);
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('comparison.revision')}</th>
          <th scope="col">{t('comparison.ready')}</th>
          <th scope="col">{t('comparison.restarts')}</th>
          {isMeasured && <th scope="col">{t('usage.cpu')}</th>}
          {isMeasured && <th scope="col">{t('usage.memory')}</th>}
          {rollout.traffic && <th scope="col">{t('comparison.traffic')}</th>}
        </tr>
      </thead>
      <tbody>
        {(['desired', 'stable'] as const).map(which => (
          <RevisionComparisonRow
            key={which}
            which={which}
            workload={workload}
            isMeasured={isMeasured}
          />
        ))}
      </tbody>
    </table>
  );
}

function RevisionComparisonRow(props: {
  which: 'desired' | 'stable';
  workload: Workload;
  /** Whether the usage of any pod is known */
  isMeasured: boolean;
}) {
  const { which, workload, isMeasured } = props;
  const { rollout, revisions, pods } = workload;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const name = rollout[which];
  const revision = revisions.find(other => other.name === name);
  const own = pods.filter(pod => pod.revision === name);
  const ready = own.filter(({ status }) => status === 'ready').length;
  const restarts = own.reduce((sum, pod) => sum + pod.restarts, 0);
  return (
    <tr>
      <th scope="row">
        {t(`comparison.${which}`)}{' '}
        <span className={classes.version}>
          {revision?.version?.value ?? t('unknownVersion')}
        </span>
      </th>
      <td>
        {t('ready', { ready: String(ready), desired: String(own.length) })}
      </td>
      <td>{restarts}</td>
      {isMeasured && <td>{medianUsage(own, 'cpu')}</td>}
      {isMeasured && <td>{medianUsage(own, 'memory')}</td>}
      {rollout.traffic && (
        <td>{trafficShare(rollout, which === 'desired' ? 'new' : 'stable')}</td>
      )}
    </tr>
  );
}

/** Median usage of a resource. */
function medianUsage(pods: Pod[], resource: keyof PodUsage): string {
  const usage = summarizeUsage(pods, resource);
  return usage ? formatQuantity(resource, usage.median) : '–';
}

/** Share of the requests that no header match routes elsewhere. */
function trafficShare(
  { traffic }: Rollout,
  revision: 'new' | 'stable',
): string {
  const route = traffic && generalRoute(traffic.routes);
  if (!route) return '–';
  const percent = route.to
    .filter(to => to.revision === revision)
    .reduce((sum, to) => sum + to.percent, 0);
  return `${percent} %`;
}
