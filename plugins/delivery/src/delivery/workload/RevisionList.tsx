import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Workload } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import { deliveryTranslationRef } from '../../translation/ref';
import { RevisionRow } from './RevisionRow';

const useStyles = makeStyles(
  theme => ({
    root: {
      borderTop: `1px solid ${theme.palette.divider}`,
      paddingTop: theme.spacing(0.5),
      ...theme.typography.caption,
    },
    summary: {
      cursor: 'pointer',
      color: theme.palette.text.secondary,
      lineHeight: '24px',
    },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    revision: { padding: theme.spacing(0.5, 0) },
  }),
  { name: 'FairwayRevisionList' },
);

/** Revisions of a workload, newest first, collapsed. */
export function RevisionList({
  workload: { revisions, serving },
}: {
  workload: Pick<Workload, 'revisions' | 'serving'>;
}) {
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
          <li key={revision.uid} className={classes.revision}>
            <RevisionRow
              revision={revision}
              serving={serving.find(({ revisions: names }) =>
                names.includes(revision.name),
              )}
            />
          </li>
        ))}
      </ol>
    </details>
  );
}
