import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { en } from './en';

/** Every text of the delivery pages, in English, with Chinese beside it. @public */
export const deliveryTranslationRef = createTranslationRef({
  id: 'delivery',
  messages: en,
  translations: {
    zh: () => import('./zh'),
  },
});
