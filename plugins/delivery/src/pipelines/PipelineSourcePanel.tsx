import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  Pipeline,
  PipelineSource,
} from '@fairway/backstage-plugin-delivery-common';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import Skeleton from '@material-ui/lab/Skeleton';
import { useState } from 'react';
import { readableColor } from '../components/readableColor';
import { useAge } from '../format/useAge';
import { useCodedText } from '../format/useCodedText';
import { deliveryTranslationRef } from '../translation/ref';
import { isActivePipeline } from './isActivePipeline';
import { PipelineRow } from './PipelineRow';

const useStyles = makeStyles(
  theme => ({
    root: { padding: theme.spacing(1.5, 2), marginBottom: theme.spacing(2) },
    rows: { listStyle: 'none', margin: 0, padding: 0 },
    secondary: {
      color: readableColor(theme, theme.palette.text.secondary),
    },
  }),
  { name: 'FairwayPipelineSourcePanel' },
);

/** Pipelines of one job of a CI server: active branches, and inactive ones on request. */
export function PipelineSourcePanel(props: {
  source: PipelineSource;
  isShown: (pipeline: Pipeline) => boolean;
  isFiltered: boolean;
}) {
  const { source, isShown, isFiltered } = props;
  const { job, server, url, pipelines, sync } = source;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  const [isInactiveShown, setIsInactiveShown] = useState(false);
  const shown = pipelines.filter(isShown);
  const active = shown.filter(
    each => isFiltered || isActivePipeline(each, Date.now()),
  );
  const inactive = shown.filter(each => !active.includes(each));
  return (
    <Paper
      variant="outlined"
      component="section"
      className={classes.root}
      aria-label={job}
    >
      <Typography variant="h6" component="h2">
        {url ? (
          <Link to={url} underline="always">
            {job}
          </Link>
        ) : (
          job
        )}{' '}
        <Typography variant="caption" className={classes.secondary}>
          {t('pipelines.ciServer', { server })}
        </Typography>
      </Typography>
      <SyncAlert source={source} />
      {source.problems?.map(problem => (
        <Alert key={problem.code} severity="info">
          {problemText(problem)}
        </Alert>
      ))}
      {sync.state === 'syncing' && <Skeleton variant="rect" height={88} />}
      {!shown.length && ['synced', 'stale'].includes(sync.state) && (
        <Typography className={classes.secondary}>
          {t(isFiltered ? 'pipelines.noMatches' : 'pipelines.none')}
        </Typography>
      )}
      <ul className={classes.rows}>
        {[...active, ...(isInactiveShown ? inactive : [])].map(pipeline => (
          <PipelineRow key={pipeline.id} pipeline={pipeline} />
        ))}
      </ul>
      {inactive.length > 0 && (
        <Button
          size="small"
          aria-expanded={isInactiveShown}
          onClick={() => setIsInactiveShown(!isInactiveShown)}
        >
          {isInactiveShown
            ? t('pipelines.fewer')
            : t('pipelines.older', { number: String(inactive.length) })}
        </Button>
      )}
    </Paper>
  );
}

function SyncAlert({ source }: { source: PipelineSource }) {
  const { state, readAt, problem } = source.sync;
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  const age = useAge(readAt ?? 0);
  if (state === 'failed' || (state === 'stale' && problem)) {
    return (
      <Alert severity="warning">
        {state === 'stale' && `${t('pipelines.stale', { age })} `}
        {problem && problemText(problem)}
      </Alert>
    );
  }
  return null;
}
