export {
  GITEA,
  buildGitea,
  deleteGiteaData,
  isGiteaHealthy,
  startGitea,
  stopGitea,
} from './gitea.ts';
export { accountIds, adminClient, serviceAccounts } from './accounts.ts';
export { giteaFiles } from './giteaFiles.ts';
export { makeOauthApplication, oauthFiles } from './oauthApplication.ts';
export { demoRepositories } from './demoRepositories.ts';
export { ORGANISATION, seedGitea } from './seed.ts';
