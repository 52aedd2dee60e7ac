import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ChangeInEnvironment } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../translation/ref';
import { EnvironmentStatusIcon } from '../components/EnvironmentStatusIcon';

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(220px, 1fr))',
      gap: theme.spacing(2),
      listStyle: 'none',
      margin: 0,
      padding: 0,
    },
  }),
  { name: 'FairwayPlaceList' },
);

/** Where what a run built is now, and was. */
export function EnvironmentStatusList({
  places,
}: {
  places: ChangeInEnvironment[];
}) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (!places.length) return <Typography>{t('pipelines.noPlaces')}</Typography>;
  return (
    <ul className={classes.list}>
      {places.map(place => (
        <li key={place.environment}>
          <Typography variant="subtitle2">{place.environment}</Typography>
          <EnvironmentStatusIcon place={place} />
        </li>
      ))}
    </ul>
  );
}
