import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Revision } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Radio from '@material-ui/core/Radio';
import Typography from '@material-ui/core/Typography';
import { RevisionRow } from '../workload/RevisionRow';
import { deliveryTranslationRef } from '../../translation/ref';
import { RevisionDiff } from './RevisionDiff';
import type { RevisionRange, WorkloadTabProps } from './WorkloadTab';

const useStyles = makeStyles(
  theme => ({
    list: {
      listStyle: 'none',
      margin: theme.spacing(0, 0, 2),
      padding: 0,
      // Keeps the difference visible below a long list.
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
  { name: 'FairwayRevisionsTab' },
);

/** Revisions of a workload, and the differences between two of them. */
export function RevisionsTab(props: WorkloadTabProps) {
  const { service, workload, revisionRange, onRevisionRangeChange } = props;
  const { uid, revisions, serving } = workload;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const { from, to } = comparedRevisions(revisions, revisionRange);
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
                onChange={() =>
                  onRevisionRangeChange({ from, to, [side]: revision.number })
                }
                inputProps={{
                  'aria-label': label(side, revision.number),
                  title: label(side, revision.number),
                }}
              />
            ))}
            <div className={classes.body}>
              <RevisionRow
                revision={revision}
                serving={serving.find(({ revisions: names }) =>
                  names.includes(revision.name),
                )}
              />
            </div>
          </li>
        ))}
      </ol>
      {from === to ? (
        <Typography color="textSecondary">{t('detail.oneRevision')}</Typography>
      ) : (
        <RevisionDiff service={service} uid={uid} from={from} to={to} />
      )}
    </>
  );
}

/** The two revisions to compare: by default the current one and the one before it. */
function comparedRevisions(
  revisions: Revision[],
  range: RevisionRange,
): { from: number; to: number } {
  const known = (number?: number) =>
    revisions.find(revision => revision.number === number)?.number;
  const newest = revisions.find(r => r.current) ?? revisions[0];
  const to = known(range.to) ?? newest?.number ?? 0;
  const before = revisions.find(({ number }) => number < to);
  return { to, from: known(range.from) ?? before?.number ?? to };
}
