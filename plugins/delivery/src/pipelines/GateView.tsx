import { Link } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { GateReport } from '@fairway/backstage-plugin-delivery-common';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { pipelinesApiRef } from '../api/PipelinesApi';
import type { RunRef } from '../api/PipelinesApi';
import { pipelinesEn } from '../translation/pipelinesEn';
import { readableColor } from '../components/readableColor';
import { useCodedText } from '../format/useCodedText';
import { deliveryTranslationRef } from '../translation/ref';
import { AsyncContent } from '../components/AsyncContent';

const useStyles = makeStyles(
  theme => ({
    table: { maxWidth: 720, marginBottom: theme.spacing(2) },
    bad: {
      color: readableColor(theme, theme.palette.status.error),
      fontWeight: 'bold',
    },
  }),
  { name: 'FairwayGateView' },
);

/** Whether a metric has a translated name. */
function isKnownMetric(
  metric: string,
): metric is keyof typeof pipelinesEn.pipelines.metric {
  return Object.hasOwn(pipelinesEn.pipelines.metric, metric);
}

/** Whether a metric of coverage has a translated name. */
function isKnownCoverage(
  metric: string,
): metric is keyof typeof pipelinesEn.pipelines.coverageOf {
  return Object.hasOwn(pipelinesEn.pipelines.coverageOf, metric);
}

/** Quality gate, coverage and warnings of a run. */
export function GateView({ run }: { run: RunRef }) {
  const api = useApi(pipelinesApiRef);
  const result = useAsyncRetry(() => api.getGateReport(run), [api, run]);
  return (
    <AsyncContent result={result}>
      {report => <Report report={report} />}
    </AsyncContent>
  );
}

function Report({ report }: { report: GateReport }) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  const { sonarqube, coverage, warnings, problems } = report;
  const nameOf = (metric: string) =>
    isKnownMetric(metric) ? t(`pipelines.metric.${metric}`) : metric;
  const coverageName = (metric: string) =>
    isKnownCoverage(metric) ? t(`pipelines.coverageOf.${metric}`) : metric;
  const isEmpty = !sonarqube && !coverage && !warnings.length;
  return (
    <>
      {problems.map(problem => (
        <Alert key={problem.message} severity="warning">
          {problemText(problem)}
        </Alert>
      ))}
      {isEmpty && !problems.length && (
        <Typography>{t('pipelines.noGate')}</Typography>
      )}
      {sonarqube && (
        <section aria-label="SonarQube">
          <Typography variant="subtitle1" component="h3">
            {sonarqube.url ? (
              <Link to={sonarqube.url} underline="always">
                SonarQube
              </Link>
            ) : (
              'SonarQube'
            )}
            : {t(`pipelines.gate.${sonarqube.status}`)}
          </Typography>
          {sonarqube.problem && (
            <Alert severity="info">{problemText(sonarqube.problem)}</Alert>
          )}
          <MetricTable
            metrics={[
              ...sonarqube.conditions.map(
                ({ metric, isMet, actual, threshold }) => ({
                  name: nameOf(metric),
                  value: t(
                    isMet
                      ? 'pipelines.thresholdMet'
                      : 'pipelines.thresholdNotMet',
                    {
                      actual: actual ?? '?',
                      threshold: threshold ?? '?',
                    },
                  ),
                  isFailed: !isMet,
                }),
              ),
              ...Object.entries(sonarqube.measures).map(([metric, value]) => ({
                name: nameOf(metric),
                value,
              })),
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
                {t('pipelines.coverageMetric', {
                  metric: coverageName(metric),
                  percent: String(percent),
                })}
              </Typography>
              <LinearProgress
                variant="determinate"
                value={percent}
                aria-label={coverageName(metric)}
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
          <MetricTable
            metrics={warnings.map(({ tool, total, newOnes, fixed }) => ({
              name: tool,
              value: t('pipelines.warningCounts', {
                total: String(total),
                newOnes: String(newOnes ?? '?'),
                fixed: String(fixed ?? '?'),
              }),
            }))}
          />
        </section>
      )}
    </>
  );
}

interface Metric {
  name: string;
  value: string;
  /** Whether the quality gate failed because of it */
  isFailed?: boolean;
}

function MetricTable({ metrics }: { metrics: Metric[] }) {
  const classes = useStyles();
  return (
    <Table size="small" className={classes.table}>
      <TableBody>
        {metrics.map(({ name, value, isFailed }, index) => (
          // A metric may be a condition and a measure.
          <TableRow key={`${name} ${index}`}>
            <TableCell component="th" scope="row">
              {name}
            </TableCell>
            <TableCell className={isFailed ? classes.bad : undefined}>
              {value}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
