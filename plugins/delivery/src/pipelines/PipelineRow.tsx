import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { runOutcome } from '@fairway/backstage-plugin-delivery-common';
import type { Pipeline, Run } from '@fairway/backstage-plugin-delivery-common';
import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { memo } from 'react';
import { Age } from '../components/Age';
import { useCodedText } from '../format/useCodedText';
import { deliveryTranslationRef } from '../translation/ref';
import { OutcomeIcon } from '../components/OutcomeIcon';
import { readableColor } from '../components/readableColor';
import { PipelineActions } from './PipelineActions';
import { CommitLine } from './CommitLine';
import { RunResults } from './RunResults';
import { useRunTimeText } from './useRunTimeText';
import { CHART_WIDTH, RunChart } from './RunChart';
import { StageMiniGraph } from './StageMiniGraph';
import { usePipelinesPath } from './usePipelinesPath';

const useStyles = makeStyles(
  theme => ({
    row: {
      display: 'grid',
      gridTemplateColumns:
        // Fixed widths, so that the columns of all rows align
        `minmax(140px, 1fr) minmax(0, 2.4fr) ${CHART_WIDTH}px 112px`,
      gap: theme.spacing(2),
      alignItems: 'start',
      padding: theme.spacing(1.25, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
      [theme.breakpoints.down('sm')]: {
        gridTemplateColumns: 'minmax(0, 1fr) auto',
      },
    },
    name: { fontWeight: 'bold', overflowWrap: 'anywhere' },
    run: {
      minWidth: 0,
      [theme.breakpoints.down('sm')]: { gridColumn: '1 / -1' },
    },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0.75),
    },
    secondary: {
      color: readableColor(theme, theme.palette.text.secondary),
    },
    problem: { color: readableColor(theme, theme.palette.status.error) },
    chart: {
      [theme.breakpoints.down('sm')]: { gridColumn: 1 },
    },
    chip: { height: 18, fontSize: theme.typography.caption.fontSize },
  }),
  { name: 'FairwayPipelineRow' },
);

/** One branch or job: its last run, the chart of earlier runs, and its actions. */
export const PipelineRow = memo(PipelineRowContent);

function PipelineRowContent({ pipeline }: { pipeline: Pipeline }) {
  const { name, kind, isDefault, runs, queued, isBuildable } = pipeline;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const [last] = runs;
  return (
    <li className={classes.row}>
      <div>
        <Typography variant="body2" component="h3" className={classes.name}>
          {name}
        </Typography>
        {isDefault && (
          <Chip
            size="small"
            className={classes.chip}
            label={t('pipelines.default')}
          />
        )}
        {kind === 'change-request' && (
          <Chip
            size="small"
            className={classes.chip}
            label={t('pipelines.changeRequest')}
          />
        )}
        {!isBuildable && (
          <Typography variant="caption" className={classes.secondary}>
            {t('pipelines.disabled')}
          </Typography>
        )}
      </div>
      <div className={classes.run}>
        {queued && (
          <Typography variant="body2" role="status">
            {t('pipelines.queued', { reason: queued.reason ?? '' })}
          </Typography>
        )}
        {last ? (
          <LastRun run={last} />
        ) : (
          !queued && (
            <Typography variant="body2" className={classes.secondary}>
              {t('pipelines.noRuns')}
            </Typography>
          )
        )}
      </div>
      <div className={classes.chart}>
        <RunChart runs={runs} />
      </div>
      <PipelineActions pipeline={pipeline} />
    </li>
  );
}

function LastRun({ run }: { run: Run }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  const path = usePipelinesPath();
  const outcome = runOutcome(run);
  return (
    <>
      <div className={classes.head}>
        <OutcomeIcon outcome={outcome} />
        <Link to={`${path}/runs/${run.id}`}>{run.name}</Link>
        <Typography variant="body2" component="span">
          {t(`pipelines.outcome.${outcome}`)}
        </Typography>
        <Typography
          variant="caption"
          component="span"
          className={classes.secondary}
        >
          {useRunTimeText(run)} · <Age time={run.startedAt} />
        </Typography>
      </div>
      <StageMiniGraph stages={run.stages ?? []} />
      {run.commit && <CommitLine commit={run.commit} />}
      <RunResults run={run} />
      {run.problem && (
        <Typography variant="caption" className={classes.problem}>
          {problemText(run.problem)}
        </Typography>
      )}
    </>
  );
}
