import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Analysis } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { HealthIcon } from '../../components/HealthIcon';
import { deliveryTranslationRef } from '../../translation/ref';

const useStyles = makeStyles(
  theme => ({
    root: { listStyle: 'none', margin: theme.spacing(0.5, 0, 0), padding: 0 },
    line: { display: 'flex', alignItems: 'center', gap: theme.spacing(0.5) },
    metrics: { listStyle: 'none', margin: 0, paddingLeft: theme.spacing(3.5) },
    value: { fontFamily: 'monospace' },
    message: { color: theme.palette.text.secondary },
  }),
  { name: 'FairwayAnalysisList' },
);

const healthOf = {
  Pending: 'progressing',
  Running: 'progressing',
  Successful: 'healthy',
  Failed: 'degraded',
  Inconclusive: 'unknown',
  Error: 'degraded',
} as const;

/** Analysis runs of a rollout, with their measurements and results. */
export function AnalysisList({ analyses }: { analyses: Analysis[] }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (!analyses.length) return null;
  return (
    <ul className={classes.root} aria-label={t('analyses')}>
      {analyses.map(analysis => (
        <li key={analysis.name}>
          <Typography variant="caption" className={classes.line}>
            <HealthIcon status={healthOf[analysis.phase]} />
            <strong>{analysis.name}</strong>
            {t(`analysisPhase.${analysis.phase}`)}
          </Typography>
          {analysis.message && (
            <Typography
              variant="caption"
              component="div"
              className={classes.message}
            >
              {analysis.message}
            </Typography>
          )}
          <ul className={classes.metrics}>
            {analysis.metrics.map(metric => (
              <Typography key={metric.name} variant="caption" component="li">
                {metric.name}: {t(`analysisPhase.${metric.phase}`)}{' '}
                <span className={classes.value}>
                  {metric.measurements
                    .map(({ value, phase }) => value ?? phase)
                    .join(' → ')}
                </span>{' '}
                <span className={classes.message}>{metric.message}</span>
              </Typography>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
