import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ChangeRun, Run } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { readableColor } from '../components/readableColor';
import { deliveryTranslationRef } from '../translation/ref';

const useStyles = makeStyles(
  theme => ({
    secondary: {
      color: readableColor(theme, theme.palette.text.secondary),
    },
    bad: {
      color: readableColor(theme, theme.palette.status.error),
      fontWeight: 'bold',
    },
  }),
  { name: 'FairwayRunResults' },
);

/** Test and quality gate results of a run as text; nothing where there are none. */
export function RunResults({
  run,
}: {
  run: Pick<Run | ChangeRun, 'tests' | 'gate'>;
}) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const { tests, gate } = run;
  if (!tests && !gate) return null;
  return (
    <Typography variant="caption" component="div">
      {tests && (
        <span
          className={
            tests.failed || tests.unknown ? classes.bad : classes.secondary
          }
        >
          {tests.failed || tests.unknown
            ? t('pipelines.testsFailed', {
                total: String(tests.total),
                failed: String(tests.failed),
              })
            : t('pipelines.testsPassed', { total: String(tests.total) })}
          {tests.unknown
            ? ` (${t('pipelines.testsUnknown', { number: String(tests.unknown) })})`
            : ''}
          {tests.newlyFailed
            ? ` (${t('pipelines.testsNew', { number: String(tests.newlyFailed) })})`
            : ''}
        </span>
      )}
      {tests && gate && ' · '}
      {gate && (
        <span className={gate === 'failed' ? classes.bad : classes.secondary}>
          {t(`pipelines.gate.${gate}`)}
        </span>
      )}
    </Typography>
  );
}
