import {
  ApiBlueprint,
  appLanguageApiRef,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import { translateTexts } from './translateTexts';

type CatalogApi = typeof catalogApiRef.T;
type ScaffolderApi = typeof scaffolderApiRef.T;
type Translate = <T>(value: T) => Promise<T>;

const factoryRef = ApiBlueprint.dataRefs.factory;

/** Translates into the current language; texts of templates exist in English and Chinese. */
function translatorFor(language: typeof appLanguageApiRef.T): Translate {
  return async value => {
    if (language.getLanguage().language !== 'zh') return value;
    const { zh } = await import('./zh');
    return translateTexts(value, zh);
  };
}

function isCatalogApi(api: unknown): api is CatalogApi {
  return typeof api === 'object' && api !== null && 'queryEntities' in api;
}

function isScaffolderApi(api: unknown): api is ScaffolderApi {
  return typeof api === 'object' && api !== null && 'getTask' in api;
}

/** Returns the catalog with translated names and descriptions of templates. */
function translateCatalog(api: CatalogApi, translate: Translate): CatalogApi {
  const translateItems = <T extends { kind: string; metadata: object }>(
    items: T[],
  ) =>
    Promise.all(
      items.map(async item =>
        item.kind === 'Template'
          ? { ...item, metadata: await translate(item.metadata) }
          : item,
      ),
    );
  const translated: Pick<CatalogApi, 'getEntities' | 'queryEntities'> = {
    getEntities: async (...args) => {
      const response = await api.getEntities(...args);
      return { ...response, items: await translateItems(response.items) };
    },
    queryEntities: async (...args) => {
      const response = await api.queryEntities(...args);
      return { ...response, items: await translateItems(response.items) };
    },
  };
  return Object.assign(Object.create(api), translated);
}

/** Returns the scaffolder with translated forms and steps of templates. */
function translateScaffolder(
  api: ScaffolderApi,
  translate: Translate,
): ScaffolderApi {
  const translated: Pick<
    ScaffolderApi,
    'getTask' | 'getTemplateParameterSchema'
  > = {
    getTemplateParameterSchema: async (...args) =>
      translate(await api.getTemplateParameterSchema(...args)),
    getTask: async (...args) => {
      const task = await api.getTask(...args);
      const names = await translate(
        task.spec.steps.map(({ name }) => ({ title: name })),
      );
      const steps = task.spec.steps.map((step, index) => ({
        ...step,
        name: names[index].title,
      }));
      return { ...task, spec: { ...task.spec, steps } };
    },
  };
  return Object.assign(Object.create(api), translated);
}

/** Frontend modules that show the software templates in the language of the user. */
export const templateModules = [
  createFrontendModule({
    pluginId: 'catalog',
    extensions: [
      catalogPlugin.getExtension('api:catalog').override({
        factory(originalFactory) {
          const original = originalFactory().get(factoryRef);
          return [
            factoryRef({
              ...original,
              deps: { ...original.deps, language: appLanguageApiRef },
              factory: ({ language, ...deps }) => {
                const api = original.factory(deps);
                return isCatalogApi(api) && isLanguageApi(language)
                  ? translateCatalog(api, translatorFor(language))
                  : api;
              },
            }),
          ];
        },
      }),
    ],
  }),
  createFrontendModule({
    pluginId: 'scaffolder',
    extensions: [
      scaffolderPlugin.getExtension('api:scaffolder').override({
        factory(originalFactory) {
          const original = originalFactory().get(factoryRef);
          return [
            factoryRef({
              ...original,
              deps: { ...original.deps, language: appLanguageApiRef },
              factory: ({ language, ...deps }) => {
                const api = original.factory(deps);
                return isScaffolderApi(api) && isLanguageApi(language)
                  ? translateScaffolder(api, translatorFor(language))
                  : api;
              },
            }),
          ];
        },
      }),
    ],
  }),
];

function isLanguageApi(api: unknown): api is typeof appLanguageApiRef.T {
  return typeof api === 'object' && api !== null && 'getLanguage' in api;
}
