import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { en } from './en';

/** Texts of the portal itself in English, with Chinese beside them. */
export const appTranslationRef = createTranslationRef({
  id: 'app',
  messages: en,
  translations: { zh: () => import('./zh/app') },
});
