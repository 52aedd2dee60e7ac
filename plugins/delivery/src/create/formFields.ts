import {
  FormFieldBlueprint,
  createFormField,
} from '@backstage/plugin-scaffolder-react/alpha';

/** `ui:field: DeliveryServiceName` of a template's form: a text. */
export const serviceNameField = FormFieldBlueprint.make({
  name: 'service-name',
  params: {
    field: async () => {
      const { ServiceNameField, validateServiceName } =
        await import('./ServiceNameField');
      return createFormField({
        name: 'DeliveryServiceName',
        component: ServiceNameField,
        validation: validateServiceName,
      });
    },
  },
});

/** `ui:field: DeliveryRolloutStrategy` of a template's form: an object with `kind` and `shares`. */
export const rolloutStrategyField = FormFieldBlueprint.make({
  name: 'rollout-strategy',
  params: {
    field: async () => {
      const { RolloutStrategyField, validateRolloutStrategy } =
        await import('./RolloutStrategyField');
      return createFormField({
        name: 'DeliveryRolloutStrategy',
        component: RolloutStrategyField,
        validation: validateRolloutStrategy,
      });
    },
  },
});
