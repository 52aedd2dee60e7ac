import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Workload } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../../translation/ref';

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
  }),
  { name: 'FairwayVersionLine' },
);

/** Version and commit, with the source of the version. */
export function VersionLine(props: {
  source: Pick<Workload, 'version' | 'commit' | 'source'>;
}) {
  const { version, commit, source } = props.source;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const shortCommit = commit?.slice(0, 7);
  return (
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
  );
}
