import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Alert from '@material-ui/lab/Alert';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { deliveryTranslationRef } from '../translation/ref';

const useStyles = makeStyles(
  { error: { whiteSpace: 'pre-line' } },
  { name: 'FairwayActionDialog' },
);

/** Confirmation of an action, with an optional reason. */
export function ActionDialog(props: {
  title: string;
  /** Text of the button that performs the action */
  confirmLabel: string;
  /** Why the action was refused or failed, one reason a line */
  error?: string;
  isBusy: boolean;
  canConfirm?: boolean;
  onConfirm: (reason: string) => void;
  onClose: () => void;
  children?: ReactNode;
}) {
  const { title, confirmLabel, error, isBusy, onConfirm, onClose } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const [reason, setReason] = useState('');
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-label={title}>
      <form
        onSubmit={event => {
          event.preventDefault();
          onConfirm(reason);
        }}
      >
        <DialogTitle>{title}</DialogTitle>
        <DialogContent>
          {props.children}
          <TextField
            id="action-reason"
            label={t('pipelines.reason')}
            helperText={t('pipelines.reasonHint')}
            value={reason}
            onChange={event => setReason(event.target.value)}
            inputProps={{ maxLength: 1000 }}
            variant="outlined"
            margin="dense"
            fullWidth
            multiline
          />
          {error && (
            <Alert severity="error" role="alert" className={classes.error}>
              {error}
            </Alert>
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{t('pipelines.cancel')}</Button>
          <Button
            type="submit"
            color="primary"
            variant="contained"
            disabled={isBusy || props.canConfirm === false}
          >
            {confirmLabel}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
