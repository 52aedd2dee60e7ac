import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Stage } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import { deliveryTranslationRef } from '../translation/ref';
import { formatDuration } from '../format/formatDuration';
import { useLanguage } from '../format/useLanguage';
import { useOutcomeColors } from '../components/OutcomeIcon';

const HEIGHT = 14;

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'flex',
      gap: 2,
      height: HEIGHT,
      margin: theme.spacing(0.5, 0),
      padding: 0,
      listStyle: 'none',
    },
    stage: { flex: '1 1 0', minWidth: 4, maxWidth: 72, display: 'flex' },
    bar: {
      flex: 1,
      border: '2px solid currentColor',
      borderRadius: 2,
      boxSizing: 'border-box',
    },
    succeeded: { backgroundColor: 'currentColor' },
    // A pattern, because colour must not be the only sign.
    failed: {
      backgroundImage:
        'repeating-linear-gradient(45deg, currentColor 0 3px, transparent 3px 5px)',
    },
    unstable: {
      backgroundImage:
        'repeating-linear-gradient(90deg, currentColor 0 3px, transparent 3px 5px)',
    },
    aborted: { borderStyle: 'dashed' },
    unknown: { borderStyle: 'dashed' },
    skipped: { borderStyle: 'dotted' },
    queued: { borderStyle: 'dotted' },
    running: {
      backgroundImage:
        'linear-gradient(90deg, currentColor 50%, transparent 50%)',
      backgroundSize: '200% 100%',
      animation: '$move 1.6s linear infinite',
      '@media (prefers-reduced-motion: reduce)': { animation: 'none' },
    },
    waiting: { borderStyle: 'double', borderWidth: 4 },
    '@keyframes move': {
      from: { backgroundPosition: '100% 0' },
      to: { backgroundPosition: '-100% 0' },
    },
    parallel: { flexDirection: 'column', gap: 1 },
  }),
  { name: 'FairwayStageMiniGraph' },
);

/** Stages of a run side by side, parallel ones stacked, each with a tooltip. */
export function StageMiniGraph({ stages }: { stages: Stage[] }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (!stages.length) return null;
  return (
    <ol className={classes.list} aria-label={t('pipelines.stages')}>
      {stages.map(stage => (
        <StageBar key={stage.id} stage={stage} />
      ))}
    </ol>
  );
}

function StageBar({ stage }: { stage: Stage }) {
  const classes = useStyles();
  const colors = useOutcomeColors();
  const text = useStageText();
  const bars =
    stage.isParallel && stage.children.length ? stage.children : [stage];
  const label = [...new Set([stage, ...bars])].map(text).join('\n');
  return (
    <Tooltip title={<span style={{ whiteSpace: 'pre-line' }}>{label}</span>}>
      <li
        className={`${classes.stage} ${bars.length > 1 ? classes.parallel : ''}`}
        aria-label={label}
      >
        {bars.map(({ id, status }) => (
          <span
            key={id}
            className={`${classes.bar} ${colors[status]} ${classes[status]}`}
          />
        ))}
      </li>
    </Tooltip>
  );
}

/** Describes a stage: its name, status and duration. */
function useStageText(): (stage: Stage) => string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const language = useLanguage();
  return ({ name, status, durationMs }) =>
    [
      `${name}${t('labelSeparator')}${t(`pipelines.stage.${status}`)}`,
      ...(durationMs ? [formatDuration(durationMs / 1000, language)] : []),
    ].join(t('clauseSeparator'));
}
