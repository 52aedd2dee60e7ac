import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Autoscaler } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../../translation/ref';
import { useAge } from '../../format/useAge';

const useStyles = makeStyles(
  theme => ({ root: { margin: theme.spacing(0.5, 0, 0) } }),
  { name: 'FairwayAutoscalerLine' },
);

/** Replicas and metrics of an autoscaler. */
export function AutoscalerLine({ autoscaler }: { autoscaler: Autoscaler }) {
  const { name, min, max, current, desired, metrics, scaledAt } = autoscaler;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const pods = {
    current: String(current),
    desired: String(desired),
    min: String(min),
    max: String(max),
  };
  const nameOf = ({ name: metric, of }: (typeof metrics)[number]) => {
    const text =
      metric === 'cpu' || metric === 'memory' ? t(`usage.${metric}`) : metric;
    return of ? `${text} (${of})` : text;
  };
  const parts = [
    t(desired === current ? 'autoscaler.current' : 'autoscaler.scaling', pods),
    ...metrics.map(metric =>
      t(
        metric.current === undefined
          ? 'autoscaler.unmeasured'
          : 'autoscaler.metric',
        {
          name: nameOf(metric),
          current: metric.current ?? '',
          target: metric.target,
        },
      ),
    ),
  ];
  return (
    <Typography
      variant="caption"
      component="div"
      className={classes.root}
      title={name}
    >
      {parts.join(' · ')}
      {scaledAt && <ScaledAt time={scaledAt} />}
    </Typography>
  );
}

function ScaledAt({ time }: { time: string }) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  return <> · {t('autoscaler.lastScaled', { age: useAge(time) })}</>;
}
