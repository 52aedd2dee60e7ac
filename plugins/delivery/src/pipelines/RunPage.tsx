import { getCompoundEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { RunDetail } from '@fairway/backstage-plugin-delivery-common';
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import { useMemo } from 'react';
import { useParams, useSearchParams } from 'react-router-dom';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import useInterval from 'react-use/esm/useInterval';
import usePrevious from 'react-use/esm/usePrevious';
import { pipelinesApiRef } from '../api/PipelinesApi';
import type { RunRef } from '../api/PipelinesApi';
import { useCodedText } from '../format/useCodedText';
import { LogView } from '../log/LogView';
import { deliveryTranslationRef } from '../translation/ref';
import { AsyncContent } from '../components/AsyncContent';
import { ArtifactList } from './ArtifactList';
import { ChangeList } from './ChangeList';
import { FailurePanel } from './FailurePanel';
import { GateView } from './GateView';
import { InputPanel } from './InputPanel';
import { EnvironmentStatusList } from './EnvironmentStatusList';
import { RunHeader } from './RunHeader';
import { StageTree } from './StageTree';
import { SubRunList } from './SubRunList';
import { TestView } from './TestView';
import { useCommitLink } from './useCommitLink';
import { usePipelines } from './usePipelines';
import { usePipelinesPath } from './usePipelinesPath';

/** Time between two reads of an unfinished run */
const REFRESH_MS = 15_000;

const views = [
  'stages',
  'log',
  'tests',
  'gate',
  'changes',
  'artifacts',
  'environments',
] as const;

type View = (typeof views)[number];

const useStyles = makeStyles(
  theme => ({
    // Phones as well, because the last tabs are outside the page there
    scrollButtons: { display: 'inline-flex' },
    tabs: {
      margin: theme.spacing(2, 0),
      borderBottom: `1px solid ${theme.palette.divider}`,
    },
  }),
  { name: 'FairwayRunPage' },
);

/** Page of a run: its failure first, then its tabs. */
export function RunPage() {
  const { runId = '' } = useParams();
  const { entity } = useEntity();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const path = usePipelinesPath();
  const api = useApi(pipelinesApiRef);
  const run = useMemo(
    () => ({ service: getCompoundEntityRef(entity), id: runId }),
    [entity, runId],
  );
  const refreshKey = useRefreshKey(run.id);
  const result = useAsyncRetry(() => api.getRun(run), [api, run, refreshKey]);
  const isUnfinished = result.value?.status.state !== 'finished';
  const { retry } = result;
  // The stream leaves out old runs, such as one that waits for a long time.
  useInterval(retry, isUnfinished && result.value ? REFRESH_MS : null);
  // Shows the last known state during a refresh.
  const before = usePrevious(result.value);
  const known = result.value ?? (result.loading ? before : undefined);
  return (
    <>
      <Link to={path}>← {t('pipelines.back')}</Link>
      <AsyncContent
        result={
          known && known.id === runId
            ? { ...result, loading: false, error: undefined, value: known }
            : result
        }
      >
        {detail => <Run run={run} detail={detail} retry={result.retry} />}
      </AsyncContent>
    </>
  );
}

/** Text that changes when the run changes in the stream of pipelines. */
function useRefreshKey(runId: string): string {
  const { entity } = useEntity();
  const { state } = usePipelines(entity);
  return useMemo(() => {
    if (!('value' in state)) return '';
    const run = state.value.sources
      .flatMap(({ pipelines }) => pipelines)
      .flatMap(({ runs }) => runs)
      .find(({ id }) => id === runId);
    return JSON.stringify(
      [run?.status, run?.stages, run?.isKept],
      (key, value) => (key === 'durationMs' ? undefined : value),
    );
  }, [state, runId]);
}

function Run(props: { run: RunRef; detail: RunDetail; retry: () => void }) {
  const { run, retry } = props;
  const { entity } = useEntity();
  const detail = useCommitLink(props.detail, entity);
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  const [query, setQuery] = useSearchParams();
  const requested = views.find(view => view === query.get('view'));
  const stageId = query.get('stage') ?? undefined;
  const show = (view: View, stage?: string) => {
    const changed = new URLSearchParams(query);
    changed.set('view', view);
    changed.delete('stage');
    changed.delete('at');
    if (stage) changed.set('stage', stage);
    setQuery(changed);
  };
  const offset = /^\d{1,15}$/.exec(query.get('at') ?? '');
  const markLine = (line: number | undefined) => {
    const changed = new URLSearchParams(query);
    if (line === undefined) changed.delete('at');
    else changed.set('at', String(line));
    setQuery(changed, { replace: true });
  };
  const view = requested ?? 'stages';
  return (
    <>
      <RunHeader detail={detail} retry={retry} />
      {detail.problems.map((problem, index) => (
        <Alert key={`${problem.code} ${index}`} severity="warning">
          {problemText(problem)}
        </Alert>
      ))}
      {detail.inputs.map(input => (
        <InputPanel
          key={input.id}
          runId={detail.id}
          input={input}
          retry={retry}
        />
      ))}
      {detail.failure && (
        <FailurePanel
          run={run}
          detail={detail}
          failure={detail.failure}
          showStage={id => show('log', id)}
        />
      )}
      <SubRunList runs={detail.subRuns} />
      <Tabs
        value={view}
        onChange={(_, next: View) => show(next)}
        variant="scrollable"
        scrollButtons="auto"
        indicatorColor="primary"
        className={classes.tabs}
        classes={{ scrollButtonsDesktop: classes.scrollButtons }}
        aria-label={t('pipelines.run')}
      >
        {views.map(each => (
          <Tab key={each} value={each} label={t(`pipelines.view.${each}`)} />
        ))}
      </Tabs>
      <div role="tabpanel" aria-label={t(`pipelines.view.${view}`)}>
        {view === 'stages' && (
          <StageTree stages={detail.stages} showLog={id => show('log', id)} />
        )}
        {view === 'log' && (
          <LogView
            key={stageId}
            run={run}
            stageId={stageId}
            stages={detail.stages ?? []}
            onStageChange={stage => show('log', stage)}
            offset={offset ? Number(offset[0]) : undefined}
            onMark={markLine}
          />
        )}
        {view === 'tests' && <TestView run={run} />}
        {view === 'gate' && <GateView run={run} />}
        {view === 'changes' && <ChangeList changes={detail.changes} />}
        {view === 'artifacts' && (
          <ArtifactList run={run} artifacts={detail.artifacts} />
        )}
        {view === 'environments' && (
          <EnvironmentStatusList environments={detail.environments} />
        )}
      </div>
    </>
  );
}
