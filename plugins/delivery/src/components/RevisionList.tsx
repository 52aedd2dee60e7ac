import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Revision } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import { deliveryTranslationRef } from '../translation/ref';
import { Age } from './Age';

const useStyles = makeStyles(
  theme => ({
    root: {
      borderTop: `1px solid ${theme.palette.divider}`,
      paddingTop: theme.spacing(0.5),
      ...theme.typography.caption,
    },
    summary: { cursor: 'pointer', color: theme.palette.text.secondary },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    revision: { padding: theme.spacing(0.5, 0) },
    first: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(1),
      alignItems: 'baseline',
    },
    version: { fontFamily: 'monospace', fontWeight: 'bold' },
    commit: { fontFamily: 'monospace', color: theme.palette.text.secondary },
    age: { marginLeft: 'auto' },
    secondary: {
      color: theme.palette.text.secondary,
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'FairwayRevisionList' },
);

/** The revisions of a workload, newest first, folded away. */
export function RevisionList({ revisions }: { revisions: Revision[] }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (!revisions.length) return null;
  return (
    <details className={classes.root}>
      <summary className={classes.summary}>
        {t('revisions', { number: String(revisions.length) })}
      </summary>
      <ol className={classes.list}>
        {revisions.map(revision => (
          <RevisionRow key={revision.uid} revision={revision} />
        ))}
      </ol>
    </details>
  );
}

function RevisionRow({ revision }: { revision: Revision }) {
  const { number, version, commit, current, replicas } = revision;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  return (
    <li className={classes.revision}>
      <div className={classes.first}>
        <span>#{number}</span>
        <span className={classes.version}>
          {version?.value ?? t('unknownVersion')}
        </span>
        {commit && (
          <span className={classes.commit} title={commit}>
            {commit.slice(0, 7)}
          </span>
        )}
        {current && <span>{t('current')}</span>}
        {replicas.desired > 0 && (
          <span>
            {t('ready', {
              ready: String(replicas.ready),
              desired: String(replicas.desired),
            })}
          </span>
        )}
        <span className={classes.age}>
          <Age time={revision.createdAt} />
        </span>
      </div>
      {revision.images.map(image => (
        <div key={image} className={classes.secondary}>
          {image}
        </div>
      ))}
      {revision.changeCause && (
        <div className={classes.secondary}>{revision.changeCause}</div>
      )}
    </li>
  );
}
