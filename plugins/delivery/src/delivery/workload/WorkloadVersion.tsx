import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Workload } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { Time } from '../../components/Time';
import { deliveryTranslationRef } from '../../translation/ref';
import type { VersionComparison } from './compareWithEarlier';
import { useAge } from '../../format/useAge';
import { VersionLine } from './VersionLine';

const useStyles = makeStyles(
  theme => ({
    secondary: { color: theme.palette.text.secondary },
    differs: { color: theme.palette.text.primary, fontWeight: 'bold' },
  }),
  { name: 'FairwayWorkloadVersion' },
);

/** Version of a workload, its age, and the comparison with the earlier environment. */
export function WorkloadVersion(props: {
  workload: Workload;
  comparison?: VersionComparison;
}) {
  const { workload, comparison } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const age = useAge(workload.deployedAt);
  return (
    <>
      <VersionLine source={workload} />
      <Typography
        variant="caption"
        component="div"
        className={classes.secondary}
        title={workload.images.join('\n')}
      >
        <Time time={workload.deployedAt}>{t('deployed', { age })}</Time>
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
