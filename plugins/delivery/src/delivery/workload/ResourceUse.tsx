import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { summarizeUsage } from '@fairway/backstage-plugin-delivery-common';
import type {
  PodUsage,
  UsageSummary,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import WarningIcon from '@material-ui/icons/Warning';
import { deliveryTranslationRef } from '../../translation/ref';
import { useCodedText } from '../../format/useCodedText';
import { formatQuantity } from '../../format/formatQuantity';
import { ResourceBar } from './ResourceBar';

/** Share of its limit from which a pod is likely to be OOM-killed or throttled. */
const NEAR_LIMIT = 0.9;

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gridTemplateColumns: 'auto minmax(40px, 96px) minmax(0, 1fr)',
      alignItems: 'center',
      gap: theme.spacing(0.25, 1),
      margin: theme.spacing(1, 0, 0),
      '& > *': { lineHeight: '18px' },
    },
    name: { color: theme.palette.text.secondary },
    wide: { gridColumn: '1 / -1', color: theme.palette.text.secondary },
    near: { fontWeight: 'bold' },
    icon: {
      color: theme.palette.status.warning,
      fontSize: 14,
      verticalAlign: 'text-bottom',
    },
  }),
  { name: 'FairwayResourceUse' },
);

/** CPU and memory usage of the pods of a workload, with requests and limits. */
export function ResourceUse({ workload }: { workload: Workload }) {
  const { measurement, resources, pods } = workload;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  if (!measurement && !resources) return null;
  const isMeasured = pods.some(({ usage }) => usage);
  return (
    <div className={classes.root} role="group" aria-label={t('usage.title')}>
      {(['cpu', 'memory'] as const).map(resource => (
        <Row key={resource} resource={resource} workload={workload} />
      ))}
      {measurement?.state === 'failed' && (
        <Typography variant="caption" className={classes.wide}>
          {t('usage.failed', { message: problemText(measurement.problem) })}
        </Typography>
      )}
      {measurement?.state === 'measured' && !isMeasured && pods.length > 0 && (
        <Typography variant="caption" className={classes.wide}>
          {t('usage.none')}
        </Typography>
      )}
    </div>
  );
}

function Row(props: { resource: keyof PodUsage; workload: Workload }) {
  const { resource, workload } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const usage = summarizeUsage(workload.pods, resource);
  const request = workload.resources?.requests[resource];
  const limit = workload.resources?.limits[resource];
  const text = (amount: number) => formatQuantity(resource, amount);
  const allowance = [
    request === undefined
      ? t('usage.noRequest')
      : t('usage.requested', { amount: text(request) }),
    limit === undefined
      ? t('usage.noLimit')
      : t('usage.limit', { amount: text(limit) }),
  ].join(' · ');
  const used =
    usage &&
    t(usageKey(usage), { median: text(usage.median), max: text(usage.max) });
  const share = usage && limit ? usage.max / limit : 0;
  return (
    <>
      <Typography variant="caption" className={classes.name}>
        {t(`usage.${resource}`)}
      </Typography>
      <ResourceBar
        label={t(`usage.${resource}`)}
        text={[used, allowance].filter(Boolean).join(t('clauseSeparator'))}
        used={usage?.max}
        request={request}
        limit={limit}
        isNearLimit={share >= NEAR_LIMIT}
      />
      <Typography variant="caption" component="span" title={usage?.maxPod}>
        {used && <strong>{used}</strong>}
        {used && ' · '}
        {allowance}
        {share >= NEAR_LIMIT && (
          <span className={classes.near}>
            {' '}
            <WarningIcon className={classes.icon} aria-hidden />{' '}
            {t('usage.nearLimit', { percent: String(Math.floor(share * 100)) })}
          </span>
        )}
      </Typography>
    </>
  );
}

function usageKey({ pods, median, max }: UsageSummary) {
  if (pods === 1) return 'usage.one';
  return median === max ? 'usage.each' : 'usage.many';
}
