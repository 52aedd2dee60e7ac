import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ActivityAction } from '@fairway/backstage-plugin-delivery-common';
import { deliveryTranslationRef } from '../translation/ref';

/** Translation keys of the built-in kinds of actions. */
const keys = {
  'run.trigger': 'activity.action.triggered',
  'run.rebuild': 'activity.action.rebuilt',
  'run.restart': 'activity.action.restarted',
  'run.stop': 'activity.action.stopped',
  'run.keep': 'activity.action.kept',
  'pipeline.create': 'activity.action.created',
  'workload.apply': 'activity.action.applied',
} as const;

/** Text of an action, and its state unless it is done, in the viewer's language. */
export function useActivityActionText(action: ActivityAction): {
  title: string;
  state: string | undefined;
} {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const { kind, decision, person, run, state } = action;
  const values = { who: person.name, run: run?.name ?? run?.id ?? '', kind };
  const title = () => {
    if (kind === 'run.answer') {
      return t(
        decision === 'abort'
          ? 'activity.action.declined'
          : 'activity.action.approved',
        values,
      );
    }
    return t(isKnown(kind) ? keys[kind] : 'activity.action.other', values);
  };
  return {
    title: title().trim(),
    state: state === 'succeeded' ? undefined : t(`pipelines.action.${state}`),
  };
}

function isKnown(kind: string): kind is keyof typeof keys {
  return kind in keys;
}
