import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  RunDetail,
  RunFailure,
} from '@fairway/backstage-plugin-delivery-common';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import useAsync from 'react-use/esm/useAsync';
import { pipelinesApiRef } from '../api/PipelinesApi';
import type { RunRef } from '../api/PipelinesApi';
import { useCodedText } from '../format/useCodedText';
import { deliveryTranslationRef } from '../translation/ref';
import { plainText } from '../log/terminal';
import { TestCaseList } from './TestCaseList';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(2),
      borderLeft: `4px solid ${theme.palette.status.error}`,
    },
    error: {
      fontFamily: 'monospace',
      overflowWrap: 'anywhere',
      whiteSpace: 'pre-wrap',
    },
    lines: {
      maxHeight: 260,
      overflow: 'auto',
      margin: theme.spacing(1, 0),
      padding: theme.spacing(1),
      fontSize: 12,
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
      backgroundColor: theme.palette.background.default,
    },
  }),
  { name: 'FairwayFailurePanel' },
);

/** Number of failed tests that are listed */
const MAX_TESTS = 5;

/** Failure of a run: the stage, its error, the last lines of its log, and the failed tests. */
export function FailurePanel(props: {
  run: RunRef;
  detail: RunDetail;
  failure: RunFailure;
  showStage: (id: string | undefined) => void;
}) {
  const { run, detail, failure, showStage } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  const api = useApi(pipelinesApiRef);
  const hasFailed = Boolean(detail.tests?.failed);
  const tests = useAsync(
    async () => (hasFailed ? api.getTestReport(run) : undefined),
    [api, run, hasFailed],
  );
  const failed = (tests.value?.cases ?? []).filter(
    ({ status }) => status === 'failed',
  );
  return (
    <Paper
      variant="outlined"
      component="section"
      className={classes.root}
      aria-label={t('pipelines.failure')}
    >
      <Typography variant="h6" component="h3">
        {failure.stageName
          ? t('pipelines.failedAt', { stage: failure.stageName })
          : t('pipelines.failure')}
      </Typography>
      {failure.error && (
        <Typography variant="body2" className={classes.error}>
          {failure.error}
        </Typography>
      )}
      {failed.length > 0 && <TestCaseList cases={failed.slice(0, MAX_TESTS)} />}
      {failure.problem && (
        <Typography variant="body2">{problemText(failure.problem)}</Typography>
      )}
      {failure.lastLines.length > 0 && (
        <pre
          className={classes.lines}
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls by keyboard
          tabIndex={0}
          aria-label={t('pipelines.lastLines')}
        >
          {failure.lastLines.map(plainText).join('\n')}
        </pre>
      )}
      <Button size="small" onClick={() => showStage(failure.stageId)}>
        {t('pipelines.showLog')}
      </Button>
    </Paper>
  );
}
