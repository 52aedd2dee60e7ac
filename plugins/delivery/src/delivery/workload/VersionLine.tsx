import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Software } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
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
  }),
  { name: 'FairwayVersionLine' },
);

/** Version, with its source on hover, and commit. */
export function VersionLine(props: {
  software: Pick<Software, 'version' | 'commit'>;
  /** http(s) URL of the repository */
  source?: string;
  /** Version with its share of the requests; by default the version alone */
  version?: string;
}) {
  const { software, source } = props;
  const { version, commit } = software;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  // An image may be tagged with its commit.
  const isCommit = version !== undefined && commit?.startsWith(version.value);
  const link = (text: string | undefined) =>
    source && commit ? (
      <Link
        to={source}
        aria-label={t('source', { commit: commit.slice(0, 7) })}
      >
        {text}
      </Link>
    ) : (
      text
    );
  const text = props.version ?? version?.value ?? t('unknownVersion');
  return (
    <div className={classes.line}>
      <span
        className={classes.version}
        title={version && t(`versionHint.${version.from}`)}
      >
        {isCommit ? link(text) : text}
      </span>
      {commit && !isCommit && (
        <span className={classes.commit} title={commit}>
          {link(commit.slice(0, 7))}
        </span>
      )}
    </div>
  );
}
