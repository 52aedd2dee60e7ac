import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Artifact } from '@fairway/backstage-plugin-delivery-common';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import type { RunRef } from '../api/PipelinesApi';
import { useCodedText } from '../format/useCodedText';
import { deliveryTranslationRef } from '../translation/ref';
import { useDownload } from '../components/useDownload';

/** Artifacts of a run, each with a download button. */
export function ArtifactList(props: { run: RunRef; artifacts: Artifact[] }) {
  const { run, artifacts } = props;
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  const { save, problem } = useDownload(run);
  if (!artifacts.length) {
    return <Typography>{t('pipelines.noArtifacts')}</Typography>;
  }
  return (
    <>
      {problem && <Alert severity="warning">{problemText(problem)}</Alert>}
      <ul>
        {artifacts.map(({ path, name }) => (
          <li key={path}>
            <Typography variant="body2" component="span">
              {path}
            </Typography>{' '}
            <Button
              size="small"
              onClick={() => save({ type: 'artifact', path }, name)}
              aria-label={`${t('log.download')} ${path}`}
            >
              {t('log.download')}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
