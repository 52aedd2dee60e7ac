import type { ReactNode } from 'react';
import { InfoCard, LinkButton } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { getCompoundEntityRef, parseEntityRef } from '@backstage/catalog-model';
import {
  EntityRefLink,
  catalogApiRef,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import useAsync from 'react-use/esm/useAsync';
import { pipelinesApiRef } from '../api/PipelinesApi';
import { deliveryTranslationRef } from '../translation/ref';
import {
  DESCRIBING_TEMPLATE,
  formData,
  knownFacts,
} from './catalogInfoPrefill';
import { DiscoveredPipelines } from './DiscoveredPipelines';
import { templateRouteRef } from './templateRouteRef';

const useStyles = makeStyles(
  theme => ({
    facts: {
      display: 'grid',
      gridTemplateColumns: 'max-content 1fr',
      gap: theme.spacing(0.5, 2),
      margin: theme.spacing(2, 0),
      '& dd': { margin: 0, overflowWrap: 'anywhere' },
    },
    missing: { color: theme.palette.text.secondary },
  }),
  { name: 'FairwayCompleteEntryCard' },
);

/** On the page of a service that nobody has described: what is known, what is not, and what to do. */
export function CompleteEntryCard() {
  const { entity } = useEntity();
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const catalog = useApi(catalogApiRef);
  const pipelines = useApi(pipelinesApiRef);
  const templateRoute = useRouteRef(templateRouteRef);
  const { value: template } = useAsync(
    () => catalog.getEntityByRef(DESCRIBING_TEMPLATE),
    [catalog],
  );
  const found = useAsync(
    () => pipelines.getPipelineCandidates(getCompoundEntityRef(entity)),
    [pipelines, entity],
  );
  const isPipelineUnknown = found.value && !found.value.repository;
  const { namespace, name } = parseEntityRef(DESCRIBING_TEMPLATE);
  const { places, owner, system, repository, kubernetesId, selector } =
    knownFacts(entity);
  const facts = [
    [t('undescribed.places'), places.join(t('listSeparator'))],
    [t('undescribed.owner'), owner && <EntityRefLink entityRef={owner} />],
    [t('undescribed.system'), system && <EntityRefLink entityRef={system} />],
    [t('undescribed.repository'), repository],
    [t('undescribed.workloads'), kubernetesId ?? selector],
    [
      t('undescribed.pipeline'),
      isPipelineUnknown ? undefined : <DiscoveredPipelines found={found} />,
    ],
  ] as const;
  return (
    <InfoCard title={t('undescribed.title')}>
      <Typography variant="body2">{t('undescribed.what')}</Typography>
      <dl className={classes.facts}>
        {facts.map(([fact, value]) => (
          <Fact key={fact} name={fact} value={value} />
        ))}
      </dl>
      {template && templateRoute ? (
        <LinkButton
          color="primary"
          variant="contained"
          to={`${templateRoute({ namespace, templateName: name })}?formData=${encodeURIComponent(formData(entity, found.value?.jobs))}`}
        >
          {t('undescribed.complete')}
        </LinkButton>
      ) : (
        <Typography variant="body2">{t('undescribed.byHand')}</Typography>
      )}
    </InfoCard>
  );
}

function Fact({ name, value }: { name: string; value: ReactNode }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  return (
    <>
      <Typography component="dt" variant="body2">
        {name}
      </Typography>
      <Typography
        component="dd"
        variant="body2"
        className={value ? undefined : classes.missing}
      >
        {value ?? t('undescribed.missing')}
      </Typography>
    </>
  );
}
