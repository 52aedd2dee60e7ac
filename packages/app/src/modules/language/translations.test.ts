import { coreComponentsTranslationRef } from '@backstage/core-components/alpha';
import { apiDocsTranslationRef } from '@backstage/plugin-api-docs/alpha';
import { catalogGraphTranslationRef } from '@backstage/plugin-catalog-graph/alpha';
import { catalogImportTranslationRef } from '@backstage/plugin-catalog-import/alpha';
import { catalogReactTranslationRef } from '@backstage/plugin-catalog-react/alpha';
import { catalogTranslationRef } from '@backstage/plugin-catalog/alpha';
import { notificationsTranslationRef } from '@backstage/plugin-notifications/alpha';
import { orgTranslationRef } from '@backstage/plugin-org/alpha';
import { scaffolderReactTranslationRef } from '@backstage/plugin-scaffolder-react/alpha';
import { scaffolderTranslationRef } from '@backstage/plugin-scaffolder/alpha';
import { searchReactTranslationRef } from '@backstage/plugin-search-react/alpha';
import { searchTranslationRef } from '@backstage/plugin-search/alpha';
import { techdocsTranslationRef } from '@backstage/plugin-techdocs/alpha';
import { userSettingsTranslationRef } from '@backstage/plugin-user-settings/alpha';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { appTranslationRef } from './ref';
import { resources } from './translations';

const refs = [
  apiDocsTranslationRef,
  appTranslationRef,
  catalogTranslationRef,
  catalogGraphTranslationRef,
  catalogImportTranslationRef,
  catalogReactTranslationRef,
  coreComponentsTranslationRef,
  notificationsTranslationRef,
  orgTranslationRef,
  scaffolderTranslationRef,
  scaffolderReactTranslationRef,
  searchTranslationRef,
  searchReactTranslationRef,
  techdocsTranslationRef,
  userSettingsTranslationRef,
];

/** Reads the English messages of a ref, which Backstage offers to its own code only. */
function englishOf(ref: object): Map<string, string> {
  if (
    !('getDefaultMessages' in ref) ||
    typeof ref.getDefaultMessages !== 'function'
  ) {
    throw new Error('The installed Backstage keeps its messages elsewhere');
  }
  return new Map(Object.entries(ref.getDefaultMessages()));
}

/** Names of the files with Chinese texts. */
const files = readdirSync(path.join(__dirname, 'zh'))
  .filter(file => file !== 'templates.ts')
  .map(file => file.replace(/\.ts$/, ''));

async function chineseOf(file: string) {
  const { default: chinese } = await import(`./zh/${file}`);
  // The texts of the portal itself belong to its ref, so they do not name it.
  const { id, messages } =
    file === 'app' ? { id: appTranslationRef.id, messages: chinese } : chinese;
  const texts: [string, string][] = Object.entries(messages);
  return { id: String(id), texts };
}

// `{{index, number}}` and `{from}` are placeholders too
const placeholders = (message: string) =>
  (message.match(/\{\{?[^{}]+\}?\}/g) ?? []).sort();

describe('the Chinese texts', () => {
  it('have a ref each, and are registered', async () => {
    const all = await Promise.all(files.map(chineseOf));
    const ids = all.map(({ id }) => id).sort();
    expect(ids).toEqual(refs.map(({ id }) => id).sort());
    expect(
      [...resources.map(({ id }) => id), appTranslationRef.id].sort(),
    ).toEqual(ids);
  });

  it.each(files)(
    'of %s have keys and placeholders of the English ones',
    async file => {
      const { id, texts } = await chineseOf(file);
      const ref = refs.find(each => each.id === id);
      const english = englishOf(ref ?? {});
      expect(texts.filter(([key]) => !english.has(key))).toEqual([]);
      expect(texts.map(([key, text]) => [key, placeholders(text)])).toEqual(
        texts.map(([key]) => [key, placeholders(english.get(key) ?? '')]),
      );
    },
  );

  it.each(files)('of %s use full-width punctuation', async file => {
    const { texts } = await chineseOf(file);
    const halfWidth = /\p{Script=Han}[,;:?!()]|[,;:?!()]\p{Script=Han}/u;
    expect(texts.filter(([, text]) => halfWidth.test(text))).toEqual([]);
  });

  it.each(files)('of %s separate Chinese from Latin words', async file => {
    const { texts } = await chineseOf(file);
    const joined = /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u;
    expect(texts.filter(([, text]) => joined.test(text))).toEqual([]);
  });

  it('of the portal itself are complete', async () => {
    const { texts } = await chineseOf('app');
    expect(texts.map(([key]) => key).sort()).toEqual(
      [...englishOf(appTranslationRef).keys()].sort(),
    );
  });
});
