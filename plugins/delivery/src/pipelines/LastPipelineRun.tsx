import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  lastDefaultRun,
  runOutcome,
} from '@fairway/backstage-plugin-delivery-common';
import type { Run } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { Age } from '../components/Age';
import { deliveryTranslationRef } from '../translation/ref';
import { OutcomeIcon } from '../components/OutcomeIcon';
import { CommitLine } from './CommitLine';
import { RunResults } from './RunResults';
import { useRunTimeText } from './useRunTimeText';
import { usePipelines } from './usePipelines';
import { usePipelinesPath } from './usePipelinesPath';

const useStyles = makeStyles(
  theme => ({
    root: {
      borderTop: `1px solid ${theme.palette.divider}`,
      paddingTop: theme.spacing(1),
    },
    head: { display: 'flex', alignItems: 'center', gap: theme.spacing(0.5) },
  }),
  { name: 'FairwayLastPipelineRun' },
);

/** Last run of the default branch; nothing where none is known. */
export function LastPipelineRun() {
  const { entity } = useEntity();
  const { state } = usePipelines(entity);
  const run = 'value' in state ? lastDefaultRun(state.value) : undefined;
  return run ? <LastRun run={run} /> : null;
}

function LastRun({ run }: { run: Run }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const path = usePipelinesPath();
  const outcome = runOutcome(run);
  return (
    <section className={classes.root} aria-label={t('pipelines.lastRun')}>
      <div className={classes.head}>
        <OutcomeIcon outcome={outcome} />
        <Link to={`${path}/runs/${run.id}`}>
          {t('pipelines.lastRun')} {run.name}
        </Link>
        <Typography variant="body2" component="span">
          {t(`pipelines.outcome.${outcome}`)}
          {t(outcome === 'waiting' ? 'labelSeparator' : 'clauseSeparator')}
          {useRunTimeText(run)} · <Age time={run.startedAt} />
        </Typography>
      </div>
      {run.commit && <CommitLine commit={run.commit} />}
      <RunResults run={run} />
    </section>
  );
}
