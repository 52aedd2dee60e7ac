import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { TemplateChange } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { Fragment } from 'react';
import { deliveryTranslationRef } from '../../translation/ref';

const useStyles = makeStyles(
  theme => ({
    heading: { marginTop: theme.spacing(1.5), overflowWrap: 'anywhere' },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    change: {
      display: 'grid',
      gridTemplateColumns: '20px minmax(110px, 1fr) minmax(0, 2fr)',
      columnGap: theme.spacing(1),
      padding: theme.spacing(0.5, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
      ...theme.typography.body2,
      overflowWrap: 'anywhere',
      [theme.breakpoints.down('xs')]: {
        gridTemplateColumns: '20px minmax(0, 1fr)',
        '& > :last-child': { gridColumn: 2 },
      },
    },
    mark: { fontFamily: 'monospace', fontWeight: 'bold', textAlign: 'center' },
    added: { color: theme.palette.status.ok },
    removed: { color: theme.palette.status.error },
    changed: { color: theme.palette.status.running },
    part: { color: theme.palette.text.secondary },
    name: {
      fontFamily: 'monospace',
      fontSize: theme.typography.caption.fontSize,
    },
    value: {
      fontFamily: 'monospace',
      fontSize: theme.typography.caption.fontSize,
      lineHeight: 1.6,
    },
    old: { color: theme.palette.text.secondary },
  }),
  { name: 'FairwayTemplateChanges' },
);

const marks = { added: '+', removed: '−', changed: '~' };

/** Differences between two pod templates, by container. */
export function TemplateChanges({ changes }: { changes: TemplateChange[] }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (!changes.length) {
    return <Typography color="textSecondary">{t('detail.same')}</Typography>;
  }
  const containers = [...new Set(changes.map(({ container }) => container))];
  return (
    <>
      {containers.map(container => (
        <Fragment key={container ?? ''}>
          <Typography
            variant="subtitle2"
            component="h4"
            className={classes.heading}
          >
            {container === undefined
              ? t('detail.ofPod')
              : t('detail.ofContainer', { container })}
          </Typography>
          <ul className={classes.list}>
            {changes
              .filter(change => change.container === container)
              .map(change => (
                <Change
                  key={`${change.part} ${change.name ?? ''}`}
                  change={change}
                />
              ))}
          </ul>
        </Fragment>
      ))}
    </>
  );
}

function Change({ change: difference }: { change: TemplateChange }) {
  const { part, name, change, before, after } = difference;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const isHidden =
    change === 'changed' && before !== undefined && before === after;
  return (
    <li className={classes.change}>
      <span
        className={`${classes.mark} ${classes[change]}`}
        role="img"
        aria-label={t(`change.${change}`)}
        title={t(`change.${change}`)}
      >
        {marks[change]}
      </span>
      <span>
        <span className={classes.part}>{t(`templatePart.${part}`)}</span>{' '}
        <span className={classes.name}>{name}</span>
      </span>
      {isHidden ? (
        <span className={classes.part}>{t('detail.hidden')}</span>
      ) : (
        <span className={classes.value}>
          {before && (
            <div className={classes.old}>
              <del>{before}</del>
            </div>
          )}
          {after && <div>{after}</div>}
        </span>
      )}
    </li>
  );
}
