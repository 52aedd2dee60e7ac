import { EmptyState } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useEntity } from '@backstage/plugin-catalog-react';
import { runOutcome } from '@fairway/backstage-plugin-delivery-common';
import type {
  Pipeline,
  RunOutcome,
} from '@fairway/backstage-plugin-delivery-common';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Alert from '@material-ui/lab/Alert';
import Skeleton from '@material-ui/lab/Skeleton';
import { useSearchParams } from 'react-router-dom';
import { ConnectionStatus } from '../components/ConnectionStatus';
import { ErrorState } from '../components/ErrorState';
import { useCodedText } from '../format/useCodedText';
import { deliveryTranslationRef } from '../translation/ref';
import { AnnotationHint } from './AnnotationHint';
import { PipelineSourcePanel } from './PipelineSourcePanel';
import { usePipelines } from './usePipelines';

/** Outcomes that the list can be filtered by. */
const FILTER_OUTCOMES: RunOutcome[] = [
  'running',
  'waiting',
  'succeeded',
  'unstable',
  'failed',
  'aborted',
  'unknown',
];

const useStyles = makeStyles(
  theme => ({
    filters: {
      // The secondary colour has too little contrast on the page's background.
      '& .MuiInputLabel-root': { color: theme.palette.text.primary },
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(2),
      marginBottom: theme.spacing(2),
      '& > :last-child': { marginLeft: 'auto' },
    },
    result: { minWidth: 160 },
  }),
  { name: 'FairwayPipelineList' },
);

/** Pipelines of a service, one row for each branch, updated live. */
export function PipelineList() {
  const { entity } = useEntity();
  const { state, retry } = usePipelines(entity);
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
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
    return <ErrorState state={state} retry={retry} />;
  }
  const { sources, problem, isConfigured } = state.value;
  if (!sources.length) {
    return (
      <>
        {problem && <Alert severity="error">{problemText(problem)}</Alert>}
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
          className={classes.result}
          variant="outlined"
          size="small"
          select
        >
          <MenuItem value="">{t('pipelines.anyResult')}</MenuItem>
          {FILTER_OUTCOMES.map(outcome => (
            <MenuItem key={outcome} value={outcome}>
              {t(`pipelines.outcome.${outcome}`)}
            </MenuItem>
          ))}
        </TextField>
        <ConnectionStatus state={state} retry={retry} />
      </div>
      {problem && <Alert severity="error">{problemText(problem)}</Alert>}
      {sources.map(source => (
        <PipelineSourcePanel
          key={`${source.server}/${source.job}`}
          source={source}
          isShown={isShown}
          isFiltered={Boolean(branch || result)}
        />
      ))}
    </>
  );
}
