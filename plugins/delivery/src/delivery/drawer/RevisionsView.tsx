import type { CompoundEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  Revision,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Radio from '@material-ui/core/Radio';
import Typography from '@material-ui/core/Typography';
import { RevisionRow } from '../workload/RevisionRow';
import { deliveryTranslationRef } from '../../translation/ref';
import { RevisionDiffView } from './RevisionDiffView';

const useStyles = makeStyles(
  theme => ({
    list: {
      listStyle: 'none',
      margin: theme.spacing(0, 0, 2),
      padding: 0,
      // What changed stays in sight below a long history.
      maxHeight: '45vh',
      overflow: 'auto',
      ...theme.typography.caption,
    },
    heads: {
      display: 'grid',
      gridTemplateColumns: '36px 36px',
      textAlign: 'center',
      color: theme.palette.text.secondary,
      ...theme.typography.caption,
    },
    revision: {
      display: 'grid',
      gridTemplateColumns: '36px 36px minmax(0, 1fr)',
      justifyItems: 'stretch',
      alignItems: 'center',
      borderTop: `1px solid ${theme.palette.divider}`,
      '& .MuiRadio-root': { padding: theme.spacing(0.75) },
    },
    body: { padding: theme.spacing(0.75, 0, 0.75, 1) },
  }),
  { name: 'FairwayRevisionsView' },
);

/** The revisions of a workload, and what changed between two of them. */
export function RevisionsView(props: {
  service: CompoundEntityRef;
  workload: Workload;
  chosen: { from?: number; to?: number };
  choose: (chosen: { from: number; to: number }) => void;
}) {
  const { service, workload, chosen, choose } = props;
  const { uid, revisions } = workload;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const { from, to } = comparedRevisions(revisions, chosen);
  if (!revisions.length) {
    return (
      <Typography color="textSecondary">{t('detail.noRevisions')}</Typography>
    );
  }
  const label = (side: 'from' | 'to', number: number) =>
    t(`detail.${side}`, { number: String(number) });
  return (
    <>
      <div className={classes.heads} aria-hidden>
        <span>{t('detail.fromColumn')}</span>
        <span>{t('detail.toColumn')}</span>
      </div>
      <ol className={classes.list}>
        {revisions.map(revision => (
          <li key={revision.uid} className={classes.revision}>
            {(['from', 'to'] as const).map(side => (
              <Radio
                key={side}
                size="small"
                color={side === 'to' ? 'primary' : 'default'}
                name={`delivery-${side}`}
                disabled={revisions.length < 2}
                checked={revision.number === (side === 'from' ? from : to)}
                onChange={() => choose({ from, to, [side]: revision.number })}
                inputProps={{
                  'aria-label': label(side, revision.number),
                  title: label(side, revision.number),
                }}
              />
            ))}
            <div className={classes.body}>
              <RevisionRow revision={revision} />
            </div>
          </li>
        ))}
      </ol>
      {from === to ? (
        <Typography color="textSecondary">{t('detail.oneRevision')}</Typography>
      ) : (
        <RevisionDiffView service={service} uid={uid} from={from} to={to} />
      )}
    </>
  );
}

/** The two that are compared: as chosen, else the current against the one before. */
function comparedRevisions(
  revisions: Revision[],
  chosen: { from?: number; to?: number },
): { from: number; to: number } {
  const known = (number?: number) =>
    revisions.find(revision => revision.number === number)?.number;
  const newest = revisions.find(r => r.current) ?? revisions[0];
  const to = known(chosen.to) ?? newest?.number ?? 0;
  const before = revisions.find(({ number }) => number < to);
  return { to, from: known(chosen.from) ?? before?.number ?? to };
}
