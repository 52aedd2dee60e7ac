import { EmptyState } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useEntity } from '@backstage/plugin-catalog-react';
import { runOutcome } from '@fairway/backstage-plugin-delivery-common';
import type {
  Pipeline,
  PipelineSource,
} from '@fairway/backstage-plugin-delivery-common';
import Button from '@material-ui/core/Button';
import MenuItem from '@material-ui/core/MenuItem';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import Skeleton from '@material-ui/lab/Skeleton';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { Link } from '@backstage/core-components';
import { Connection } from '../components/Connection';
import { DeliveryProblem } from '../components/DeliveryProblem';
import { deliveryTranslationRef } from '../translation/ref';
import { useAge } from '../format/useAge';
import { AnnotationHint } from './AnnotationHint';
import { isActive, outcomes } from './activeRuns';
import { PipelineRow } from './PipelineRow';
import { usePipelines } from './usePipelines';

const useStyles = makeStyles(
  theme => ({
    filters: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(2),
      marginBottom: theme.spacing(2),
      '& > :last-child': { marginLeft: 'auto' },
    },
    source: { padding: theme.spacing(1.5, 2), marginBottom: theme.spacing(2) },
    rows: { listStyle: 'none', margin: 0, padding: 0 },
    secondary: { color: theme.palette.text.secondary },
    outcome: { minWidth: 160 },
  }),
  { name: 'FairwayPipelineList' },
);

/** The pipelines of a service, live: a row a branch. */
export function PipelineList() {
  const { entity } = useEntity();
  const { state, retry } = usePipelines(entity);
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const [query, setQuery] = useSearchParams();
  const branch = query.get('branch') ?? '';
  const result = query.get('result') ?? '';
  const set = (key: string, value: string) => {
    const changed = new URLSearchParams(query);
    if (value) changed.set(key, value);
    else changed.delete(key);
    setQuery(changed, { replace: true });
  };

  if (state.status === 'loading') {
    return (
      <div aria-busy aria-label={t('pipelines.loading')}>
        {[0, 1, 2].map(row => (
          <Skeleton
            key={row}
            variant="rect"
            height={88}
            style={{ margin: 8 }}
          />
        ))}
      </div>
    );
  }
  if (!('value' in state)) {
    return <DeliveryProblem problem={state} retry={retry} />;
  }
  const { sources, problem, isConfigured } = state.value;
  if (!sources.length) {
    return (
      <>
        {problem && <Alert severity="error">{problem}</Alert>}
        {isConfigured ? (
          !problem && <AnnotationHint />
        ) : (
          <EmptyState missing="content" title={t('pipelines.notConfigured')} />
        )}
      </>
    );
  }
  const isShown = ({ name, runs }: Pipeline) =>
    name.toLowerCase().includes(branch.toLowerCase()) &&
    (!result || (runs.length > 0 && runOutcome(runs[0]) === result));
  return (
    <>
      <div className={classes.filters}>
        <TextField
          id="pipelines-branch"
          label={t('pipelines.branch')}
          value={branch}
          onChange={event => set('branch', event.target.value)}
          variant="outlined"
          size="small"
        />
        <TextField
          id="pipelines-result"
          label={t('pipelines.result')}
          value={result}
          onChange={event => set('result', event.target.value)}
          className={classes.outcome}
          variant="outlined"
          size="small"
          select
        >
          <MenuItem value="">{t('pipelines.anyResult')}</MenuItem>
          {outcomes.map(outcome => (
            <MenuItem key={outcome} value={outcome}>
              {t(`pipelines.outcome.${outcome}`)}
            </MenuItem>
          ))}
        </TextField>
        <Connection state={state} retry={retry} />
      </div>
      {problem && <Alert severity="error">{problem}</Alert>}
      {sources.map(source => (
        <Source
          key={`${source.server}/${source.job}`}
          source={source}
          isShown={isShown}
          isFiltered={Boolean(branch || result)}
        />
      ))}
    </>
  );
}

function Source(props: {
  source: PipelineSource;
  isShown: (pipeline: Pipeline) => boolean;
  isFiltered: boolean;
}) {
  const { source, isShown, isFiltered } = props;
  const { job, server, url, pipelines, sync } = source;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const [areOldShown, setAreOldShown] = useState(false);
  const shown = pipelines.filter(isShown);
  const open = shown.filter(each => isFiltered || isActive(each, Date.now()));
  const old = shown.filter(each => !open.includes(each));
  return (
    <Paper
      variant="outlined"
      component="section"
      className={classes.source}
      aria-label={job}
    >
      <Typography variant="h6" component="h2">
        {url ? <Link to={url}>{job}</Link> : job}{' '}
        <Typography variant="caption" className={classes.secondary}>
          {server}
        </Typography>
      </Typography>
      <SourceSync source={source} />
      {sync.state === 'reading' && <Skeleton variant="rect" height={88} />}
      {!shown.length && ['current', 'stale'].includes(sync.state) && (
        <Typography className={classes.secondary}>
          {t(isFiltered ? 'pipelines.noneFits' : 'pipelines.none')}
        </Typography>
      )}
      <ul className={classes.rows}>
        {[...open, ...(areOldShown ? old : [])].map(pipeline => (
          <PipelineRow key={pipeline.id} pipeline={pipeline} />
        ))}
      </ul>
      {old.length > 0 && (
        <Button
          size="small"
          aria-expanded={areOldShown}
          onClick={() => setAreOldShown(!areOldShown)}
        >
          {areOldShown
            ? t('pipelines.fewer')
            : t('pipelines.older', { number: String(old.length) })}
        </Button>
      )}
    </Paper>
  );
}

function SourceSync({ source }: { source: PipelineSource }) {
  const { state, readAt, message } = source.sync;
  const { t } = useTranslationRef(deliveryTranslationRef);
  const age = useAge(readAt ?? 0);
  if (state === 'failed' || (state === 'stale' && message)) {
    return (
      <Alert severity="warning">
        {state === 'stale' && `${t('pipelines.stale', { age })} `}
        {message}
      </Alert>
    );
  }
  return null;
}
