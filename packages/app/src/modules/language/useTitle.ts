import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';
import { en } from './en';
import { appTranslationRef } from './ref';

type TitleKey = keyof typeof en.title;

const keys = new Map(
  Object.keys(en.title)
    .filter((key): key is TitleKey => key in en.title)
    .map((key): [string, TitleKey] => [en.title[key], key]),
);

/** Translates the title of a page, tab or group. */
export type TranslateTitle = (title: string) => string;

/**
 * Returns a function that translates a title that a plugin gives as a plain string.
 * It returns an unknown title unchanged, such as one from the configuration.
 */
export function useTitle(): TranslateTitle {
  const { t } = useTranslationRef(appTranslationRef);
  return useCallback(
    title => {
      const key = keys.get(title);
      return key === undefined ? title : t(`title.${key}`);
    },
    [t],
  );
}
