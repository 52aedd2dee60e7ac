import { coreExtensionData } from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import {
  EntityContentBlueprint,
  defaultEntityContentGroupDefinitions,
} from '@backstage/plugin-catalog-react/alpha';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import { WithTitles } from './WithTitles';
import type { TranslateTitle } from './useTitle';

const { title: titleRef } = EntityContentBlueprint.dataRefs;

/** The entity page with translated tabs. Its tabs have plain strings as titles. */
export const entityPage = catalogPlugin
  .getExtension('page:catalog/entity')
  .override({
    factory(originalFactory, { inputs, config }) {
      const groups =
        config.groups ??
        Object.entries(defaultEntityContentGroupDefinitions).map(
          ([id, group]) => ({ [id]: group }),
        );
      const render = (title: TranslateTitle) =>
        originalFactory({
          config: {
            ...config,
            groups: groups.map(record =>
              Object.fromEntries(
                Object.entries(record).map(([id, group]) => [
                  id,
                  { ...group, title: title(group.title) },
                ]),
              ),
            ),
          },
          inputs: {
            ...inputs,
            contents: inputs.contents.map(content =>
              [...content].map(value =>
                value.id === titleRef.id
                  ? titleRef(title(content.get(titleRef)))
                  : value,
              ),
            ),
          },
        }).get(coreExtensionData.reactElement);
      return [
        ...originalFactory(),
        coreExtensionData.reactElement(<WithTitles render={render} />),
      ];
    },
  });

/** The list of templates with translated titles of its groups. */
export const templatesPage = scaffolderPlugin
  .getExtension('sub-page:scaffolder/templates')
  .override({
    factory(originalFactory, { config }) {
      const render = (title: TranslateTitle) =>
        originalFactory({
          config: {
            ...config,
            groups: config.groups?.map(group => ({
              ...group,
              title: title(group.title),
            })),
          },
        }).get(coreExtensionData.reactElement);
      return [
        ...originalFactory(),
        coreExtensionData.reactElement(<WithTitles render={render} />),
      ];
    },
  });
