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
import { useCodedText } from '../format/useCodedText';
import { deliveryTranslationRef } from '../translation/ref';
import { AsyncContent } from '../components/AsyncContent';
import { RunResults } from './RunResults';
import { TestCaseList } from './TestCaseList';

/** Number of test cases that are listed */
const MAX_CASES = 200;

/** Test report of a run, failed tests first, with a search. */
export function TestView({ run }: { run: RunRef }) {
  const api = useApi(pipelinesApiRef);
  const { t } = useTranslationRef(deliveryTranslationRef);
  const result = useAsyncRetry(
    async () => (await api.getTestReport(run)) ?? 'none',
    [api, run],
  );
  return (
    <AsyncContent result={result}>
      {report =>
        report === 'none' ? (
          <Typography>{t('pipelines.noTests')}</Typography>
        ) : (
          <Report report={report} />
        )
      }
    </AsyncContent>
  );
}

function Report({ report }: { report: TestReport }) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  const [text, setText] = useState('');
  const query = text.toLowerCase();
  const matches = report.cases.filter(({ name, className, suite }) =>
    `${suite} ${className} ${name}`.toLowerCase().includes(query),
  );
  return (
    <>
      {report.problems.map(problem => (
        <Alert key={problem.message} severity="warning">
          {problemText(problem)}
        </Alert>
      ))}
      {report.robot?.map((suite, index) => (
        <RobotSuiteResults key={`${suite.name} ${index}`} suite={suite} />
      ))}
      {report.cases.length > 0 && (
        <>
          <RunResults run={{ tests: report.counts }} />
          <TextField
            id="tests-search"
            label={t('pipelines.searchTests')}
            value={text}
            onChange={event => setText(event.target.value)}
            variant="outlined"
            size="small"
            margin="dense"
          />
          <TestCaseList cases={matches.slice(0, MAX_CASES)} />
          {matches.length > MAX_CASES && (
            <Typography variant="caption">
              {t('pipelines.moreTests', {
                number: String(matches.length - MAX_CASES),
              })}
            </Typography>
          )}
        </>
      )}
    </>
  );
}

function RobotSuiteResults({ suite }: { suite: RobotSuite }) {
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
        {suite.unknown > 0 &&
          ` (${t('pipelines.testsUnknown', { number: String(suite.unknown) })})`}
      </Typography>
      <TestCaseList
        cases={suite.cases.map(each => ({
          // The heading has the name of the suite.
          suite: '',
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
