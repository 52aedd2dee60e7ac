import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Workload } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../translation/ref';
import type { Comparison } from '../view/comparison';
import { useAge } from '../view/useAge';

const useStyles = makeStyles(
  theme => ({
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      columnGap: theme.spacing(1),
    },
    version: {
      fontFamily: 'monospace',
      fontWeight: 'bold',
      fontSize: theme.typography.h6.fontSize,
      lineHeight: 1.4,
    },
    commit: {
      fontFamily: 'monospace',
      fontSize: theme.typography.body2.fontSize,
      color: theme.palette.text.secondary,
    },
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
  const { version, commit, source } = workload;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const age = useAge(workload.deployedAt);
  const shortCommit = commit?.slice(0, 7);
  return (
    <>
      <div className={classes.line}>
        <span className={classes.version}>
          {version?.value ?? t('unknownVersion')}
        </span>
        {commit && (
          <span className={classes.commit} title={commit}>
            {source ? (
              <Link to={source} aria-label={t('source', { commit })}>
                {shortCommit}
              </Link>
            ) : (
              shortCommit
            )}
          </span>
        )}
        {version && (
          <Typography
            variant="caption"
            className={classes.secondary}
            title={t(`versionHint.${version.from}`)}
          >
            {t(`versionFrom.${version.from}`)}
          </Typography>
        )}
      </div>
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
