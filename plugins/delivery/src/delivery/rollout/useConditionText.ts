import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { TrafficCondition } from '@fairway/backstage-plugin-delivery-common';
import { deliveryTranslationRef } from '../../translation/ref';

/** Describes a condition of a route, in the viewer's language. */
export function useConditionText(): (condition: TrafficCondition) => string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  return ({ on, name = '', how, value }) => {
    const shown =
      how === 'present' ? t('traffic.anyValue') : comparedValue(how, value);
    return t(`traffic.condition.${on}`, { name, value: shown });
  };
}

function comparedValue(
  how: 'exact' | 'prefix' | 'regex',
  value: string,
): string {
  if (how === 'exact') return value;
  return how === 'prefix' ? `${value}…` : `~ ${value}`;
}
