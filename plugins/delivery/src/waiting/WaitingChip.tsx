import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { countWaitingForCaller } from '@fairway/backstage-plugin-delivery-common';
import type { Waiting } from '@fairway/backstage-plugin-delivery-common';
import Chip from '@material-ui/core/Chip';
import PanToolIcon from '@material-ui/icons/PanTool';
import type { LiveState } from '../api/DeliveryApi';
import { deliveryTranslationRef } from '../translation/ref';

/** Filter for what the viewer may approve, with the number of rollouts and runs. */
export function WaitingChip(props: {
  state: LiveState<Waiting>;
  isSelected: boolean;
  onChange: (isSelected: boolean) => void;
}) {
  const { state, isSelected, onChange } = props;
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (state.status === 'refused' && !isSelected) return null;
  return (
    <Chip
      // Space for the focus outline, which some themes cut off
      style={{ margin: 0 }}
      icon={<PanToolIcon fontSize="small" aria-hidden />}
      variant={isSelected ? 'default' : 'outlined'}
      color={isSelected ? 'primary' : 'default'}
      aria-pressed={isSelected}
      onClick={() => onChange(!isSelected)}
      label={
        'value' in state
          ? t('waiting.forMeCount', {
              number: String(countWaitingForCaller(state.value)),
            })
          : t('waiting.forMe')
      }
    />
  );
}
