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
  CATALOG_INFO_TEMPLATE,
  formData,
  discoveredFields,
} from './catalogInfoPrefill';
import { DiscoveredPipelines } from './DiscoveredPipelines';
import { templateRouteRef } from './templateRouteRef';

const useStyles = makeStyles(
  theme => ({
    fields: {
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

/** Known and missing fields of a discovered entity, with a link to the template that completes it. */
export function CompleteEntryCard() {
  const { entity } = useEntity();
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const catalog = useApi(catalogApiRef);
  const pipelines = useApi(pipelinesApiRef);
  const templateRoute = useRouteRef(templateRouteRef);
  const { value: template } = useAsync(
    () => catalog.getEntityByRef(CATALOG_INFO_TEMPLATE),
    [catalog],
  );
  const candidates = useAsync(
    () => pipelines.getPipelineCandidates(getCompoundEntityRef(entity)),
    [pipelines, entity],
  );
  // Without a repository, there is nothing to search for.
  const isPipelineUnknown = candidates.value && !candidates.value.repository;
  const { namespace, name } = parseEntityRef(CATALOG_INFO_TEMPLATE);
  const { locations, owner, system, repository, kubernetesId, selector } =
    discoveredFields(entity);
  const fields = [
    ['environments', locations.join(t('listSeparator'))],
    ['owner', owner && <EntityRefLink entityRef={owner} />],
    ['system', system && <EntityRefLink entityRef={system} />],
    ['repository', repository],
    ['workloads', kubernetesId ?? selector],
  ] as const;
  return (
    <InfoCard title={t('discovered.title')}>
      <Typography variant="body2">{t('discovered.hint')}</Typography>
      <dl className={classes.fields}>
        {fields.map(([field, value]) => (
          <Field
            key={field}
            name={t(`discovered.${field}`)}
            value={value}
            missing={t(`discovered.missing.${field}`)}
          />
        ))}
        {!isPipelineUnknown && (
          <Field
            name={t('discovered.pipeline')}
            value={<DiscoveredPipelines candidates={candidates} />}
          />
        )}
      </dl>
      {template && templateRoute ? (
        <LinkButton
          color="primary"
          variant="contained"
          to={`${templateRoute({ namespace, templateName: name })}?formData=${encodeURIComponent(formData(entity, candidates.value?.jobs))}`}
        >
          {t('discovered.complete')}
        </LinkButton>
      ) : (
        <Typography variant="body2">{t('discovered.manualSteps')}</Typography>
      )}
    </InfoCard>
  );
}

/** A field with its value, or the reason why the value is missing. */
function Field({
  name,
  value,
  missing,
}: {
  name: string;
  value: ReactNode;
  missing?: string;
}) {
  const classes = useStyles();
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
        {value || missing}
      </Typography>
    </>
  );
}
