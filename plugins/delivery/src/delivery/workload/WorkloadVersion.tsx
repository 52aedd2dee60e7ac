import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Workload } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../../translation/ref';
import type { Comparison } from './comparison';
import { useAge } from '../../format/useAge';
import { SoftwareLine } from './SoftwareLine';

const useStyles = makeStyles(
  theme => ({
    secondary: { color: theme.palette.text.secondary },
    differs: { color: theme.palette.text.primary, fontWeight: 'bold' },
  }),
  { name: 'FairwayWorkloadVersion' },
);

/** What a workload runs, how that is known, since when, and what is elsewhere. */
export function WorkloadVersion(props: {
  workload: Workload;
  comparison?: Comparison;
}) {
  const { workload, comparison } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const age = useAge(workload.deployedAt);
  return (
    <>
      <SoftwareLine software={workload} />
      <Typography
        variant="caption"
        component="div"
        className={classes.secondary}
        title={workload.images.join('\n')}
      >
        <time dateTime={workload.deployedAt}>{t('deployed', { age })}</time>
        {comparison && (
          <>
            {' · '}
            {comparison.isSame ? (
              t('sameAs', { environment: comparison.environment })
            ) : (
              <span className={classes.differs}>
                {t('differsFrom', {
                  environment: comparison.environment,
                  version: comparison.version ?? t('unknownVersion'),
                })}
              </span>
            )}
          </>
        )}
      </Typography>
    </>
  );
}
