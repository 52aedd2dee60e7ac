import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Revision } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import { deliveryTranslationRef } from '../translation/ref';
import { Age } from './Age';

const useStyles = makeStyles(
  theme => ({
    summary: {
      cursor: 'pointer',
      color: theme.palette.text.secondary,
      fontSize: theme.typography.caption.fontSize,
      padding: theme.spacing(0.5, 0),
    },
    table: {
      width: '100%',
      borderCollapse: 'collapse',
      fontSize: theme.typography.caption.fontSize,
      '& td, & th': {
        padding: theme.spacing(0.25, 1, 0.25, 0),
        textAlign: 'left',
        verticalAlign: 'top',
        overflowWrap: 'anywhere',
      },
      '& th': { color: theme.palette.text.secondary, fontWeight: 'normal' },
    },
    current: { fontWeight: 'bold' },
  }),
  { name: 'FairwayRevisionList' },
);

/** The revisions of a workload, newest first, folded away. */
export function RevisionList({ revisions }: { revisions: Revision[] }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (!revisions.length) return null;
  return (
    <details>
      <summary className={classes.summary}>
        {t('revisions', { number: String(revisions.length) })}
      </summary>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">{t('version')}</th>
            <th scope="col">{t('commit')}</th>
            <th scope="col">{t('pods')}</th>
            <th scope="col">{t('age')}</th>
          </tr>
        </thead>
        <tbody>
          {revisions.map(revision => (
            <tr
              key={revision.uid}
              className={revision.current ? classes.current : undefined}
              title={revision.changeCause ?? revision.images.join('\n')}
            >
              <td>{revision.number}</td>
              <td>
                {revision.version?.value ?? t('unknownVersion')}
                {revision.current && ` (${t('current')})`}
              </td>
              <td>
                <code>{revision.commit?.slice(0, 7)}</code>
              </td>
              <td>
                {revision.replicas.ready}/{revision.replicas.desired}
              </td>
              <td>
                <Age time={revision.createdAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
