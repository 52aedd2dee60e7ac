import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { homeModule } from './modules/home';
import { languageModules } from './modules/language';
import { navModule } from './modules/nav';
import { signInModule } from './modules/signIn';
import { templateModules } from './modules/templates';

export default createApp({
  features: [
    catalogPlugin,
    homeModule,
    ...languageModules,
    navModule,
    signInModule,
    ...templateModules,
  ],
});
