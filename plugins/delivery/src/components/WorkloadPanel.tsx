import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Workload } from '@fairway/backstage-plugin-delivery-common';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../translation/ref';
import type { Comparison } from '../view/situation';
import { useAge } from '../view/useAge';
import { useHealthSentence } from '../view/useHealthSentence';
import { HealthIcon } from './HealthIcon';
import { PodList } from './PodList';
import { RevisionList } from './RevisionList';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(1.5, 2),
      borderTop: `1px solid ${theme.palette.divider}`,
    },
    health: {
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      fontWeight: 'bold',
    },
    version: {
      fontFamily: 'monospace',
      fontWeight: 'bold',
      fontSize: theme.typography.h6.fontSize,
      margin: theme.spacing(0.5, 0, 0),
      overflowWrap: 'anywhere',
    },
    commit: {
      fontFamily: 'monospace',
      fontWeight: 'normal',
      fontSize: theme.typography.body2.fontSize,
      marginLeft: theme.spacing(1),
      color: theme.palette.text.secondary,
    },
    secondary: {
      color: theme.palette.text.secondary,
      overflowWrap: 'anywhere',
    },
    bar: { margin: theme.spacing(1, 0), height: 6, borderRadius: 3 },
    pods: { marginTop: theme.spacing(1) },
    notice: { color: theme.palette.status.warning },
  }),
  { name: 'FairwayWorkloadPanel' },
);

/** One workload in one environment. */
export function WorkloadPanel(props: {
  workload: Workload;
  comparison?: Comparison;
}) {
  const { workload, comparison } = props;
  const { health, replicas } = workload;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const isMoving = ['progressing', 'suspended'].includes(health.status);
  return (
    <section className={classes.root} aria-label={workload.name}>
      <Typography variant="caption" className={classes.secondary}>
        {workload.kind} {workload.name}
      </Typography>
      <WorkloadVersion workload={workload} comparison={comparison} />
      <Typography variant="body2" component="div" className={classes.health}>
        <HealthIcon status={health.status} />
        {t(`healthStatus.${health.status}`)}
      </Typography>
      <Typography variant="body2" className={classes.secondary}>
        {useHealthSentence(health)}
      </Typography>
      {isMoving && (
        <LinearProgress
          className={classes.bar}
          variant="determinate"
          value={share(replicas.updated, replicas.desired)}
          aria-label={t('progressLabel', { name: workload.name })}
        />
      )}
      <Typography variant="caption" component="div">
        {t('ready', {
          ready: String(replicas.ready),
          desired: String(replicas.desired),
        })}
        {isMoving &&
          ` · ${t('progress', {
            updated: String(replicas.updated),
            desired: String(replicas.desired),
          })}`}
      </Typography>
      {workload.claim === 'contested' && (
        <Typography variant="caption" className={classes.notice}>
          {t('contested', {
            claimants: workload.claimants?.join(', ') ?? '',
          })}
        </Typography>
      )}
      {workload.claim === 'selected' && (
        <Typography variant="caption" className={classes.secondary}>
          {t('selected')}
        </Typography>
      )}
      <div className={classes.pods}>
        <PodList pods={workload.pods} />
      </div>
      <RevisionList revisions={workload.revisions} />
    </section>
  );
}

function WorkloadVersion(props: {
  workload: Workload;
  comparison?: Comparison;
}) {
  const { workload, comparison } = props;
  const { version, commit, source } = workload;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const age = useAge(workload.deployedAt);
  const shortCommit = commit && (
    <span className={classes.commit} title={commit}>
      {commit.slice(0, 7)}
    </span>
  );
  return (
    <>
      <Typography
        className={classes.version}
        title={version && t(`versionFrom.${version.from}`)}
      >
        {version?.value ?? t('unknownVersion')}
        {shortCommit && source ? (
          <Link to={source} aria-label={`${t('source')} ${commit}`}>
            {shortCommit}
          </Link>
        ) : (
          shortCommit
        )}
      </Typography>
      <Typography
        variant="caption"
        component="div"
        className={classes.secondary}
        title={workload.images.join('\n')}
      >
        <time dateTime={workload.deployedAt}>{t('deployed', { age })}</time>
        {comparison &&
          ` · ${
            comparison.isSame
              ? t('sameAs', { environment: comparison.environment })
              : t('differsFrom', {
                  environment: comparison.environment,
                  version: comparison.version ?? t('unknownVersion'),
                })
          }`}
      </Typography>
    </>
  );
}

function share(part: number, whole: number): number {
  return whole ? Math.min(100, (100 * part) / whole) : 100;
}
