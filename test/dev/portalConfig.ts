import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { KubernetesClusterConfig } from './kubeconfigClusters.ts';
import { portalAddresses } from './stack.ts';
import type { Stack } from './stack.ts';

/** A Gitea among Backstage's integrations. */
export interface GiteaIntegration {
  host: string;
  baseUrl: string;
  username: string;
  password: { $file: string };
}

/** Whose repositories are looked through for services. */
interface DiscoveryConfig {
  host: string;
  organization: string;
}

/** A Jenkins, as the community plugin's keys have it. */
export interface JenkinsConfig {
  name: string;
  baseUrl: string;
  username: string;
  apiKey: { $file: string };
  /** Signs what it tells the portal by itself */
  webhookSecret: { $file: string };
  /** Where Git servers tell it of pushes, and the token that it wants */
  pushes: { url: string; token: { $file: string } };
}

/** A SonarQube, as the community plugin's keys have it. */
interface SonarQubeConfig {
  baseUrl: string;
  apiKey: { $file: string };
}

/** A Gitea whose people sign in to the portal. */
interface SignInConfig {
  url: string;
  clientId: { $file: string };
  clientSecret: { $file: string };
  sessionSecret: { $file: string };
}

/** What the portal is told besides app-config.yaml. */
export interface PortalConfig {
  clusters: KubernetesClusterConfig[];
  gitea?: GiteaIntegration;
  jenkins?: JenkinsConfig;
  sonarqube?: SonarQubeConfig;
  signIn?: SignInConfig;
  /** A catalog file that is loaded instead of app-config.yaml's */
  catalog?: string;
  /** Where repositories describe their services */
  discovery?: DiscoveryConfig;
  /** Clusters that people may change from the portal, and with what */
  acting?: { name: string; serviceAccountToken: { $file: string } }[];
  /** What renders kustomizations for templates */
  kustomize?: string;
  /** Where app-config.yaml's are not the right ones */
  environments?: { name: string; cluster: string; namespaces: string[] }[];
}

const catalogRules = [
  {
    allow: [
      ...['Component', 'System', 'API', 'Resource', 'Location', 'Domain'],
      ...['Group', 'User', 'Template'],
    ],
  },
];

// Often, so that one can watch it.
const schedule = { frequency: { seconds: 30 }, timeout: { minutes: 1 } };

/** The file that {@link writePortalConfig} writes. */
export function portalConfigFile(stack: Stack): string {
  return path.join(stack.dir, 'app-config.yaml');
}

/** Writes the part of the portal's configuration that depends on where it runs. */
export function writePortalConfig(
  stack: Stack,
  {
    clusters,
    environments,
    gitea,
    jenkins,
    sonarqube,
    signIn,
    acting,
    kustomize,
    catalog,
    discovery,
  }: PortalConfig,
): void {
  const { app, backend } = portalAddresses(stack);
  const config = {
    app: { baseUrl: app },
    backend: {
      baseUrl: backend,
      listen: { port: Number(new URL(backend).port), host: '127.0.0.1' },
      cors: { origin: app },
      database: {
        client: 'better-sqlite3',
        connection: { directory: path.join(stack.dir, 'db') },
      },
    },
    kubernetes: { clusterLocatorMethods: [{ type: 'config', clusters }] },
    ...(gitea && { integrations: { gitea: [gitea] } }),
    ...(jenkins && { jenkins: { instances: [instanceOf(jenkins)] } }),
    ...(sonarqube && { sonarqube }),
    ...(catalog && {
      catalog: {
        locations: [
          { type: 'file', target: catalog, rules: catalogRules },
          {
            type: 'file',
            target: path.join(stack.root, 'templates', 'all.yaml'),
            rules: catalogRules,
          },
        ],
        ...(discovery && {
          providers: { gitea: { demo: { ...discovery, schedule } } },
        }),
      },
    }),
    ...(signIn && {
      auth: {
        session: { secret: signIn.sessionSecret },
        providers: { oidc: { development: oidcOf(signIn) } },
      },
      fairway: { signIn: { title: 'Gitea' } },
    }),
    delivery: {
      ...(environments && { environments }),
      ...(acting && {
        clusters: acting.map(each => ({ ...each, actions: { enabled: true } })),
      }),
      ...(kustomize && { kustomize: { command: kustomize } }),
      ...(jenkins && {
        jenkins: { webhookSecret: jenkins.webhookSecret },
        git: { webhooks: [{ name: 'jenkins', ...jenkins.pushes }] },
      }),
    },
  };
  mkdirSync(path.join(stack.dir, 'db'), { recursive: true });
  writeFileSync(
    portalConfigFile(stack),
    // JSON is YAML too.
    `# Made by ./dev start\n${JSON.stringify(config, undefined, 2)}\n`,
    { mode: 0o600 },
  );
}

function instanceOf({ name, baseUrl, username, apiKey }: JenkinsConfig) {
  return { name, baseUrl, username, apiKey };
}

function oidcOf({ url, clientId, clientSecret }: SignInConfig) {
  return {
    metadataUrl: `${url}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    prompt: 'auto',
  };
}
