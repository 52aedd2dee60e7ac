// A portal with the community Jenkins plugin and without Fairway: node communityPortal.ts --config FILE
import { createBackend } from '@backstage/backend-defaults';
import auth from '@backstage/plugin-auth-backend';
import guest from '@backstage/plugin-auth-backend-module-guest-provider';
import catalog from '@backstage/plugin-catalog-backend';
import jenkins from '@backstage-community/plugin-jenkins-backend';

const backend = createBackend();
[auth, guest, catalog, jenkins].forEach(feature =>
  backend.add(feature.default),
);
await backend.start();
