import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { mainSoftware } from '@fairway/backstage-plugin-delivery-common';
import type { Workload } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { Age } from '../../components/Age';
import { Time } from '../../components/Time';
import { deliveryTranslationRef } from '../../translation/ref';
import type { VersionComparison } from './compareWithEarlier';
import { useAge } from '../../format/useAge';
import { useServingTexts } from '../../format/useServingTexts';
import { VersionLine } from './VersionLine';

const useStyles = makeStyles(
  theme => ({
    secondary: { color: theme.palette.text.secondary },
    target: { fontWeight: 'bold' },
    differs: { color: theme.palette.text.primary, fontWeight: 'bold' },
  }),
  { name: 'FairwayWorkloadVersion' },
);

/** Versions that a workload serves and is to serve, their age, and the comparison with the earlier environment. */
export function WorkloadVersion(props: {
  workload: Workload;
  comparison?: VersionComparison;
}) {
  const { workload, comparison } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const age = useAge(workload.deployedAt);
  const text = useServingTexts();
  const { serving, target } = workload;
  const targetText = text.target(workload);
  return (
    <>
      {serving.map(each => (
        <VersionLine
          key={each.revisions.join()}
          software={each}
          source={workload.source}
          version={text.entry(each, serving)}
        />
      ))}
      {!serving.length && (
        <Typography variant="body2" className={classes.secondary}>
          {t(
            workload.health.reason === 'unsynced'
              ? 'serving.unknown'
              : 'serving.nothing',
          )}
        </Typography>
      )}
      <Typography
        variant="caption"
        component="div"
        className={classes.secondary}
        title={mainSoftware(workload)?.images.join('\n')}
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
      {target && targetText && (
        <Typography
          variant="body2"
          className={classes.target}
          title={target.images.join('\n')}
        >
          {targetText}{' '}
          <span className={classes.secondary}>
            <Age time={target.since} />
          </span>
        </Typography>
      )}
    </>
  );
}
