import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ServingState } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import { useServingTexts } from '../format/useServingTexts';
import { deliveryTranslationRef } from '../translation/ref';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'inline-flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      columnGap: theme.spacing(0.75),
      minWidth: 0,
    },
    software: { minWidth: 0, overflowWrap: 'anywhere' },
    version: { fontFamily: 'monospace', fontWeight: 'bold' },
    commit: {
      fontFamily: 'monospace',
      fontSize: '0.75rem',
      color: theme.palette.text.secondary,
      whiteSpace: 'nowrap',
    },
    secondary: {
      ...theme.typography.caption,
      color: theme.palette.text.secondary,
    },
  }),
  { name: 'FairwayServingVersions' },
);

/**
 * Versions that users reach, with the share of each if there are several, then the
 * version that the spec asks for if it does not serve.
 */
export function ServingVersions({ state }: { state: ServingState }) {
  const { serving, target, health } = state;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const text = useServingTexts();
  const targetText = text.target(state);
  return (
    <span className={classes.root}>
      {serving.map(each => (
        <span
          key={`${each.version?.value} ${each.commit} ${each.images.join()}`}
          className={classes.software}
          title={each.images.join('\n')}
        >
          <span className={classes.version}>{text.entry(each, serving)}</span>
          {each.version &&
            each.commit?.startsWith(each.version.value) === false && (
              <span className={classes.commit}> {each.commit.slice(0, 7)}</span>
            )}
        </span>
      ))}
      {!serving.length && (
        <span className={classes.secondary}>
          {t(
            health.reason === 'unsynced'
              ? 'serving.unknown'
              : 'serving.nothing',
          )}
        </span>
      )}
      {targetText && (
        <span className={classes.secondary} title={target?.images.join('\n')}>
          {targetText}
        </span>
      )}
    </span>
  );
}
