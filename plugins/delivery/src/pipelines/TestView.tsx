import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  RobotSuite,
  TestReport,
} from '@fairway/backstage-plugin-delivery-common';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { useState } from 'react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { pipelinesApiRef } from '../api/PipelinesApi';
import type { RunRef } from '../api/PipelinesApi';
import { deliveryTranslationRef } from '../translation/ref';
import { AsyncContent } from '../components/AsyncContent';
import { GateResults } from './RunFacts';
import { TestCaseList } from './TestCaseList';

const MOST = 200;

/** What the tests of a run said: the failed first, new ones apart from old. */
export function TestView({ run, number }: { run: RunRef; number: number }) {
  const api = useApi(pipelinesApiRef);
  const { t } = useTranslationRef(deliveryTranslationRef);
  const answer = useAsyncRetry(
    async () => (await api.getTestReport(run)) ?? 'none',
    [api, run],
  );
  return (
    <AsyncContent answer={answer}>
      {report =>
        report === 'none' ? (
          <Typography>{t('pipelines.noTests')}</Typography>
        ) : (
          <Report report={report} number={number} />
        )
      }
    </AsyncContent>
  );
}

function Report({ report, number }: { report: TestReport; number: number }) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const [text, setText] = useState('');
  const wanted = text.toLowerCase();
  const found = report.cases.filter(({ name, className, suite }) =>
    `${suite} ${className} ${name}`.toLowerCase().includes(wanted),
  );
  return (
    <>
      {report.problems.map(problem => (
        <Alert key={problem} severity="warning">
          {problem}
        </Alert>
      ))}
      {report.robot?.map(suite => (
        <Robot key={suite.name} suite={suite} />
      ))}
      {report.cases.length > 0 && (
        <>
          <GateResults run={{ tests: report.counts }} />
          <TextField
            id="tests-search"
            label={t('pipelines.searchTests')}
            value={text}
            onChange={event => setText(event.target.value)}
            variant="outlined"
            size="small"
            margin="dense"
          />
          <TestCaseList cases={found.slice(0, MOST)} number={number} />
          {found.length > MOST && (
            <Typography variant="caption">
              {t('pipelines.moreTests', {
                number: String(found.length - MOST),
              })}
            </Typography>
          )}
        </>
      )}
    </>
  );
}

function Robot({ suite }: { suite: RobotSuite }) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  return (
    <section aria-label={suite.name}>
      <Typography variant="subtitle1" component="h3">
        Robot Framework: {suite.name} –{' '}
        {t('pipelines.robot', {
          passed: String(suite.passed),
          failed: String(suite.failed),
          skipped: String(suite.skipped),
        })}
      </Typography>
      <TestCaseList
        number={0}
        cases={suite.cases.map(each => ({
          suite: suite.name,
          className: [
            ...(each.isCritical ? [t('pipelines.critical')] : []),
            ...each.tags,
          ].join(', '),
          name: each.name,
          status: each.status,
          isNew: each.isNew,
          message: each.message,
        }))}
      />
    </section>
  );
}
