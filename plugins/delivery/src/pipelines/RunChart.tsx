import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  runDurationMs,
  runOutcome,
} from '@fairway/backstage-plugin-delivery-common';
import type { Run } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../translation/ref';
import { formatDuration } from '../format/formatDuration';
import { pageClock } from '../format/pageClock';
import { useLanguage } from '../format/useLanguage';
import { useOutcomeColors } from '../components/OutcomeIcon';
import { readableColor } from '../components/readableColor';
import { usePipelinesPath } from './usePipelinesPath';

const HEIGHT = 28;
/** Smallest width of a target for a finger, in pixels (WCAG 2.2, target size) */
const TARGET = 24;
/** Runs that fit into the column of the list */
const CHART_RUNS = 8;
/** Width of the chart in pixels */
export const CHART_WIDTH = CHART_RUNS * TARGET;
/** Keeps the shortest run visible */
const MIN_HEIGHT = 6;

const useStyles = makeStyles(
  theme => ({
    bars: { display: 'flex', alignItems: 'flex-end', height: HEIGHT },
    link: {
      display: 'flex',
      alignItems: 'flex-end',
      justifyContent: 'center',
      width: TARGET,
      height: HEIGHT,
    },
    legend: {
      display: 'block',
      maxWidth: CHART_WIDTH,
      lineHeight: 1.3,
      color: readableColor(theme, theme.palette.text.secondary),
    },
    bar: {
      display: 'block',
      width: 10,
      boxSizing: 'border-box',
      borderRadius: 2,
      border: '2px solid currentColor',
    },
    succeeded: { backgroundColor: 'currentColor' },
    failed: {
      backgroundImage:
        'repeating-linear-gradient(45deg, currentColor 0 2px, transparent 2px 4px)',
    },
    unstable: {
      backgroundImage:
        'repeating-linear-gradient(90deg, currentColor 0 2px, transparent 2px 4px)',
    },
    aborted: { borderStyle: 'dashed' },
    'not-built': { borderStyle: 'dotted' },
    unknown: { borderStyle: 'dashed' },
    running: {},
    waiting: { borderStyle: 'double' },
  }),
  { name: 'FairwayRunChart' },
);

/** Bar chart of the durations of the newest runs, oldest first, with a legend. Each bar links to the page of its run. */
export function RunChart({ runs }: { runs: Run[] }) {
  const classes = useStyles();
  const colors = useOutcomeColors();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const language = useLanguage();
  const path = usePipelinesPath();
  const now = pageClock.now();
  const shown = runs.slice(0, CHART_RUNS).reverse();
  const longest = Math.max(1, ...shown.map(run => runDurationMs(run, now)));
  if (!shown.length) return null;
  return (
    <>
      <div className={classes.bars}>
        {shown.map(run => {
          const outcome = runOutcome(run);
          const duration = runDurationMs(run, now);
          const label = [
            `${run.name}${t('labelSeparator')}${t(`pipelines.outcome.${outcome}`)}`,
            formatDuration(duration / 1000, language),
          ].join(t('clauseSeparator'));
          return (
            <Tooltip key={run.id} title={label}>
              <Link
                to={`${path}/runs/${run.id}`}
                className={classes.link}
                aria-label={label}
              >
                <span
                  className={`${classes.bar} ${colors[outcome]} ${classes[outcome]}`}
                  style={{
                    height:
                      MIN_HEIGHT + ((HEIGHT - MIN_HEIGHT) * duration) / longest,
                  }}
                />
              </Link>
            </Tooltip>
          );
        })}
      </div>
      <Typography variant="caption" className={classes.legend}>
        {t('pipelines.chart', { number: String(shown.length) })}
      </Typography>
    </>
  );
}
