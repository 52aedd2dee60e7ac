import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  PlannedObject,
  ApplyPreview,
} from '@fairway/backstage-plugin-delivery-common';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import { useCodedText } from '../format/useCodedText';
import { deliveryTranslationRef } from '../translation/ref';

const useStyles = makeStyles(
  theme => ({
    root: { margin: theme.spacing(2, 0), overflowX: 'auto' },
    refused: { color: theme.palette.error.main, fontWeight: 'bold' },
    delete: { fontWeight: 'bold' },
  }),
  { name: 'FairwayApplyPreviewView' },
);

/** Result of a dry run for each object, in the words of the API server. */
export function ApplyPreviewView({ preview }: { preview: ApplyPreview }) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('refusal');
  const classes = useStyles();
  if (!('plan' in preview)) {
    return (
      <Alert severity="warning" className={classes.root}>
        {t('review.failed', {
          environment: preview.environment,
          problem: problemText(preview.problem),
        })}
      </Alert>
    );
  }
  const { environment, canApply, objects } = preview.plan;
  const classOf: { [result in PlannedObject['result']]?: string } = {
    refused: classes.refused,
    delete: classes.delete,
  };
  return (
    <section className={classes.root}>
      <Typography variant="h6" component="h3">
        {t('review.preview', { environment })}
      </Typography>
      <Alert severity={canApply ? 'success' : 'error'}>
        {t(canApply ? 'review.accepted' : 'review.rejected')}
      </Alert>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{t('review.object')}</TableCell>
            <TableCell>{t('review.result')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {objects.map(object => (
            <TableRow key={`${object.kind}/${object.namespace}/${object.name}`}>
              <TableCell>
                {object.kind} {object.namespace}/{object.name}
              </TableCell>
              <TableCell className={classOf[object.result]}>
                <Result object={object} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}

function Result({
  object: { result, refusal, warnings },
}: {
  object: PlannedObject;
}) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const refusalText = useCodedText('refusal');
  return (
    <>
      {result === 'refused'
        ? t('review.rejectedBecause', {
            reason: refusal ? refusalText(refusal) : '',
          })
        : t(`review.${result}`)}
      {warnings.map(warning => (
        <Typography key={warning} variant="body2" color="textSecondary">
          {warning}
        </Typography>
      ))}
    </>
  );
}
