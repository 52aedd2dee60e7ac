import {
  FormFieldBlueprint,
  createFormField,
} from '@backstage/plugin-scaffolder-react/alpha';

/**
 * `ui:field: DeliveryServiceName`: a string. With
 * `ui:options: { repositoryOwner: … }` it also rejects the name of an existing repository.
 */
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

/** `ui:field: DeliveryEnvironments`: an array of objects with `name`, `namespace` and `production`. */
export const environmentsField = FormFieldBlueprint.make({
  name: 'environments',
  params: {
    field: async () => {
      const { EnvironmentsField, validateEnvironments } =
        await import('./EnvironmentsField');
      return createFormField({
        name: 'DeliveryEnvironments',
        component: EnvironmentsField,
        validation: validateEnvironments,
      });
    },
  },
});

/** `ui:field: DeliveryReview`: a preview without a value. `ui:options` must name the `template`. */
export const reviewField = FormFieldBlueprint.make({
  name: 'review',
  params: {
    field: async () => {
      const { ReviewField } = await import('./ReviewField');
      return createFormField({
        name: 'DeliveryReview',
        component: ReviewField,
      });
    },
  },
});

/** `ui:field: DeliveryRolloutStrategy`: an object with `kind` and `shares`. */
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

/** `ui:field: DeliveryRepository`: a repository URL, with the options of RepoUrlPicker. */
export const repositoryField = FormFieldBlueprint.make({
  name: 'repository',
  params: {
    field: async () => {
      const { RepositoryField, validateRepository } =
        await import('./RepositoryField');
      return createFormField({
        name: 'DeliveryRepository',
        component: RepositoryField,
        validation: validateRepository,
      });
    },
  },
});
