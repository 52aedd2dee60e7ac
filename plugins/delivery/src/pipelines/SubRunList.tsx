import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { SubRun } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { OutcomeIcon } from '../components/OutcomeIcon';
import { deliveryTranslationRef } from '../translation/ref';

const useStyles = makeStyles(
  theme => ({
    root: { marginTop: theme.spacing(2) },
    list: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0.5, 2),
      listStyle: 'none',
      margin: 0,
      padding: 0,
    },
    item: { display: 'flex', alignItems: 'center', gap: theme.spacing(0.5) },
  }),
  { name: 'FairwaySubRunList' },
);

/** Runs that a run consists of, failed ones first; nothing if there are none. */
export function SubRunList({ runs }: { runs: SubRun[] }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (!runs.length) return null;
  return (
    <section className={classes.root} aria-label={t('pipelines.parts')}>
      <Typography variant="subtitle1" component="h3">
        {t('pipelines.parts')}
      </Typography>
      <ul className={classes.list}>
        {runs.map(({ name, number, url, outcome }, index) => (
          <li key={`${name} ${index}`} className={classes.item}>
            <OutcomeIcon outcome={outcome} />
            <Typography variant="body2" component="span">
              {url ? (
                <Link to={url} underline="always">
                  {name}
                </Link>
              ) : (
                name
              )}
              {number === undefined ? '' : ` #${number}`}
              {t('labelSeparator')}
              {t(`pipelines.outcome.${outcome}`)}
            </Typography>
          </li>
        ))}
      </ul>
    </section>
  );
}
