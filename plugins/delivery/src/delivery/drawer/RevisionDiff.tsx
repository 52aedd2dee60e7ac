import type { CompoundEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { deliveryApiRef } from '../../api/DeliveryApi';
import { useCodedText } from '../../format/useCodedText';
import { deliveryTranslationRef } from '../../translation/ref';
import { AsyncContent } from '../../components/AsyncContent';
import { TemplateChanges } from './TemplateChanges';
import { YamlDiff } from './YamlDiff';

const useStyles = makeStyles(
  theme => ({
    note: { color: theme.palette.text.secondary, marginTop: theme.spacing(1) },
    raw: { marginTop: theme.spacing(2) },
    summary: {
      cursor: 'pointer',
      color: theme.palette.text.secondary,
      ...theme.typography.body2,
    },
  }),
  { name: 'FairwayRevisionDiff' },
);

/** Differences between two revisions, as a list and as a YAML diff. */
export function RevisionDiff(props: {
  service: CompoundEntityRef;
  uid: string;
  from: number;
  to: number;
}) {
  const { service, uid, from, to } = props;
  const { kind, namespace, name } = service;
  const api = useApi(deliveryApiRef);
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  const result = useAsyncRetry(
    () => api.getRevisionDiff({ kind, namespace, name }, uid, { from, to }),
    [api, kind, namespace, name, uid, from, to],
  );
  return (
    <section aria-labelledby="delivery-diff">
      <Typography variant="subtitle1" component="h3" id="delivery-diff">
        {t('detail.diff', { from: String(from), to: String(to) })}
      </Typography>
      <AsyncContent result={result}>
        {({ changes, templates }) => (
          <>
            <TemplateChanges changes={changes} />
            {templates.state === 'withheld' ? (
              <Typography variant="body2" className={classes.note}>
                {t('detail.withheld', {
                  reason: problemText(templates.problem),
                })}
              </Typography>
            ) : (
              changes.length > 0 && (
                <details className={classes.raw}>
                  <summary className={classes.summary}>
                    {t('detail.asYaml')}
                  </summary>
                  <YamlDiff from={templates.from} to={templates.to} />
                </details>
              )
            )}
          </>
        )}
      </AsyncContent>
    </section>
  );
}
