import { Link } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { GateReport } from '@fairway/backstage-plugin-delivery-common';
import LinearProgress from '@material-ui/core/LinearProgress';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { pipelinesApiRef } from '../api/PipelinesApi';
import type { RunName } from '../api/PipelinesApi';
import { deliveryTranslationRef } from '../translation/ref';
import { OnDemand } from '../workload/OnDemand';

/** What a quality gate, coverage and warnings say of a run. */
export function GateView({ run }: { run: RunName }) {
  const api = useApi(pipelinesApiRef);
  const answer = useAsyncRetry(() => api.readGate(run), [api, run]);
  return (
    <OnDemand answer={answer}>{report => <Report report={report} />}</OnDemand>
  );
}

function Report({ report }: { report: GateReport }) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const { sonarqube, coverage, warnings, problems } = report;
  const isEmpty = !sonarqube && !coverage && !warnings.length;
  return (
    <>
      {problems.map(problem => (
        <Alert key={problem} severity="warning">
          {problem}
        </Alert>
      ))}
      {isEmpty && !problems.length && (
        <Typography>{t('pipelines.noGate')}</Typography>
      )}
      {sonarqube && (
        <section aria-label="SonarQube">
          <Typography variant="subtitle1" component="h3">
            {sonarqube.url ? (
              <Link to={sonarqube.url}>SonarQube</Link>
            ) : (
              'SonarQube'
            )}
            : {t(`pipelines.gate.${sonarqube.status}`)}
          </Typography>
          {sonarqube.message && (
            <Alert severity="info">{sonarqube.message}</Alert>
          )}
          <Facts
            facts={[
              ...sonarqube.conditions.map(
                ({ metric, isMet, actual, threshold }) => [
                  metric,
                  t(isMet ? 'pipelines.met' : 'pipelines.notMet', {
                    actual: actual ?? '?',
                    threshold: threshold ?? '?',
                  }),
                ],
              ),
              ...Object.entries(sonarqube.measures),
            ]}
          />
        </section>
      )}
      {coverage && (
        <section aria-label={t('pipelines.coverage')}>
          <Typography variant="subtitle1" component="h3">
            {t('pipelines.coverage')}
          </Typography>
          {Object.entries(coverage).map(([metric, percent]) => (
            <div key={metric}>
              <Typography variant="body2">
                {metric}: {percent} %
              </Typography>
              <LinearProgress
                variant="determinate"
                value={percent}
                aria-label={metric}
              />
            </div>
          ))}
        </section>
      )}
      {warnings.length > 0 && (
        <section aria-label={t('pipelines.warnings')}>
          <Typography variant="subtitle1" component="h3">
            {t('pipelines.warnings')}
          </Typography>
          <Facts
            facts={warnings.map(({ tool, total, newOnes, fixed }) => [
              tool,
              t('pipelines.warningCounts', {
                total: String(total),
                newOnes: String(newOnes ?? 0),
                fixed: String(fixed ?? 0),
              }),
            ])}
          />
        </section>
      )}
    </>
  );
}

function Facts({ facts }: { facts: string[][] }) {
  return (
    <Table size="small">
      <TableBody>
        {facts.map(([name, value]) => (
          <TableRow key={name}>
            <TableCell component="th" scope="row">
              {name}
            </TableCell>
            <TableCell>{value}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
