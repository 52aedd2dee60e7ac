import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { TestCase } from '@fairway/backstage-plugin-delivery-common';
import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../translation/ref';
import { readableColor } from '../components/readableColor';
import type { Outcome } from '../components/OutcomeIcon';
import { OutcomeIcon } from '../components/OutcomeIcon';

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    item: {
      padding: theme.spacing(0.75, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
    },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
    },
    secondary: {
      color: readableColor(theme, theme.palette.text.secondary),
      overflowWrap: 'anywhere',
    },
    message: { fontFamily: 'monospace', overflowWrap: 'anywhere' },
    trace: { fontSize: 12, overflow: 'auto', maxHeight: 320 },
  }),
  { name: 'FairwayTestCaseList' },
);

const outcomes: Record<TestCase['status'], Outcome> = {
  passed: 'succeeded',
  fixed: 'succeeded',
  failed: 'failed',
  skipped: 'skipped',
  unknown: 'unknown',
};

/** Test cases, each with its message and the run since which it fails. */
export function TestCaseList(props: { cases: TestCase[] }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  return (
    <ul className={classes.list}>
      {props.cases.map((test, index) => (
        // Names are not unique in every report.
        <li
          key={`${test.className}.${test.name}.${index}`}
          className={classes.item}
        >
          <div className={classes.head}>
            <OutcomeIcon outcome={outcomes[test.status]} />
            <Typography variant="body2" component="span">
              <strong>{test.name}</strong>
            </Typography>
            <Typography variant="caption" component="span">
              {t(`pipelines.test.${test.status}`)}
            </Typography>
            {test.isNew && (
              <Chip size="small" label={t('pipelines.test.new')} />
            )}
            {!test.isNew && test.failedSince !== undefined && (
              <Typography variant="caption" component="span">
                {t('pipelines.test.since', {
                  number: String(test.failedSince),
                })}
              </Typography>
            )}
          </div>
          <Typography
            variant="caption"
            component="div"
            className={classes.secondary}
          >
            {[test.suite, test.className]
              .filter((each, at, all) => each && all.indexOf(each) === at)
              .join(' · ')}
          </Typography>
          {test.message && (
            <Typography variant="body2" className={classes.message}>
              {test.message}
            </Typography>
          )}
          {test.stackTrace && (
            <details>
              <summary>{t('pipelines.test.trace')}</summary>
              <pre className={classes.trace}>{test.stackTrace}</pre>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
