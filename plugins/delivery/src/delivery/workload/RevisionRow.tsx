import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  formatShare,
  isWholeShare,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Revision,
  Serving,
} from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import { deliveryTranslationRef } from '../../translation/ref';
import { Age } from '../../components/Age';

const useStyles = makeStyles(
  theme => ({
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
  { name: 'FairwayRevisionRow' },
);

/** One revision: its version, age, replicas and images. */
export function RevisionRow(props: {
  revision: Revision;
  /** Set if users reach the revision now */
  serving?: Serving;
}) {
  const { revision, serving } = props;
  const { number, version, commit, current, replicas } = revision;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  return (
    <>
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
        {serving && (
          <span>
            {isWholeShare(serving.share)
              ? t('servingNow')
              : t('servingShare', {
                  percent: formatShare(serving.share),
                })}
          </span>
        )}
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
    </>
  );
}
